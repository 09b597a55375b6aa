//! What the server saw on its main port.

use crate::config::Work;
use crate::fault::Fault;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Locks; a thread that panicked while it held the lock left nothing half done that matters here.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Default)]
pub(crate) struct Counters {
    requests: AtomicU64,
    calls: AtomicU64,
    app_calls: AtomicU64,
    chart_calls: AtomicU64,
    search_calls: AtomicU64,
    review_calls: AtomicU64,
    page_requests: AtomicU64,
    file_requests: AtomicU64,
    cookie_requests: AtomicU64,
    connections: AtomicU64,
    bytes_in: AtomicU64,
    bytes_out: AtomicU64,
    in_flight: AtomicU64,
    max_in_flight: AtomicU64,
    calls_in_flight: AtomicU64,
    max_calls_in_flight: AtomicU64,
    aborted: AtomicU64,
    refused: AtomicU64,
    blocked: AtomicU64,
    statuses: Mutex<BTreeMap<u16, u64>>,
    /// By name.
    faults: Mutex<BTreeMap<String, u64>>,
    addresses: Mutex<BTreeMap<IpAddr, Visits>>,
}

/// What came from one address.
#[derive(Default, Serialize)]
struct Visits {
    requests: u64,
    connections: u64,
}

impl Counters {
    pub(crate) fn connected(&self, peer: IpAddr) {
        self.connections.fetch_add(1, Relaxed);
        lock(&self.addresses).entry(peer).or_default().connections += 1;
    }

    pub(crate) fn received(&self, bytes: usize) {
        self.bytes_in.fetch_add(bytes as u64, Relaxed);
    }

    pub(crate) fn worked(&self, work: Work) {
        self.calls.fetch_add(work.calls, Relaxed);
        self.app_calls.fetch_add(work.apps, Relaxed);
        self.chart_calls.fetch_add(work.charts, Relaxed);
        self.search_calls.fetch_add(work.searches, Relaxed);
        self.review_calls.fetch_add(work.reviews, Relaxed);
        self.page_requests.fetch_add(work.pages, Relaxed);
        self.file_requests.fetch_add(work.files, Relaxed);
    }

    /// A request carried cookies.
    pub(crate) fn carried_cookie(&self) {
        self.cookie_requests.fetch_add(1, Relaxed);
    }

    /// A request was over a limit.
    pub(crate) fn refused(&self) {
        self.refused.fetch_add(1, Relaxed);
    }

    /// A request came from a blocked address.
    pub(crate) fn blocked(&self) {
        self.blocked.fetch_add(1, Relaxed);
    }

    /// A request or a call met a fault.
    pub(crate) fn met(&self, fault: &Fault) {
        *lock(&self.faults).entry(fault.name()).or_default() += 1;
    }

    /// A request has come.
    pub(crate) fn start(self: &Arc<Self>, peer: IpAddr) -> Flight {
        self.requests.fetch_add(1, Relaxed);
        lock(&self.addresses).entry(peer).or_default().requests += 1;
        let now = self.in_flight.fetch_add(1, Relaxed) + 1;
        self.max_in_flight.fetch_max(now, Relaxed);
        Flight { counters: Arc::clone(self), calls: 0, is_over: false }
    }

    pub(crate) fn reset(&self) {
        for counter in [
            &self.requests,
            &self.calls,
            &self.app_calls,
            &self.chart_calls,
            &self.search_calls,
            &self.review_calls,
            &self.page_requests,
            &self.file_requests,
            &self.cookie_requests,
            &self.connections,
            &self.bytes_in,
            &self.bytes_out,
            &self.aborted,
            &self.refused,
            &self.blocked,
        ] {
            counter.store(0, Relaxed);
        }
        self.max_in_flight.store(self.in_flight.load(Relaxed), Relaxed);
        self.max_calls_in_flight.store(self.calls_in_flight.load(Relaxed), Relaxed);
        lock(&self.statuses).clear();
        lock(&self.faults).clear();
        lock(&self.addresses).clear();
    }

