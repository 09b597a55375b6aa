//! The requests of a test, as they came.

use bytes::Bytes;
use serde_json::{Value, json};

const MOST: usize = 2_000;
const MOST_BYTES: usize = 64 << 20;

#[derive(Default)]
pub(crate) struct Recording {
    requests: Vec<(String, Bytes)>,
    size: usize,
}

impl Recording {
    pub(crate) fn add(&mut self, path: &str, body: &Bytes) {
        if self.requests.len() < MOST && self.size + body.len() <= MOST_BYTES {
            self.size += body.len();
            self.requests.push((path.to_owned(), body.clone()));
        }
    }

    pub(crate) fn report(&self) -> Value {
        self.requests
            .iter()
            .map(|(path, body)| json!({"path": path, "body": String::from_utf8_lossy(body)}))
            .collect()
    }
}
