//! Where on Play's pages a block was found: pages move their blocks, and the report says so.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;

/// The block of one RPC.
pub(super) struct Found {
    lookup: &'static str,
    rpc_id: &'static str,
    expected: &'static str,
    noted: Mutex<Noted>,
}

#[derive(Default)]
struct Noted {
    pages: u64,
    elsewhere: u64,
    nowhere: u64,
    last: Option<String>,
}

/// On how many pages the block of an RPC was where it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PageDrift {
    /// The lookup that the pages show.
    pub lookup: &'static str,
    /// The RPC that the block answers.
    pub rpc_id: &'static str,
    /// The block's key on recorded pages.
    pub expected: &'static str,
    /// Its key on the last page that had it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// Pages that were read.
    pub pages: u64,
    /// Of them, those that had it under another key.
    pub elsewhere: u64,
    /// Of them, those that had it nowhere.
    pub nowhere: u64,
}

impl Found {
    pub(super) fn new(lookup: &'static str, rpc_id: &'static str, expected: &'static str) -> Self {
        Self { lookup, rpc_id, expected, noted: Mutex::default() }
    }

    /// One more page, with the key of its block.
    pub(super) fn note(&self, key: Option<&[u8]>) {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.pages += 1;
        match key {
            None => noted.nowhere += 1,
            Some(key) => {
                noted.elsewhere += u64::from(key != self.expected.as_bytes());
                noted.last = Some(String::from_utf8_lossy(key).into_owned());
            }
        }
    }

    pub(super) fn drift(&self) -> PageDrift {
        let noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        PageDrift {
            lookup: self.lookup,
            rpc_id: self.rpc_id,
            expected: self.expected,
            found: noted.last.clone(),
            pages: noted.pages,
            elsewhere: noted.elsewhere,
            nowhere: noted.nowhere,
        }
    }
}
