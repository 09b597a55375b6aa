//! HOW to ask: the pooled HTTP client behind a small trait. The only stage that opens sockets.

mod base_url;
mod certificates;
mod client;
mod connecting;
mod cookies;
mod failure;
mod headers;
mod inflate;
mod proxy;
mod trust;

pub use base_url::{BASE_URL, BaseUrl, GOOGLE_PLAY};
pub use client::{HttpClient, HttpSettings};
pub use cookies::{CONSENT_COOKIE, CookieJar};
pub use headers::Headers;
pub use inflate::reuse;
pub use proxy::Proxy;

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;

use crate::error::Error;

/// A request to the base origin.
#[derive(Debug, Clone)]
pub struct Request {
    /// Path and query, from the leading `/`.
    pub path_and_query: String,
    /// What is done there.
    pub method: Method,
    /// The cookies of the chain it belongs to; without, none are kept or sent.
    pub cookies: Option<Arc<CookieJar>>,
    /// Whether [`CONSENT_COOKIE`] is sent besides them.
    pub consent: bool,
}

/// What is done at an address.
#[derive(Debug, Clone)]
pub enum Method {
    /// A page is read.
    Get,
    /// A form is posted, percent-encoded.
    Post(bytes::Bytes),
}

/// An answer, its body unpacked.
#[derive(Debug, Clone, Default)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Header `Retry-After`, as it came.
    pub retry_after: Option<String>,
    /// Header `Location`, as it came, of a redirect that was not followed.
    pub location: Option<String>,
    /// The body, inflated.
    pub body: Vec<u8>,
    /// Bytes of the body, as they came.
    pub received: usize,
}

/// Sends requests. Tests put a scripted one in the client's place.
pub trait Transport: Send + Sync {
    /// Sends one request and reads its whole answer. Dropping the future drops the request.
    fn send(&self, request: Request, timeout: Duration) -> BoxFuture<'_, Result<Response, Error>>;
}
