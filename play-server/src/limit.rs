//! Limits: buckets of tokens that fill with time, one for everybody and one for each address that
//! has its own.

use crate::fault::Fault;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::{Duration, Instant, SystemTime};

const TOO_MANY_REQUESTS: u16 = 429;

/// In seconds; nobody waits longer in a test.
const LONGEST: f64 = 3_600.0;

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Limit {
    per_second: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    burst: Option<f64>,
    #[serde(default)]
    unit: Unit,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<RetryAfter>,
    /// The only one that it holds for.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
enum Unit {
    #[default]
    Requests,
    Calls,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
enum RetryAfter {
    Seconds,
    Date,
}

impl Limit {
    pub(crate) fn check(&self) -> Result<(), String> {
        let is_rate = self.per_second.is_finite() && self.per_second > 0.0;
        if is_rate && self.burst().is_finite() && self.burst() >= 1.0 {
            Ok(())
        } else {
            Err("A limit has perSecond above 0 and a burst of at least 1.".into())
        }
    }

    /// A second's worth unless told.
    fn burst(&self) -> f64 {
        self.burst.unwrap_or(self.per_second.max(1.0))
    }

    /// What is said to who must wait.
    fn refusal(&self, wait: Duration) -> Fault {
        // Both forms know whole seconds only.
        let wait = Duration::from_secs_f64(wait.as_secs_f64().ceil().max(1.0));
        let retry_after = self.retry_after.map(|form| match form {
            RetryAfter::Seconds => wait.as_secs().to_string(),
            RetryAfter::Date => {
                // The second that has begun is cut off.
                httpdate::fmt_http_date(SystemTime::now() + wait + Duration::from_secs(1))
            }
        });
        Fault { status: Some(TOO_MANY_REQUESTS), retry_after, ..Fault::default() }
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Bucket {
    limit: Limit,
    tokens: f64,
    filled: Instant,
}

impl Bucket {
    fn new(limit: Limit, now: Instant) -> Self {
        Self { tokens: limit.burst(), limit, filled: now }
    }

    /// More than the bucket holds passes when it is full, and leaves a debt.
    fn take(&mut self, calls: u64, now: Instant) -> Option<Fault> {
        let (per_second, burst) = (self.limit.per_second, self.limit.burst());
        let passed = now.saturating_duration_since(self.filled).as_secs_f64();
        self.tokens = (self.tokens + passed * per_second).min(burst);
        self.filled = now;
        let cost = match self.limit.unit {
            Unit::Requests => 1.0,
            #[allow(clippy::cast_precision_loss, reason = "counts of calls are small")]
            Unit::Calls => calls as f64,
        };
        let missing = cost.min(burst) - self.tokens;
        if missing <= 0.0 {
            self.tokens -= cost;
            return None;
        }
        let seconds = (missing / per_second).min(LONGEST);
        Some(self.limit.refusal(Duration::from_secs_f64(seconds)))
    }
}

/// By address; without one, everybody's.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Limits(BTreeMap<Option<IpAddr>, Bucket>);

impl Limits {
    /// Takes the place of the one for the same address, and begins with a full bucket.
    pub(crate) fn set(&mut self, limit: Limit, now: Instant) {
        self.0.insert(limit.address, Bucket::new(limit, now));
    }

    /// Whether anybody must count the calls.
    pub(crate) fn count_calls(&self) -> bool {
        self.0.values().any(|bucket| bucket.limit.unit == Unit::Calls)
    }

    /// An address of its own limit has no part in everybody's.
    pub(crate) fn refusal(&mut self, peer: IpAddr, calls: u64, now: Instant) -> Option<Fault> {
        let own = Some(peer).filter(|_| self.0.contains_key(&Some(peer)));
        self.0.get_mut(&own)?.take(calls, now)
    }
}

impl Serialize for Limits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.values().map(|bucket| &bucket.limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn limits(texts: &[&str], now: Instant) -> Limits {
        let mut limits = Limits::default();
        for text in texts {
            limits.set(serde_json::from_str(text).expect("well formed"), now);
        }
        limits
    }

    fn after(start: Instant, milliseconds: u64) -> Instant {
        start + Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_burst_passes_and_then_the_rate() {
        let start = Instant::now();
        let mut limits = limits(&[r#"{"perSecond":10,"burst":3}"#], start);
        let mut passed = |times: std::ops::Range<u64>| {
            times.filter(|at| limits.refusal(HERE, 32, after(start, *at)).is_none()).count()
        };
        assert_eq!(passed(0..50), 3);
        assert_eq!(passed(50..1050), 10);
        assert_eq!(passed(9_000..9_050), 3);
    }

    #[test]
    fn calls_may_leave_a_debt() {
        let start = Instant::now();
        let text = r#"{"perSecond":10,"burst":20,"unit":"calls","retryAfter":"seconds"}"#;
        let mut limits = limits(&[text], start);
        assert!(limits.count_calls());
        assert_eq!(limits.refusal(HERE, 50, start), None);
        let refused = limits.refusal(HERE, 5, after(start, 1_000)).expect("refused");
        assert_eq!((refused.status, refused.retry_after.as_deref()), (Some(429), Some("3")));
        assert_eq!(limits.refusal(HERE, 5, after(start, 3_500)), None);
    }

    #[test]
    fn a_date_is_no_earlier_than_the_wait() {
        let start = Instant::now();
        let text = r#"{"perSecond":0.1,"burst":1,"retryAfter":"date"}"#;
        let mut limits = limits(&[text], start);
        assert_eq!(limits.refusal(HERE, 1, start), None);
        let refused = limits.refusal(HERE, 1, start).expect("refused");
        let date = httpdate::parse_http_date(&refused.retry_after.expect("a date")).expect("one");
        let wait = date.duration_since(SystemTime::now()).expect("later").as_secs_f64();
        assert!((9.9..11.1).contains(&wait), "{wait}");
    }

    #[test]
    fn an_address_may_have_its_own() {
        let start = Instant::now();
        let own = r#"{"perSecond":1,"burst":1,"address":"127.0.0.2"}"#;
        let mut limits = limits(&[r#"{"perSecond":1,"burst":2}"#, own], start);
        let other = IpAddr::from([127, 0, 0, 2]);
        assert_eq!(limits.refusal(other, 1, start), None);
        assert!(limits.refusal(other, 1, start).is_some());
        assert_eq!(limits.refusal(HERE, 1, start), None);
        assert_eq!(limits.refusal(HERE, 1, start), None);
        assert!(limits.refusal(HERE, 1, start).is_some());
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [r#"{"perSecond":0,"burst":1}"#, r#"{"perSecond":1,"burst":0.5}"#] {
            let limit: Limit = serde_json::from_str(text).expect("well formed");
            assert!(limit.check().is_err(), "{text}");
        }
    }
}
