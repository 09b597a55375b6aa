//! The requests of a batch that are read slice by slice, all of them before any is asked: a long
//! list does not hold up the JS thread.

use std::collections::VecDeque;
use std::sync::Arc;

use napi::bindgen_prelude::Either;
use napi_derive::napi;

use super::batch::{Chain, NativeBatch, or_failure};
use super::request::{Common, Reader};
use super::text;
use crate::engine::{self, BatchOptions, Client, Item};
use crate::error::Error;
use crate::runtime::runtime;

/// What is read of a batch and not with it yet.
#[napi]
pub struct Reading {
    client: Arc<Client>,
    reader: Reader,
    options: BatchOptions,
    items: VecDeque<Item>,
    read: usize,
}

impl Reading {
    pub(super) fn new(
        client: Arc<Client>,
        noun: &str,
        options: BatchOptions,
        common: Common,
    ) -> Self {
        let reader = Reader::new(noun, &client, common);
        Self { client, reader, options, items: VecDeque::new(), read: 0 }
    }

    /// The next ones, taken out.
    pub(super) fn take(&mut self, most: usize) -> Vec<Item> {
        self.items.drain(..most.min(self.items.len())).collect()
    }

    fn begin(&mut self, chain: Option<&Chain>) -> Result<NativeBatch, Error> {
        let _in_runtime = runtime()?.enter();
        let chain = chain.map(|chain| Arc::clone(&chain.0));
        let options = BatchOptions { chain, ..self.options.clone() };
        let items = if options.open { VecDeque::new() } else { std::mem::take(&mut self.items) };
        Ok(NativeBatch::new(engine::start(&self.client, items.into(), options)))
    }
}

#[napi]
impl Reading {
    /// Reads more requests (a JSON list). Returns why one of them cannot be asked, as JSON with its
    /// place among all that were read; or nothing.
    #[napi]
    pub fn add(&mut self, requests: String) -> Option<String> {
        match self.reader.all(&requests) {
            Ok(items) => {
                self.read += items.len();
                self.items.extend(items);
                None
            }
            Err(error) => {
                let place = error.index().map(|index| self.read + index);
                let error = place.map_or(error.clone(), |place| error.at_index(place));
                Some(text::failure(&error))
            }
        }
    }

    /// Reads more requests (a JSON list). One that cannot be asked keeps its place, and is rejected
    /// there.
    #[napi]
    pub fn add_each(&mut self, requests: String) {
        self.items.extend(self.reader.one_by_one(&requests));
    }

    /// The most requests that may be with a batch and not dealt with.
    #[napi]
    pub fn high_water_mark(&self) -> u32 {
        // It was read from a number of that kind.
        u32::try_from(self.options.high_water_mark).unwrap_or(u32::MAX)
    }

    /// Starts the batch; one that is `open` with nothing yet. Returns it, or the failure as JSON.
    #[napi]
    pub fn start(&mut self, chain: Option<&Chain>) -> Either<NativeBatch, String> {
        or_failure(self.begin(chain))
    }
}
