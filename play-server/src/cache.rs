//! Answers that were built and compressed before, so that a benchmark that repeats its requests
//! measures the client and not this server.

use crate::config::Work;
use bytes::Bytes;
use std::collections::{HashMap, VecDeque};

/// Keys and bodies together.
const BUDGET: usize = 64 << 20;

#[derive(Clone)]
pub(crate) struct Ready {
    pub(crate) body: Bytes,
    pub(crate) work: Work,
    /// Its client is to get a cookie.
    pub(crate) sets_cookie: bool,
}

/// Forgets the oldest first.
#[derive(Default)]
pub(crate) struct Cache {
    answers: HashMap<Bytes, Ready>,
    order: VecDeque<Bytes>,
    size: usize,
}

impl Cache {
    pub(crate) fn get(&self, key: &Bytes) -> Option<Ready> {
        self.answers.get(key).cloned()
    }

    pub(crate) fn put(&mut self, key: Bytes, ready: Ready) {
        let size = key.len() + ready.body.len();
        if size > BUDGET || self.answers.contains_key(&key) {
            return;
        }
        while self.size + size > BUDGET {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some(gone) = self.answers.remove(&oldest) {
                self.size -= oldest.len() + gone.body.len();
            }
        }
        self.size += size;
        self.order.push_back(key.clone());
        self.answers.insert(key, ready);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(body: Bytes) -> Ready {
        Ready { body, work: Work::default(), sets_cookie: false }
    }

    #[test]
    fn stays_within_its_budget_and_forgets_the_oldest() {
        let mut cache = Cache::default();
        let body = Bytes::from(vec![0; 10 << 20]);
        for number in 0..20u8 {
            cache.put(Bytes::from(vec![number]), ready(body.clone()));
            cache.put(Bytes::from(vec![number]), ready(body.clone()));
        }
        assert!(cache.size <= BUDGET && cache.answers.len() == cache.order.len());
        assert!(cache.get(&Bytes::from(vec![0])).is_none());
        assert!(cache.get(&Bytes::from(vec![19])).is_some());
        cache.put(Bytes::from(vec![1, 2]), ready(Bytes::from(vec![0; BUDGET])));
        assert!(cache.get(&Bytes::from(vec![1, 2])).is_none());
    }
}