    pub(crate) fn report(&self) -> Value {
        let get = |counter: &AtomicU64| counter.load(Relaxed);
        json!({
            "requests": get(&self.requests),
            "calls": get(&self.calls),
            "appCalls": get(&self.app_calls),
            "chartCalls": get(&self.chart_calls),
            "searchCalls": get(&self.search_calls),
            "reviewCalls": get(&self.review_calls),
            "pageRequests": get(&self.page_requests),
            "fileRequests": get(&self.file_requests),
            "cookieRequests": get(&self.cookie_requests),
            "connections": get(&self.connections),
            "bytesIn": get(&self.bytes_in),
            "bytesOut": get(&self.bytes_out),
            "inFlight": get(&self.in_flight),
            "maxInFlight": get(&self.max_in_flight),
            "callsInFlight": get(&self.calls_in_flight),
            "maxCallsInFlight": get(&self.max_calls_in_flight),
            "aborted": get(&self.aborted),
            "refused": get(&self.refused),
            "blocked": get(&self.blocked),
            "statuses": *lock(&self.statuses),
            "faults": *lock(&self.faults),
            "byAddress": *lock(&self.addresses),
        })
    }
}

/// A request that is being answered, and its calls until all of the answer has gone out. Hyper drops
/// it with the request when the client goes away.
pub(crate) struct Flight {
    counters: Arc<Counters>,
    calls: u64,
    is_over: bool,
}

impl Flight {
    /// So many calls have come with it.
    pub(crate) fn carries(&mut self, calls: u64) {
        self.calls = calls;
        let now = self.counters.calls_in_flight.fetch_add(calls, Relaxed) + calls;
        self.counters.max_calls_in_flight.fetch_max(now, Relaxed);
    }

    /// The answer is ready.
    pub(crate) fn answered(&mut self, status: u16, bytes: usize) {
        self.counters.bytes_out.fetch_add(bytes as u64, Relaxed);
        *lock(&self.counters.statuses).entry(status).or_default() += 1;
        self.end();
    }

    /// There will be no answer.
    pub(crate) fn reset(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.is_over = true;
        self.counters.in_flight.fetch_sub(1, Relaxed);
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        if !self.is_over {
            self.end();
            self.counters.aborted.fetch_add(1, Relaxed);
        }
        self.counters.calls_in_flight.fetch_sub(self.calls, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn requests_are_answered_or_aborted() {
        let counters = Arc::new(Counters::default());
        let mut first = counters.start(HERE);
        let second = counters.start(HERE);
        first.answered(200, 10);
        assert_eq!(counters.report()["inFlight"], 1);
        drop((first, second));
        let report = counters.report();
        assert_eq!(
            (&report["inFlight"], &report["maxInFlight"], &report["aborted"]),
            (&json!(0), &json!(2), &json!(1))
        );
        assert_eq!((&report["bytesOut"], &report["statuses"]), (&json!(10), &json!({"200": 1})));
        assert_eq!(report["byAddress"], json!({"127.0.0.1": {"requests": 2, "connections": 0}}));
        let third = counters.start(HERE);
        counters.reset();
        assert_eq!(
            (&counters.report()["requests"], &counters.report()["maxInFlight"]),
            (&json!(0), &json!(1))
        );
        drop(third);
        assert_eq!(counters.report()["inFlight"], 0);
    }

    #[test]
    fn calls_are_in_flight_until_their_answer_has_gone_out() {
        let counters = Arc::new(Counters::default());
        let (mut first, mut second) = (counters.start(HERE), counters.start(HERE));
        first.carries(32);
        second.carries(10);
        first.answered(200, 10);
        second.reset();
        let calls = |report: &Value| {
            (report["callsInFlight"].as_u64(), report["maxCallsInFlight"].as_u64())
        };
        assert_eq!(calls(&counters.report()), (Some(32), Some(42)));
        counters.reset();
        assert_eq!(calls(&counters.report()), (Some(32), Some(32)));
        drop(first);
        assert_eq!(calls(&counters.report()), (Some(0), Some(32)));
        assert_eq!(counters.report()["aborted"], 0);
    }
}
