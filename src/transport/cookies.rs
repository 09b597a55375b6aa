//! The cookies of one chain of requests. The client itself has none.

use reqwest::Url;
use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::{HeaderMap, HeaderValue, SET_COOKIE};

/// Keeps the cookies of a chain in memory, as long as the chain lives.
#[derive(Debug, Default)]
pub struct CookieJar(Jar);

impl CookieJar {
    /// The header `Cookie` for an address.
    pub(super) fn header(&self, url: &Url) -> Option<HeaderValue> {
        self.0.cookies(url)
    }

    /// Keeps what an answer from an address sets.
    pub(super) fn keep(&self, headers: &HeaderMap, url: &Url) {
        self.0.set_cookies(&mut headers.get_all(SET_COOKIE).iter(), url);
    }
}
