//! The main port: faults, answers, waiting.

use crate::answer::Job;
use crate::cache::{Cache, Ready};
use crate::config::{BodyFault, Config, Fault, Work};
use crate::counters::{Counters, lock};
use crate::packed::gzip;
use crate::page::{Found, Page};
use crate::random::{Random, SharedRandom};
use bytes::Bytes;
use http_body_util::{BodyExt, Collected, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, RETRY_AFTER,
    SET_COOKIE,
};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Instant;

const PATH: &str = "/_/PlayStoreUi/data/batchexecute";
const COOKIE_NAME: &str = "NID=";
const COOKIE_VALUE: &str = "511.bWFkZS11cC1jb29raWUtb2YtdGhlLWxvY2FsLXNlcnZlcg";
const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

const LARGEST_BODY: usize = 32 << 20;
const MOST_RECORDED: usize = 2_000;
const MOST_RECORDED_BYTES: usize = 64 << 20;

/// The requests of a test, as they came.
#[derive(Default)]
struct Recording {
    requests: Vec<(String, Bytes)>,
    size: usize,
}

#[derive(Default)]
pub(crate) struct Server {
    pub(crate) counters: Counters,
    config: Mutex<Config>,
    cache: Mutex<Cache>,
    recording: Mutex<Recording>,
    jitter: SharedRandom,
}

/// An answer before its waiting time.
struct Reply {
    status: StatusCode,
    headers: Vec<(hyper::header::HeaderName, String)>,
    body: Bytes,
    work: Work,
}

impl Reply {
    fn new(status: StatusCode, content_type: &str, body: impl Into<Bytes>) -> Self {
        let headers = vec![(CONTENT_TYPE, content_type.to_owned())];
        Self { status, headers, body: body.into(), work: Work::default() }
    }

    fn page(status: StatusCode, sentence: &str) -> Self {
        let title = status.canonical_reason().unwrap_or_default();
        let page = format!("<!DOCTYPE html><title>{title}</title><p>{sentence}</p>\n");
        Self::new(status, HTML, page)
    }

    fn built(ready: Ready, content_type: &str, zipped: bool) -> Self {
        let mut reply = Self::new(StatusCode::OK, content_type, ready.body);
        reply.work = ready.work;
        if ready.sets_cookie {
            let cookie = format!("{COOKIE_NAME}{COOKIE_VALUE}; path=/; secure");
            reply.headers.push((SET_COOKIE, cookie));
        }
        reply.zipped(zipped)
    }

    fn zipped(mut self, zipped: bool) -> Self {
        if zipped {
            self.headers.push((CONTENT_ENCODING, "gzip".into()));
        }
        self
    }
}

