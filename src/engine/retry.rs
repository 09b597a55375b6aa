//! When unanswered calls are asked again.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::call::{CallId, Group};

const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The longest wait after this many tries.
fn ceiling(tries: u32) -> Duration {
    FIRST_WAIT.saturating_mul(1 << tries.saturating_sub(1).min(16)).min(LONGEST_WAIT)
}

/// Calls that wait to be asked again.
#[derive(Default)]
pub(super) struct Retries {
    due: BTreeMap<Instant, Vec<CallId>>,
    /// When the next calls of a group that failed this often come back.
    waves: HashMap<(Arc<Group>, u32), Instant>,
}

impl Retries {
    /// Full jitter keeps clients apart that failed together. Calls of one client come back
    /// together, so that they share requests again.
    pub(super) fn schedule(&mut self, call: CallId, group: &Arc<Group>, tries: u32, now: Instant) {
        let wave = self.waves.entry((Arc::clone(group), tries)).or_insert(now);
        if *wave <= now {
            *wave = now + ceiling(tries).mul_f64(fastrand::f64());
        }
        self.due.entry(*wave).or_default().push(call);
    }

    /// The calls whose time has come.
    pub(super) fn take_due(&mut self, now: Instant) -> Vec<CallId> {
        let mut calls = Vec::new();
        while let Some(first) = self.due.first_entry()
            && *first.key() <= now
        {
            calls.extend(first.remove());
        }
        if self.due.is_empty() {
            self.waves.clear();
        }
        calls
    }

    /// When the next ones are due.
    pub(super) fn next(&self) -> Option<Instant> {
        self.due.first_key_value().map(|(at, _)| *at)
    }
}

/// Reads `Retry-After` in both forms, seconds and a date.
pub(super) fn retry_after(header: &str) -> Option<Duration> {
    /// No timer of JavaScript's is set for longer.
    const LONGEST: Duration = Duration::from_secs(24 * 24 * 60 * 60);
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a number has are a long time too.
        return Some(header.parse().map_or(LONGEST, Duration::from_secs).min(LONGEST));
    }
    let date = httpdate::parse_http_date(header).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default().min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_with_full_jitter() {
        let group = Arc::new(Group::default());
        let now = Instant::now();
        for tries in 1..40 {
            let ceiling = 0.5 * 2_f64.powi(i32::try_from(tries).unwrap() - 1);
            for _ in 0..50 {
                let mut retries = Retries::default();
                retries.schedule(1, &group, tries, now);
                let wait = retries.next().unwrap() - now;
                assert!(wait.as_secs_f64() <= ceiling.min(30.0));
            }
        }
    }

    #[test]
    fn calls_that_failed_alike_come_back_together() {
        let group = Arc::new(Group::default());
        let now = Instant::now();
        let mut retries = Retries::default();
        for call in 0..10 {
            retries.schedule(call, &group, 1, now);
        }
        assert!(retries.take_due(now - Duration::from_millis(1)).is_empty());
        let due = retries.next().unwrap();
        assert_eq!(retries.take_due(due), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(retries.next(), None);
    }

    #[test]
    fn both_forms_of_retry_after() {
        assert_eq!(retry_after(" 7 "), Some(Duration::from_secs(7)));
        let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(100));
        let wait = retry_after(&date).unwrap();
        assert!((98..=100).contains(&wait.as_secs()));
        assert_eq!(retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(retry_after("soon"), None);
        assert_eq!(retry_after(""), None);
        let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(1 << 32));
        for long in ["18446744073709551615", "99999999999999999999", &date] {
            assert_eq!(retry_after(long).map(|wait| wait.as_secs()), Some(24 * 86_400), "{long}");
        }
    }
}
