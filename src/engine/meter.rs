//! How far a batch is, and what its HTTP requests were: noted by the engine, read by whoever waits.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tokio::time::Instant;

/// Ended requests that are kept until somebody reads them; then the oldest go.
const EVENTS: usize = 1024;

/// The counters of a batch.
#[derive(Debug)]
pub(super) struct Meter {
    begun: Instant,
    pub(super) total: AtomicUsize,
    pub(super) done: AtomicUsize,
    pub(super) failed: AtomicUsize,
    pub(super) requests: AtomicU64,
    pub(super) bytes: AtomicU64,
    pub(super) retries: AtomicU64,
    pub(super) waiting_us: AtomicU64,
    /// Outcomes that nobody has taken yet.
    pub(super) buffered: AtomicUsize,
    events: Mutex<VecDeque<RequestEvent>>,
}

/// An HTTP request that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestEvent {
    /// What the POST called, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rpc_ids: Vec<&'static str>,
    /// The page's path and query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Calls in it, those of other batches included.
    pub calls: usize,
    /// The exit's name, without credentials.
    pub exit: String,
    /// HTTP status, where an answer came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Bytes of the body, as they came.
    pub bytes: usize,
    /// How long it took.
    pub ms: u64,
    /// How often the call that was asked most often was asked by then.
    pub attempt: u32,
    /// Why the request as a whole brought nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<&'static str>,
    /// The code of the error that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
}

/// How far a batch is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Lookups that have their outcome, failed ones included.
    pub done: usize,
    /// Those that failed.
    pub failed: usize,
    /// Lookups asked for so far.
    pub total: usize,
    /// HTTP requests that asked for any of them.
    pub requests: u64,
    /// Bytes of their answers' bodies as they came; of a request that other batches share, the
    /// part of this one's calls.
    pub bytes: u64,
    /// Calls that were asked once more.
    pub retries: u64,
    /// How long limits, pauses and blocks have held something back, in ms.
    pub waiting_ms: u64,
    /// Outcomes per second since the start.
    pub rate_per_second: f64,
}

impl Meter {
    pub(super) fn new() -> Self {
        Self {
            begun: Instant::now(),
            total: AtomicUsize::new(0),
            done: AtomicUsize::new(0),
            failed: AtomicUsize::new(0),
            requests: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            retries: AtomicU64::new(0),
            waiting_us: AtomicU64::new(0),
            buffered: AtomicUsize::new(0),
            events: Mutex::default(),
        }
    }

    pub(super) fn note(&self, event: RequestEvent) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        if events.len() == EVENTS {
            events.pop_front();
        }
        events.push_back(event);
    }

    /// The requests that ended since the last time.
    pub(super) fn take_events(&self) -> Vec<RequestEvent> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect()
    }

    /// What is counted so far.
    pub(super) fn progress(&self) -> Progress {
        let done = self.done.load(Ordering::Relaxed);
        let seconds = self.begun.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a rate needs no 53 bits")]
        let rate_per_second = if seconds > 0.0 { done as f64 / seconds } else { 0.0 };
        Progress {
            done,
            failed: self.failed.load(Ordering::Relaxed),
            total: self.total.load(Ordering::Relaxed),
            requests: self.requests.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            retries: self.retries.load(Ordering::Relaxed),
            waiting_ms: self.waiting_us.load(Ordering::Relaxed) / 1000,
            rate_per_second,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(calls: usize) -> RequestEvent {
        RequestEvent {
            rpc_ids: Vec::new(),
            page: None,
            calls,
            exit: "direct".to_owned(),
            status: None,
            bytes: 0,
            ms: 0,
            attempt: 1,
            cause: None,
            code: None,
        }
    }

    #[test]
    fn events_are_read_once_and_the_oldest_go_first() {
        let meter = Meter::new();
        (0..EVENTS + 2).for_each(|calls| meter.note(event(calls)));
        let events = meter.take_events();
        assert_eq!((events.len(), &events[0]), (EVENTS, &event(2)));
        assert_eq!(meter.take_events(), []);
    }
}
