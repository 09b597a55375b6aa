//! How far a batch is: counted by the engine, read by whoever waits for it.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use serde::Serialize;
use tokio::time::Instant;

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
    pub(super) waiting_ms: AtomicU64,
    /// Outcomes that nobody has taken yet.
    pub(super) buffered: AtomicUsize,
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
            waiting_ms: AtomicU64::new(0),
            buffered: AtomicUsize::new(0),
        }
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
            waiting_ms: self.waiting_ms.load(Ordering::Relaxed),
            rate_per_second,
        }
    }
}
