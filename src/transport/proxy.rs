//! A way out to the network that the user names. What it is shown as never holds the login.

use std::fmt;

use percent_encoding::percent_decode_str;
use reqwest::Url;

use crate::error::Error;

/// Far more than a login takes, and far less than `http::Uri` refuses.
const MAX_LENGTH: usize = 4096;
/// hyper-util writes a whole SOCKS handshake into 262 bytes, the server's name included.
const MAX_SOCKS_LOGIN: usize = 200;
/// reqwest's own default for SOCKS.
const SOCKS_PORT: u16 = 1080;

/// A checked proxy.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy(Url);

impl Proxy {
    /// Checks the address of a proxy, such as `http://user:password@host:8080`.
    ///
    /// # Errors
    /// `InvalidArgument` that says what a proxy must be, without the text given.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let url = Url::parse(text).map_err(|_| invalid())?;
        let only_origin = matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none()
            && url.as_str().len() <= MAX_LENGTH;
        let has_scheme = matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h");
        if !only_origin || !has_scheme || !has_plain_host(&url) {
            return Err(invalid());
        }
        let length = |text| percent_decode_str(text).decode_utf8().map(|text| text.len());
        let (Ok(user), Ok(password)) =
            (length(url.username()), length(url.password().unwrap_or_default()))
        else {
            return Err(Error::invalid("proxies", "must have logins whose %XX are UTF-8"));
        };
        if url.scheme().starts_with("socks") && user + password > MAX_SOCKS_LOGIN {
            let must = format!(
                "must have a SOCKS user name and password of {MAX_SOCKS_LOGIN} bytes at most together"
            );
            return Err(Error::invalid("proxies", must));
        }
        Ok(Self(url))
    }

    /// As reqwest takes it: for every request, whatever the environment says.
    pub(super) fn rule(&self) -> Result<reqwest::Proxy, Error> {
        reqwest::Proxy::all(self.0.clone()).map_err(|_| invalid())
    }
}

/// Whether the host is an IP address or a plain name. `http::Uri` knows fewer hosts than `Url`, and
/// reqwest goes straight to the server where it cannot read the proxy: the user's address would show.
fn has_plain_host(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    !host.is_empty() && (host.starts_with('[') || host.bytes().all(is_plain))
}

fn invalid() -> Error {
    Error::invalid(
        "proxies",
        "must be addresses such as http://user:password@host:8080 (http, https, socks5 or socks5h; \
         no path; special characters of the login as %XX)",
    )
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, host) = (self.0.scheme(), self.0.host_str().unwrap_or_default());
        write!(f, "{scheme}://{host}:{}", self.0.port_or_known_default().unwrap_or(SOCKS_PORT))
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::transport::{BaseUrl, GOOGLE_PLAY, Headers, HttpSettings};

    #[test]
    fn proxies_are_shown_without_their_login() {
        for (text, shown) in [
            ("http://proxy.example", "http://proxy.example:80"),
            ("HTTPS://Proxy.Example/", "https://proxy.example:443"),
            ("http://proxy.example:443", "http://proxy.example:443"),
            ("socks5://10.0.0.1", "socks5://10.0.0.1:1080"),
            ("socks5h://alice:hunter2@my_proxy:80", "socks5h://my_proxy:80"),
            ("http://alice@[::1]:3128", "http://[::1]:3128"),
            ("socks5://:hunter2@[::1]", "socks5://[::1]:1080"),
            ("http://alice:hunter2%40%C3%A9%@proxy.example", "http://proxy.example:80"),
            ("http://alice:hunter2{@\"|é@bücher.example", "http://xn--bcher-kva.example:80"),
        ] {
            let proxy = Proxy::parse(text).unwrap();
            assert_eq!(proxy.to_string(), shown, "{text}");
            assert_eq!(format!("{proxy:?}"), format!("Proxy({shown})"), "{text}");
            assert!(proxy.rule().is_ok(), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused_without_a_word_of_it() {
        let long = "hunter2".repeat(100);
        for bad in [
            "",
            "hunter2",
            "proxy.hunter2:8080",
            "alice:hunter2@proxy.example:8080",
            "ftp://alice:hunter2@proxy.example",
            "socks4://alice:hunter2@proxy.example",
            "http://alice:hunter2@",
            "socks5://",
            "socks5:hunter2",
            "socks5:///hunter2",
            "http://alice:hunter2@proxy.example:99999",
            "http://alice:hunter2@proxy.example/path",
            "http://alice:hunter2@proxy.example?query",
            "http://alice:1#hunter2@proxy.example",
            "http://alice:hunter2@proxy{example",
            "socks5://alice:hunter2@bücher.example",
            "http://alice:hunter2%FF@proxy.example",
            &format!("socks5h://alice:{long}@proxy.example"),
            &format!("http://alice:{}@proxy.example", long.repeat(10)),
        ] {
            let error = Proxy::parse(bad).unwrap_err();
            assert_eq!(error.field(), Some("proxies"), "{bad}");
            assert!(error.to_string().starts_with("must "), "{bad}");
            assert!(!format!("{error:?}").contains("hunter2"), "{bad}");
        }
    }

    #[test]
    fn settings_do_not_tell_the_login() {
        let settings = HttpSettings {
            base_url: BaseUrl::parse(GOOGLE_PLAY).unwrap(),
            ca: None,
            user_agent: "test".to_owned(),
            headers: Headers::default(),
            proxy: Some(Proxy::parse("http://alice:hunter2@proxy.example:8080").unwrap()),
            concurrency: 1,
        };
        let shown = format!("{settings:?}");
        assert!(shown.contains("Proxy(http://proxy.example:8080)"), "{shown}");
        assert!(!shown.contains("alice") && !shown.contains("hunter2"), "{shown}");
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_never_gone_past(
            scheme in "http|https|socks5|socks5h",
            login in "(\\PC{0,8}(:\\PC{0,8})?@)?",
            host in "\\PC{1,12}|\\[[0-9a-f:]{2,9}\\]",
            port in "(:[0-9]{1,5})?",
        ) {
            if let Ok(proxy) = Proxy::parse(&format!("{scheme}://{login}{host}{port}")) {
                let uri: http::Uri = proxy.0.as_str().parse().unwrap();
                prop_assert_eq!(uri.host(), proxy.0.host_str());
            }
        }
    }
}
