//! What a client did and does: counted by its dispatcher, read by whoever asks.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tokio::time::Instant;

use super::classify::{Cause, Failure};
use super::exits::Exits;

/// The counters of a client.
#[derive(Debug, Default)]
pub(super) struct Stats {
    requests: AtomicU64,
    calls: AtomicU64,
    bytes: AtomicU64,
    retries: AtomicU64,
    refused: AtomicU64,
    blocked: AtomicU64,
    failed: AtomicU64,
    dropped: AtomicU64,
    exits: Mutex<Vec<ExitStats>>,
}

/// What a client did and does.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientStats {
    /// HTTP requests sent.
    pub requests: u64,
    /// Calls in them.
    pub calls: u64,
    /// Bytes of answers' bodies, as they came.
    pub bytes: u64,
    /// Calls that were asked once more.
    pub retries: u64,
    /// Requests answered with 429 or 503.
    pub refused: u64,
    /// Requests answered with a captcha, a consent or 403.
    pub blocked: u64,
    /// Requests that failed in other ways.
    pub failed: u64,
    /// Requests dropped because nobody waited for them any more.
    pub dropped: u64,
    /// The exits.
    pub exits: Vec<ExitStats>,
}

/// An exit, now.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExitStats {
    /// `direct`, or the proxy without its credentials.
    pub name: String,
    /// Requests on the wire.
    pub in_flight: usize,
    /// Requests at once that the pace allows.
    pub concurrency: usize,
    /// Requests per second that the pace allows; absent where there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_per_second: Option<f64>,
    /// Whether it asks nothing now, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    /// For how long it will ask nothing, in ms, as far as this is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_for_ms: Option<u64>,
}

impl Stats {
    pub(super) fn sent(&self, calls: usize) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.calls.fetch_add(calls as u64, Ordering::Relaxed);
    }

    pub(super) fn answered(&self, bytes: usize, failure: Option<&Failure>) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        let counter = match failure.map(|failure| failure.cause) {
            None => return,
            Some(Cause::Refused) => &self.refused,
            Some(Cause::Blocked | Cause::Consent) => &self.blocked,
            Some(Cause::Server | Cause::Network | Cause::Final) => &self.failed,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn retried(&self) {
        self.retries.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn dropped(&self) {
        self.dropped.fetch_add(1, Ordering::Relaxed);
    }

    /// Tells how the exits are. Their names are told once: this is done often.
    pub(super) fn note_exits(&self, exits: &Exits, now: Instant) {
        let mut noted = self.exits.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.len() != exits.all().len() {
            *noted = exits.all().iter().map(|exit| ExitStats::named(&exit.way.name)).collect();
        }
        for (noted, exit) in noted.iter_mut().zip(exits.all()) {
            let hold = exit.health.hold(now);
            let until = hold.as_ref().and_then(|hold| hold.until);
            noted.in_flight = exit.limiter.in_flight();
            noted.concurrency = exit.limiter.concurrency();
            noted.rate_per_second = exit.limiter.rate();
            noted.held = hold.map(|hold| hold.why.to_string());
            noted.held_for_ms =
                until.map(|until| u64::try_from((until - now).as_millis()).unwrap_or(u64::MAX));
        }
    }

    /// What is counted so far.
    pub(super) fn read(&self) -> ClientStats {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        ClientStats {
            requests: read(&self.requests),
            calls: read(&self.calls),
            bytes: read(&self.bytes),
            retries: read(&self.retries),
            refused: read(&self.refused),
            blocked: read(&self.blocked),
            failed: read(&self.failed),
            dropped: read(&self.dropped),
            exits: self.exits.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }
}

impl ExitStats {
    fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            in_flight: 0,
            concurrency: 0,
            rate_per_second: None,
            held: None,
            held_for_ms: None,
        }
    }
}
