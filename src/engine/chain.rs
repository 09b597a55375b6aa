//! A chain of requests that belong together: its cookies, and the exit it lives on.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use once_cell::sync::OnceCell;

use crate::transport::CookieJar;

/// A chain, as its batches share it.
#[derive(Debug, Default)]
pub struct Chain {
    pub(super) cookies: Arc<CookieJar>,
    /// The exit of its first request. Another client may have fewer.
    pub(super) exit: OnceCell<usize>,
}

/// A chain as what requests have in common: only the same one is equal.
#[derive(Debug, Clone)]
pub(super) struct Link(pub(super) Arc<Chain>);

impl PartialEq for Link {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Link {}

impl Hash for Link {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.0).hash(state);
    }
}
