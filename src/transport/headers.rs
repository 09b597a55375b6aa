//! Headers that the user wants sent with each request. Their values may be secrets: nothing shows
//! them.

use std::fmt;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::error::Error;

/// Far more than a front end asks for, and what its servers still take.
const MAX_HEADERS: usize = 32;
const MAX_BYTES: usize = 8000;

/// Headers that are ours, and what to do instead of setting them.
const OWN: [(&str, &str); 21] = [
    ("accept-encoding", "answers are unpacked here, and gzip is what can be"),
    ("connection", HTTP),
    ("content-encoding", HTTP),
    ("content-length", HTTP),
    ("content-type", HTTP),
    ("cookie", "cookies belong to a walk; for a consent use the setting consent"),
    ("expect", HTTP),
    ("host", "use baseUrl"),
    ("http2-settings", HTTP),
    ("if-match", CONDITION),
    ("if-modified-since", CONDITION),
    ("if-none-match", CONDITION),
    ("keep-alive", HTTP),
    ("proxy-authorization", "put the login into the address in proxies"),
    ("proxy-connection", HTTP),
    ("range", CONDITION),
    ("te", HTTP),
    ("trailer", HTTP),
    ("transfer-encoding", HTTP),
    ("upgrade", HTTP),
    ("user-agent", "use the setting userAgent"),
];
const HTTP: &str = "the HTTP client sets it";
const CONDITION: &str = "answers are needed whole";

/// Checked headers.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(HeaderMap);

impl Headers {
    /// Checks names and values.
    ///
    /// # Errors
    /// `InvalidArgument` that says what is wrong, without the values.
    pub fn parse<'a>(given: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Error> {
        let invalid = |must: String| Error::invalid("headers", must);
        let mut headers = HeaderMap::new();
        let mut bytes = 0;
        for (name, value) in given {
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| invalid("must have names that HTTP headers can have".to_owned()))?;
            if let Some((own, instead)) = OWN.iter().find(|(own, _)| name.as_str() == *own) {
                return Err(invalid(format!("must not have {own}: {instead}")));
            }
            let is_plain = value.trim() == value && value.is_ascii();
            let value = HeaderValue::from_str(value).ok().filter(|_| is_plain).ok_or_else(|| {
                invalid(format!("must have a value of ASCII text for {name}, in one line, without spaces around it"))
            })?;
            bytes += name.as_str().len() + value.len();
            if headers.insert(&name, value).is_some() {
                return Err(invalid(format!(
                    "must have {name} once; upper and lower case are the same"
                )));
            }
        }
        if headers.len() > MAX_HEADERS || bytes > MAX_BYTES {
            return Err(invalid(format!(
                "must be {MAX_HEADERS} headers of {MAX_BYTES} bytes together at most"
            )));
        }
        Ok(Self(headers))
    }

    /// Puts them over others.
    pub(super) fn over(&self, mut others: HeaderMap) -> HeaderMap {
        others.extend(self.0.clone());
        others
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_headers_are_kept_and_their_values_are_not_shown() {
        let headers = Headers::parse([("Accept-Language", "de"), ("X-Key", "hunter2")]).unwrap();
        assert_eq!(headers.0["accept-language"], "de");
        assert_eq!(format!("{headers:?}"), r#"["accept-language", "x-key"]"#);
        let others = HeaderMap::from_iter([(
            HeaderName::from_static("x-key"),
            HeaderValue::from_static("another"),
        )]);
        let all = headers.over(others);
        assert_eq!((all.len(), &all["x-key"]), (2, &HeaderValue::from_static("hunter2")));
    }

    #[test]
    fn what_cannot_be_sent_is_refused_without_its_value() {
        let long = "hunter2".repeat(2000);
        for (name, value, says) in [
            ("Host", "hunter2", "must not have host: use baseUrl"),
            ("COOKIE", "hunter2", "must not have cookie"),
            ("Content-Length", "5", "must not have content-length"),
            ("user-agent", "hunter2", "userAgent"),
            ("", "hunter2", "names"),
            ("two words", "hunter2", "names"),
            ("x", "hunter2\r\nhost: y", "for x"),
            ("x", " hunter2", "for x"),
            ("x", "hunter2ü", "for x"),
            ("x", long.as_str(), "8000 bytes"),
        ] {
            let error = Headers::parse([(name, value)]).unwrap_err();
            assert_eq!(error.field(), Some("headers"));
            assert!(error.to_string().contains(says), "{error}");
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
        assert!(Headers::parse([("x-a", "1"), ("X-A", "2")]).is_err());
        let many: Vec<String> = (0..33).map(|n| format!("x-{n}")).collect();
        assert!(Headers::parse(many.iter().map(|name| (name.as_str(), ""))).is_err());
        assert!(Headers::parse(many[1..].iter().map(|name| (name.as_str(), ""))).is_ok());
    }
}
