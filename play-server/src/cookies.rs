//! The cookies that make a difference.

use hyper::HeaderMap;
use hyper::header::COOKIE;

/// What a chain of reviews begins with.
pub(crate) const SET_AT_FIRST: &str =
    "NID=511.bWFkZS11cC1jb29raWUtb2YtdGhlLWxvY2FsLXNlcnZlcg; path=/; secure";

/// Whether the client sends back the cookie that it got.
pub(crate) fn has_kept(headers: &HeaderMap) -> bool {
    let kept = SET_AT_FIRST.split(';').next();
    pairs(headers).any(|pair| Some(pair) == kept)
}

/// Whether the client says that it was asked for its consent before.
pub(crate) fn has_consent(headers: &HeaderMap) -> bool {
    pairs(headers).any(|pair| pair.starts_with("SOCS=CAI") || pair.starts_with("CONSENT=PENDING+"))
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(value: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, value.parse().expect("a header"))])
    }

    #[test]
    fn only_its_own_cookie_counts() {
        let own = SET_AT_FIRST.split(';').next().expect("a pair");
        for (value, counts) in [
            (own.to_owned(), true),
            (format!("a=b; {own}; c=d"), true),
            ("NID=1".into(), false),
            (format!("X{own}"), false),
        ] {
            assert_eq!(has_kept(&headers(&value)), counts, "{value}");
        }
    }

    #[test]
    fn consent_has_two_forms() {
        for (value, counts) in [
            ("SOCS=CAI", true),
            ("a=b; CONSENT=PENDING+987", true),
            ("SOCS=", false),
            ("CONSENT=1", false),
            ("XSOCS=CAI", false),
        ] {
            assert_eq!(has_consent(&headers(value)), counts, "{value}");
        }
    }
}
