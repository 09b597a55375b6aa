//! The cookies of one chain of requests. The client itself has none.

use reqwest::Url;
use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::{HeaderMap, HeaderValue, SET_COOKIE};

/// Said to stand for an answered question about cookies at other Google services. Uncertain for
/// Play: no consent page and no answer to one was ever recorded (PROTOCOL 4).
pub const CONSENT_COOKIE: &str = "SOCS=CAI";

/// Keeps the cookies of a chain in memory, as long as the chain lives.
#[derive(Debug, Default)]
pub struct CookieJar(Jar);

impl CookieJar {
    /// Keeps what an answer from an address sets.
    pub(super) fn keep(&self, headers: &HeaderMap, url: &Url) {
        self.0.set_cookies(&mut headers.get_all(SET_COOKIE).iter(), url);
    }
}

/// The header `Cookie` for an address: the chain's cookies, then the consent.
pub(super) fn header(jar: Option<&CookieJar>, consent: bool, url: &Url) -> Option<HeaderValue> {
    let kept = jar.and_then(|CookieJar(jar)| jar.cookies(url));
    match (kept, consent) {
        (kept, false) => kept,
        (None, true) => Some(HeaderValue::from_static(CONSENT_COOKIE)),
        (Some(kept), true) => {
            let both = [kept.as_bytes(), CONSENT_COOKIE.as_bytes()].join(&b"; "[..]);
            HeaderValue::from_bytes(&both).ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_consent_is_sent_besides_the_chains_cookies() {
        let url = Url::parse("https://play.google.com/store").unwrap();
        let set = HeaderMap::from_iter([(SET_COOKIE, HeaderValue::from_static("NID=1; Secure"))]);
        let (empty, jar) = (CookieJar::default(), CookieJar::default());
        jar.keep(&set, &url);
        for (jar, consent, expected) in [
            (None, false, None),
            (None, true, Some("SOCS=CAI")),
            (Some(&empty), true, Some("SOCS=CAI")),
            (Some(&jar), false, Some("NID=1")),
            (Some(&jar), true, Some("NID=1; SOCS=CAI")),
        ] {
            assert_eq!(header(jar, consent, &url), expected.map(HeaderValue::from_static));
        }
    }
}
