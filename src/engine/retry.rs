//! When a failed request is sent again.

use std::time::{Duration, SystemTime};

const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// A server that asks for a longer pause gets none: the caller is told instead.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(120);

/// How long to wait after this many tries, or nothing where the server asks for more than is
/// waited. What it asks for is never shortened.
pub(super) fn wait(tries: u32, retry_after: Option<Duration>) -> Option<Duration> {
    let ceiling = FIRST_WAIT.saturating_mul(1 << tries.saturating_sub(1).min(16)).min(LONGEST_WAIT);
    // Full jitter: many clients that failed together do not come back together.
    let jitter = ceiling.mul_f64(fastrand::f64());
    match retry_after {
        None => Some(jitter),
        Some(asked) if asked > LONGEST_RETRY_AFTER => None,
        Some(asked) => Some(asked.max(jitter)),
    }
}

/// Reads `Retry-After` in both forms, seconds and a date.
pub(super) fn retry_after(header: &str) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(header).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_with_full_jitter() {
        for tries in 1..40 {
            let ceiling = 0.5 * 2_f64.powi(i32::try_from(tries).unwrap() - 1);
            for _ in 0..50 {
                assert!(wait(tries, None).unwrap().as_secs_f64() <= ceiling.min(30.0));
            }
        }
    }

    #[test]
    fn what_the_server_asks_is_never_shortened() {
        assert!(wait(1, Some(Duration::from_secs(119))).unwrap() >= Duration::from_secs(119));
        assert_eq!(wait(1, Some(Duration::from_secs(121))), None);
    }

    #[test]
    fn both_forms_of_retry_after() {
        assert_eq!(retry_after(" 7 "), Some(Duration::from_secs(7)));
        let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(100));
        let wait = retry_after(&date).unwrap();
        assert!((98..=100).contains(&wait.as_secs()));
        assert_eq!(retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(retry_after("soon"), None);
    }
}
