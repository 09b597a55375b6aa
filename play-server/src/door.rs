//! Whom a proxy lets in, where to, and how many came.

use crate::tunnel::Route;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

pub(crate) struct Credentials {
    pub(crate) username: String,
    pub(crate) password: String,
}

pub(crate) struct Door {
    /// Without them everybody may pass.
    pub(crate) credentials: Option<Credentials>,
    pub(crate) route: Route,
    pub(crate) tally: Tally,
}

impl Door {
    pub(crate) fn admits(&self, username: &[u8], password: &[u8]) -> bool {
        self.credentials.as_ref().is_none_or(|wanted| {
            (wanted.username.as_bytes(), wanted.password.as_bytes()) == (username, password)
        })
    }

    /// The same, as an HTTP header has them.
    pub(crate) fn admits_basic(&self, header: Option<&[u8]>) -> bool {
        self.credentials.as_ref().is_none_or(|wanted| {
            let plain = format!("{}:{}", wanted.username, wanted.password);
            let encoded = header.and_then(|header| header.strip_prefix(b"Basic "));
            encoded == Some(STANDARD.encode(plain).as_bytes())
        })
    }
}

#[derive(Default)]
pub(crate) struct Tally {
    connections: AtomicU64,
    refused: AtomicU64,
    by_name: AtomicU64,
}

impl Tally {
    pub(crate) fn connected(&self) {
        self.connections.fetch_add(1, Relaxed);
    }

    /// Somebody had the wrong credentials, or made no sense.
    pub(crate) fn refused(&self) {
        self.refused.fetch_add(1, Relaxed);
    }

    /// The way to a host was asked for: a name or an address.
    pub(crate) fn asked_for(&self, host: &str) {
        if host.trim_matches(['[', ']']).parse::<IpAddr>().is_err() {
            self.by_name.fetch_add(1, Relaxed);
        }
    }

    pub(crate) fn reset(&self) {
        for counter in [&self.connections, &self.refused, &self.by_name] {
            counter.store(0, Relaxed);
        }
    }

    pub(crate) fn report(&self) -> Value {
        json!({
            "connections": self.connections.load(Relaxed),
            "refused": self.refused.load(Relaxed),
            "byName": self.by_name.load(Relaxed),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(credentials: Option<Credentials>) -> Door {
        let route = Route { from: [127, 0, 0, 2].into(), server: ([127, 0, 0, 1], 1).into() };
        Door { credentials, route, tally: Tally::default() }
    }

    #[test]
    fn credentials_are_compared_as_a_whole() {
        let credentials = Credentials { username: "ann".into(), password: "a:b".into() };
        let door = door(Some(credentials));
        assert!(door.admits(b"ann", b"a:b"));
        assert!(!door.admits(b"ann", b"a") && !door.admits(b"", b""));
        assert!(door.admits_basic(Some(b"Basic YW5uOmE6Yg==")));
        assert!(!door.admits_basic(Some(b"Basic YW5uOmE=")) && !door.admits_basic(None));
    }

    #[test]
    fn without_credentials_everybody_passes() {
        let door = door(None);
        assert!(door.admits(b"", b"") && door.admits_basic(None));
    }

    #[test]
    fn names_are_not_addresses() {
        let tally = Tally::default();
        for host in ["localhost", "play.google.com", "127.0.0.1", "::1", "[::1]"] {
            tally.asked_for(host);
        }
        assert_eq!(tally.report()["byName"], 2);
    }
}
