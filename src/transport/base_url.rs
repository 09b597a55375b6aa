//! Which origin is asked: Google Play, or a server that the user names.

use std::io::Write;
use std::net::IpAddr;
use std::sync::Once;

use reqwest::Url;

use crate::error::Error;

/// The origin asked unless the user names another.
pub const GOOGLE_PLAY: &str = "https://play.google.com";
/// The environment variable that names another origin.
pub const BASE_URL: &str = "PLAYFAST_BASE_URL";

/// A checked origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// The origin that the environment names, else Google Play.
    ///
    /// # Errors
    /// `InvalidArgument` as in [`BaseUrl::parse`].
    pub fn from_env() -> Result<Self, Error> {
        match std::env::var(BASE_URL) {
            Ok(text) if !text.is_empty() => Self::parse(&text).map_err(|error| {
                // No field of the caller's: the name of the variable says where it comes from.
                Error::new(error.kind(), format!("{BASE_URL} {error}"))
            }),
            _ => Self::parse(GOOGLE_PLAY),
        }
    }

    /// Checks an origin: https, or http to this machine only.
    ///
    /// # Errors
    /// `InvalidArgument` that says what an origin must be.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let invalid = || {
            Error::invalid(
                "baseUrl",
                "must be an origin such as https://play.google.com (plain http only for this machine)",
            )
        };
        let url = Url::parse(text).map_err(|_| invalid())?;
        let only_origin = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let base = Self(url);
        let safe = base.is_https() || (base.0.scheme() == "http" && base.is_loopback());
        if only_origin && safe && base.0.has_host() { Ok(base) } else { Err(invalid()) }
    }

    /// Whether it is asked over TLS.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether it is on this machine.
    pub fn is_loopback(&self) -> bool {
        match self.0.host_str() {
            Some("localhost") => true,
            Some(host) => host
                .trim_matches(['[', ']'])
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback()),
            None => false,
        }
    }

    /// The address of a path on this origin, or an address that somebody named, if it is on it.
    ///
    /// # Errors
    /// `Parse` when it leads off the origin: what users pass is no address.
    pub fn join(&self, path_and_query: &str) -> Result<Url, Error> {
        match self.0.join(path_and_query) {
            Ok(url) if self.is_origin_of(&url) => Ok(url),
            _ => {
                let message = format!("the address leads off {self}, so it is not asked");
                Err(Error::parse("address", &[], message))
            }
        }
    }

    /// Whether an address is on this origin.
    pub(super) fn is_origin_of(&self, url: &Url) -> bool {
        url.origin() == self.0.origin()
    }

    /// Says once per process that it is not Google who is asked.
    pub fn announce(&self) {
        static ONCE: Once = Once::new();
        if self.to_string() != GOOGLE_PLAY {
            ONCE.call_once(|| {
                // A closed stderr is no reason to fail.
                let _ = writeln!(std::io::stderr(), "playfast: asking {self}, not Google Play");
            });
        }
    }
}

impl std::fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins() {
        for good in [
            GOOGLE_PLAY,
            "https://example.com:8443/",
            "http://localhost:3000",
            "http://127.0.0.1:1",
            "http://[::1]:80",
        ] {
            assert!(BaseUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "play.google.com",
            "http://play.google.com",
            "http://10.0.0.1",
            "https://play.google.com/store",
            "https://user:secret@play.google.com",
            "file:///etc/passwd",
            "https://",
        ] {
            let error = BaseUrl::parse(bad).unwrap_err();
            assert_eq!(error.field(), Some("baseUrl"), "{bad}");
            assert!(!error.to_string().contains("secret"));
        }
    }

    #[test]
    fn paths_stay_on_the_origin() {
        let base = BaseUrl::parse("https://localhost:1").unwrap();
        assert_eq!(base.join("/a?b=c").unwrap().as_str(), "https://localhost:1/a?b=c");
        for bad in ["//evil.example/", "https://evil.example/"] {
            assert!(base.join(bad).is_err(), "{bad}");
        }
    }
}
