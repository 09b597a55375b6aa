//! Answers kept in memory, where the user wants it: bounded by bytes and age. Failures are never kept.

use std::sync::Arc;
use std::time::Duration;

use quick_cache::Weighter;
use quick_cache::unsync::Cache as Store;
use tokio::time::Instant;

use super::call::Key;
use crate::error::Error;
use crate::extraction::Json;

/// What may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheBounds {
    /// Bytes of all answers, as the text that crosses to JavaScript.
    pub bytes: u64,
    /// How old an answer may become.
    pub age: Duration,
}

type Value = Arc<Result<Json, Error>>;

pub(super) struct Cache {
    store: Store<Key, (Instant, Value), Bytes>,
    age: Duration,
}

/// An app's record, for the first size of the store.
const TYPICAL: u64 = 10 << 10;

impl Cache {
    pub(super) fn new(bounds: &CacheBounds) -> Self {
        let items = usize::try_from(bounds.bytes / TYPICAL).unwrap_or(usize::MAX);
        let store = Store::with_weighter(items.clamp(8, 100_000), bounds.bytes, Bytes);
        Self { store, age: bounds.age }
    }

    pub(super) fn get(&mut self, key: &Key, now: Instant) -> Option<Value> {
        let age = self.age;
        self.store.remove_if(key, |(kept, _)| now.duration_since(*kept) >= age);
        self.store.get(key).map(|(_, value)| Arc::clone(value))
    }

    pub(super) fn insert(&mut self, key: Key, value: &Value, now: Instant) {
        if value.is_ok() {
            self.store.insert(key, (now, Arc::clone(value)));
        }
    }
}

#[derive(Clone)]
struct Bytes;

impl Weighter<Key, (Instant, Value)> for Bytes {
    fn weight(&self, _: &Key, (_, value): &(Instant, Value)) -> u64 {
        /// The key and the bookkeeping, roughly.
        const OVERHEAD: usize = 256;
        let text = match &**value {
            Ok(Json::Object(object)) => object.len(),
            Ok(Json::Rows { rows, rest, .. }) => {
                rows.iter().map(Vec::len).sum::<usize>() + rest.len()
            }
            Err(_) => 0,
        };
        (text + OVERHEAD) as u64
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::engine::batch::Source;
    use crate::error::ErrorKind;
    use crate::request::Lookup;

    fn key(n: usize) -> Key {
        let lookup = Lookup::from_json("app", &json!(format!("com.a{n}"))).unwrap();
        (Arc::new(lookup), Source::Auto)
    }

    fn value(bytes: usize) -> Value {
        Arc::new(Ok(Json::Object(vec![b'x'; bytes])))
    }

    #[test]
    fn answers_are_kept_until_they_are_old() {
        let bounds = CacheBounds { bytes: 1 << 20, age: Duration::from_secs(60) };
        let (mut cache, now) = (Cache::new(&bounds), Instant::now());
        cache.insert(key(1), &value(10), now);
        assert!(cache.get(&key(1), now + Duration::from_secs(59)).is_some());
        assert!(cache.get(&key(1), now + Duration::from_secs(60)).is_none());
        assert!(cache.get(&key(2), now).is_none());
    }

    #[test]
    fn failures_are_not_kept() {
        let bounds = CacheBounds { bytes: 1 << 20, age: Duration::from_secs(60) };
        let (mut cache, now) = (Cache::new(&bounds), Instant::now());
        cache.insert(key(1), &Arc::new(Err(Error::new(ErrorKind::NotFound, "gone"))), now);
        assert!(cache.get(&key(1), now).is_none());
    }

    #[test]
    fn never_more_bytes_than_allowed() {
        let bounds = CacheBounds { bytes: 100_000, age: Duration::from_secs(60) };
        let (mut cache, now) = (Cache::new(&bounds), Instant::now());
        for n in 0..1000 {
            cache.insert(key(n), &value(1000), now);
            assert!(cache.store.weight() <= 100_000);
        }
        let kept = (0..1000).filter(|&n| cache.get(&key(n), now).is_some()).count();
        assert!((60..=79).contains(&kept), "{kept}");
    }
}