impl Server {
    pub(crate) async fn handle(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Response<Full<Bytes>> {
        let flight = self.counters.start();
        let (head, body) = request.into_parts();
        let body = Limited::new(body, LARGEST_BODY).collect().await.map(Collected::to_bytes);
        let arrived = Instant::now();
        let reply = match body {
            Ok(body) => self.reply(&head, body).await,
            Err(error) if error.is::<LengthLimitError>() => {
                Reply::page(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large.")
            }
            Err(_) => Reply::page(StatusCode::BAD_REQUEST, "The body broke off."),
        };
        // Building an answer takes time too; it is part of the wait, not added to it.
        let wait = lock(&self.config).wait(reply.work, self.jitter.unit());
        tokio::time::sleep_until((arrived + wait).into()).await;

        let mut response = Response::new(Full::new(reply.body.clone()));
        *response.status_mut() = reply.status;
        for (name, value) in reply.headers {
            // Texts from faults were checked when they came in; the others are constants.
            if let Ok(value) = value.parse() {
                response.headers_mut().insert(name, value);
            }
        }
        flight.answered(reply.status.as_u16(), reply.body.len());
        response
    }

    async fn reply(&self, head: &Parts, body: Bytes) -> Reply {
        self.counters.received(body.len());
        if head.headers.contains_key(COOKIE) {
            self.counters.carried_cookie();
        }
        let zipped = accepts_gzip(&head.headers);
        let is_page = Page::is_at(head.uri.path());
        if head.method == Method::POST || (is_page && head.method == Method::GET) {
            self.record(head, &body);
            let fault = lock(&self.config).take_request_fault();
            match fault {
                Some(Fault { body: Some(BodyFault::Truncated), .. }) => {
                    let mut reply = self.right(head, body, zipped).await;
                    reply.body = reply.body.slice(..reply.body.len() / 2);
                    return reply;
                }
                Some(fault) => return faulty(&fault, zipped),
                None => {}
            }
        }
        self.right(head, body, zipped).await
    }

    /// What is answered where no fault of the whole request is in the way.
    async fn right(&self, head: &Parts, body: Bytes, zipped: bool) -> Reply {
        let refused = |sentence| Reply::page(StatusCode::METHOD_NOT_ALLOWED, sentence);
        match (head.uri.path(), &head.method) {
            (PATH, &Method::POST) => self.batch(head, body, zipped).await,
            (PATH, _) => refused("This address takes POST."),
            (path, &Method::GET) if Page::is_at(path) => self.page(head, zipped).await,
            (path, _) if Page::is_at(path) => refused("This address takes GET."),
            _ => Reply::page(StatusCode::NOT_FOUND, "There is nothing at this address."),
        }
    }

    async fn batch(&self, head: &Parts, body: Bytes, zipped: bool) -> Reply {
        let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
        let (seed, has_faults) = {
            let config = lock(&self.config);
            (config.seed, !config.faults.is_empty())
        };
        let has_cookie = has_cookie(&head.headers);
        let key = key(seed, &[zipped, has_cookie], head, &body);
        let cached = if has_faults { None } else { self.cached(&key) };
        if let Some(ready) = cached {
            return Reply::built(ready, JSON, zipped);
        }
        let mut job = match Job::new(path, query, &body, seed, has_cookie) {
            Ok(job) => job,
            Err(sentence) => return Reply::page(StatusCode::BAD_REQUEST, sentence),
        };
        if has_faults {
            let mut config = lock(&self.config);
            job.faults.fill_with(|| config.take_frame_fault());
        }
        let (work, sets_cookie) = (job.work(), job.sets_cookie());
        let keep = (!has_faults).then_some(key);
        let build = move || {
            let text = job.text().into_bytes();
            if zipped { gzip(text) } else { text.into() }
        };
        match self.build(build, work, sets_cookie, keep).await {
            Some(ready) => Reply::built(ready, JSON, zipped),
            None => unbuilt(),
        }
    }

    async fn page(&self, head: &Parts, zipped: bool) -> Reply {
        let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
        let work = Work { pages: 1, ..Work::default() };
        let page = match Page::parse(path, query) {
            Ok(page) => page,
            Err(sentence) => return Reply::page(StatusCode::BAD_REQUEST, sentence),
        };
        let with_work = |mut reply: Reply| {
            self.counters.worked(work);
            reply.work = work;
            reply
        };
        match page.find(path, query) {
            Found::Page => {}
            Found::Nothing => {
                let sentence = "The requested URL was not found on this server.";
                return with_work(Reply::page(StatusCode::NOT_FOUND, sentence));
            }
            Found::Moved(location) => {
                let mut reply = Reply::page(StatusCode::FOUND, "The page is elsewhere.");
                reply.headers.push((LOCATION, location));
                return with_work(reply);
            }
        }
        let key = key(0, &[zipped], head, &[]);
        if let Some(ready) = self.cached(&key) {
            return Reply::built(ready, HTML, zipped);
        }
        match self.build(move || page.body(zipped), work, false, Some(key)).await {
            Some(ready) => Reply::built(ready, HTML, zipped),
            None => unbuilt(),
        }
    }

    fn cached(&self, key: &Bytes) -> Option<Ready> {
        let ready = lock(&self.cache).get(key)?;
        self.counters.worked(ready.work);
        Some(ready)
    }

    /// Builds off the threads that serve connections, because a large answer takes a while, and
    /// keeps what has a key.
    async fn build(
        &self,
        build: impl FnOnce() -> Bytes + Send + 'static,
        work: Work,
        sets_cookie: bool,
        keep: Option<Bytes>,
    ) -> Option<Ready> {
        self.counters.worked(work);
        let body = tokio::task::spawn_blocking(build).await.ok()?;
        let ready = Ready { body, work, sets_cookie };
        if let Some(key) = keep {
            lock(&self.cache).put(key, ready.clone());
        }
        Some(ready)
    }

    fn record(&self, head: &Parts, body: &Bytes) {
        if !lock(&self.config).record {
            return;
        }
        let mut recording = lock(&self.recording);
        if recording.requests.len() < MOST_RECORDED
            && recording.size + body.len() <= MOST_RECORDED_BYTES
        {
            recording.size += body.len();
            let path = head.uri.path_and_query().map_or("", |path| path.as_str());
            recording.requests.push((path.to_owned(), body.clone()));
        }
    }

    pub(crate) fn recorded(&self) -> Value {
        let recording = lock(&self.recording);
        recording
            .requests
            .iter()
            .map(|(path, body)| json!({"path": path, "body": String::from_utf8_lossy(body)}))
            .collect()
    }

    pub(crate) fn config(&self) -> Value {
        json!(*lock(&self.config))
    }

    pub(crate) fn configure(&self, text: &[u8]) -> Result<Value, String> {
        let mut config = lock(&self.config);
        let change = config.change(text)?;
        if let Some(seed) = change.seed {
            self.jitter.reseed(seed);
        }
        Ok(json!(*config))
    }

    /// Clears counters, faults and recordings, and starts the jitter anew.
    pub(crate) fn reset(&self) {
        let mut config = lock(&self.config);
        config.faults.clear();
        self.jitter.reseed(config.seed);
        *lock(&self.recording) = Recording::default();
        self.counters.reset();
    }
}

/// One buffer, because it is compared on every request: all that an answer depends on.
fn key(seed: u64, flags: &[bool], head: &Parts, body: &[u8]) -> Bytes {
    let flags: Vec<u8> = flags.iter().map(|flag| u8::from(*flag)).collect();
    let address = head.uri.path_and_query().map_or("", |address| address.as_str());
    [&seed.to_le_bytes(), &flags[..], address.as_bytes(), b"\n", body].concat().into()
}

/// Whether the client sends back the cookie that it got.
fn has_cookie(headers: &HeaderMap) -> bool {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .any(|pair| pair.trim().strip_prefix(COOKIE_NAME) == Some(COOKIE_VALUE))
}

fn unbuilt() -> Reply {
    Reply::page(StatusCode::INTERNAL_SERVER_ERROR, "The answer could not be built.")
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let is_gzip =
                parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip") || name == "*");
            is_gzip && !parts.any(|q| q.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)))
        })
}

/// The answer to a request that meets a fault.
fn faulty(fault: &Fault, zipped: bool) -> Reply {
    if let Some(body) = fault.body {
        let text = fault_body(body).into_bytes();
        let text: Bytes = if zipped { gzip(text) } else { text.into() };
        return Reply::new(StatusCode::OK, HTML, text).zipped(zipped);
    }
    let status =
        fault.status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::OK);
    let mut reply = Reply::page(status, "This is a fault that was asked for.");
    let headers = [(RETRY_AFTER, &fault.retry_after), (LOCATION, &fault.location)];
    reply
        .headers
        .extend(headers.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))));
    reply
}

fn fault_body(fault: BodyFault) -> String {
    match fault {
        BodyFault::Sorry => "<!DOCTYPE html><html><head><title>Sorry</title>\
            <script src=\"https://www.google.com/recaptcha/api.js\"></script></head><body>\
            <form id=\"captcha-form\"></form><p>Our systems have detected unusual traffic.</p></body></html>"
            .into(),
        BodyFault::Consent => "<!DOCTYPE html><html><head><title>Before you continue</title></head><body>\
            <form action=\"https://consent.google.com/save\" method=\"post\"></form></body></html>"
            .into(),
        BodyFault::Garbage => {
            let mut random = Random::new(7);
            (0..4000).map(|_| random.choose(&['[', ']', '"', '{', '}', ',', '\\', 'a', '1', '\n', ' ', 'é'])).collect()
        }
        // Made from the right answer, not from a text.
        BodyFault::Truncated => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_for_those_who_accept_it() {
        for (value, accepted) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("*", true),
            ("gzip;q=0", false),
            ("gzip; q=0.0", false),
            ("br", false),
            ("", false),
        ] {
            let headers =
                HeaderMap::from_iter([(ACCEPT_ENCODING, value.parse().expect("a header"))]);
            assert_eq!(accepts_gzip(&headers), accepted, "{value}");
        }
        assert!(!accepts_gzip(&HeaderMap::new()));
    }

    #[test]
    fn only_its_own_cookie_counts() {
        for (value, counts) in [
            (format!("NID={COOKIE_VALUE}"), true),
            (format!("a=b; NID={COOKIE_VALUE}; c=d"), true),
            ("NID=1".into(), false),
            (format!("XNID={COOKIE_VALUE}"), false),
        ] {
            let headers = HeaderMap::from_iter([(COOKIE, value.parse().expect("a header"))]);
            assert_eq!(has_cookie(&headers), counts, "{value}");
        }
    }

    #[test]
    fn garbage_has_no_frames() {
        let text = fault_body(BodyFault::Garbage);
        assert!(!text.contains("wrb.fr") && !text.contains(")]}'"));
    }
}
