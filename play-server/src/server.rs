//! The main port: faults, answers, waiting.

use crate::answer::Job;
use crate::batch::count;
use crate::body::{Answer, Reset};
use crate::cache::{Cache, Ready};
use crate::catalogue;
use crate::config::{Config, Work};
use crate::cookies::{has_consent, has_kept};
use crate::counters::{Counters, Flight, lock};
use crate::drift::Drift;
use crate::fault::Fault;
use crate::faulty::{harmed, instead, is_harm};
use crate::packed::gzip;
use crate::page::{Found, Page};
use crate::random::{SharedRandom, fnv1a};
use crate::recording::Recording;
use crate::reply::{Course, HTML, JSON, Reply};
use crate::wire::Link;
use bytes::Bytes;
use http_body_util::{BodyExt, Collected, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::header::{ACCEPT_ENCODING, COOKIE, HOST, HeaderMap, LOCATION};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode, Version};
use serde_json::{Value, json};
use std::future::pending;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;

const PATH: &str = "/_/PlayStoreUi/data/batchexecute";
const LARGEST_BODY: usize = 32 << 20;

#[derive(Default)]
pub(crate) struct Server {
    pub(crate) counters: Arc<Counters>,
    config: Mutex<Config>,
    cache: Mutex<Cache>,
    recording: Mutex<Recording>,
    jitter: SharedRandom,
    /// By which it is asked.
    scheme: &'static str,
}

impl Server {
    pub(crate) fn new(scheme: &'static str) -> Self {
        Self { scheme, ..Self::default() }
    }

    pub(crate) async fn handle(
        self: Arc<Self>,
        request: Request<Incoming>,
        link: Arc<Link>,
    ) -> Result<Response<Answer>, Reset> {
        let mut flight = self.counters.start(link.peer);
        let (head, body) = request.into_parts();
        let body = Limited::new(body, LARGEST_BODY).collect().await.map(Collected::to_bytes);
        let arrived = Instant::now();
        let reply = match body {
            Ok(body) => self.reply(&head, body, link.peer, &mut flight).await,
            Err(error) if error.is::<LengthLimitError>() => {
                Reply::page(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large.")
            }
            Err(_) => Reply::page(StatusCode::BAD_REQUEST, "The body broke off."),
        };
        // Building an answer takes time too; it is part of the wait, not added to it.
        let wait = lock(&self.config).wait(reply.work, self.jitter.unit());
        tokio::time::sleep_until((arrived + wait).into()).await;

        match reply.course {
            Course::Sent(ending) => {
                flight.answered(reply.status.as_u16(), reply.body.len());
                Ok(reply.response(ending, flight))
            }
            Course::Stalled => pending().await,
            Course::Reset if head.version == Version::HTTP_2 => {
                flight.reset();
                Err(Reset)
            }
            // Without a stream of its own it is the connection that ends, and this with it.
            Course::Reset | Course::ResetConnection => {
                flight.reset();
                link.reset();
                pending().await
            }
        }
    }

    async fn reply(&self, head: &Parts, body: Bytes, peer: IpAddr, flight: &mut Flight) -> Reply {
        self.counters.received(body.len());
        if head.headers.contains_key(COOKIE) {
            self.counters.carried_cookie();
        }
        let zipped = accepts_gzip(&head.headers);
        let Some(fault) = self.obstacle(head, &body, peer) else {
            return self.right(head, body, zipped, flight).await;
        };
        match fault.body {
            Some(harm) if is_harm(harm) => {
                harmed(self.right(head, body, zipped, flight).await, harm)
            }
            _ => {
                if head.uri.path() == PATH {
                    flight.carries(count(query(head), &body));
                }
                instead(&fault, address(head), zipped)
            }
        }
    }

    /// What is in the way of a request that speaks the protocol.
    fn obstacle(&self, head: &Parts, body: &Bytes, peer: IpAddr) -> Option<Fault> {
        let is_page = head.method == Method::GET && is_readable(head.uri.path());
        if head.method != Method::POST && !is_page {
            return None;
        }
        let mut config = lock(&self.config);
        if config.record {
            lock(&self.recording).add(address(head), body);
        }
        let (has_consent, now) = (has_consent(&head.headers), Instant::now());
        let block = config.blocks.standing(peer, has_consent, now);
        if block.is_some() {
            self.counters.blocked();
            return block;
        }
        let calls = if config.limits.count_calls() { count(query(head), body).max(1) } else { 1 };
        let refusal = config.limits.refusal(peer, calls, now);
        if refusal.is_some() {
            self.counters.refused();
            return refusal;
        }
        let content = || fnv1a(&[address(head).as_bytes(), body].concat());
        let fault = config.request_fault(has_consent, content)?;
        self.counters.met(&fault);
        Some(fault)
    }

    /// What is answered where no fault of the whole request is in the way.
    async fn right(&self, head: &Parts, body: Bytes, zipped: bool, flight: &mut Flight) -> Reply {
        let refused = |sentence| Reply::page(StatusCode::METHOD_NOT_ALLOWED, sentence);
        match (head.uri.path(), &head.method) {
            (PATH, &Method::POST) => self.batch(head, body, zipped, flight).await,
            (PATH, _) => refused("This address takes POST."),
            (path, &Method::GET) if Page::is_at(path) => self.page(head, zipped).await,
            (path, &Method::GET) if catalogue::is_at(path) => self.file(head).await,
            (path, _) if is_readable(path) => refused("This address takes GET."),
            _ => Reply::page(StatusCode::NOT_FOUND, "There is nothing at this address."),
        }
    }

    async fn batch(&self, head: &Parts, body: Bytes, zipped: bool, flight: &mut Flight) -> Reply {
        let (path, query) = (head.uri.path(), query(head));
        let (seed, can_strike, drift) = {
            let config = lock(&self.config);
            (config.seed, config.can_strike_calls(), config.drift.clone())
        };
        let has_cookie = has_kept(&head.headers);
        let key = key(seed, &drift, &[zipped, has_cookie], head, &body);
        let cached = if can_strike { None } else { self.cached(&key) };
        if let Some(ready) = cached {
            flight.carries(ready.work.calls);
            return Reply::built(ready, JSON, zipped);
        }
        let mut job = match Job::new(path, query, &body, seed, has_cookie, &drift) {
            Ok(job) => job,
            Err(sentence) => return Reply::page(StatusCode::BAD_REQUEST, sentence),
        };
        if can_strike {
            let mut config = lock(&self.config);
            job.strike(|content| config.call_fault(content));
            job.faults.iter().flatten().for_each(|fault| self.counters.met(fault));
        }
        let (work, sets_cookie) = (job.work(), job.sets_cookie());
        flight.carries(work.calls);
        let keep = job.faults.iter().all(Option::is_none).then_some(key);
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
        let (path, query) = (head.uri.path(), query(head));
        let work = Work { pages: 1, ..Work::default() };
        let drift = lock(&self.config).drift.clone();
        let page = match Page::parse(path, query) {
            Ok(page) => page.drifted(drift),
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
        let key = key(0, page.drift(), &[zipped], head, &[]);
        if let Some(ready) = self.cached(&key) {
            return Reply::built(ready, HTML, zipped);
        }
        match self.build(move || page.body(zipped), work, false, Some(key)).await {
            Some(ready) => Reply::built(ready, HTML, zipped),
            None => unbuilt(),
        }
    }

    async fn file(&self, head: &Parts) -> Reply {
        let published = lock(&self.config).catalogue.clone();
        let Some(file) = published.find(head.uri.path()) else {
            return Reply::page(StatusCode::NOT_FOUND, "There is no such file.");
        };
        let work = Work { files: 1, ..Work::default() };
        let authority = head.uri.authority().map(hyper::http::uri::Authority::as_str);
        let host = || head.headers.get(HOST).and_then(|host| host.to_str().ok());
        let origin = format!("{}://{}", self.scheme, authority.or_else(host).unwrap_or_default());
        let key =
            key(0, &Drift::default(), &[], head, format!("{origin} {published:?}").as_bytes());
        let ready = match self.cached(&key) {
            Some(ready) => Some(ready),
            None => self.build(move || published.body(file, &origin), work, false, Some(key)).await,
        };
        ready.map_or_else(unbuilt, |ready| Reply::built(ready, file.content_type(), false))
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

    pub(crate) fn recorded(&self) -> Value {
        lock(&self.recording).report()
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

    /// Clears counters, all that goes wrong and recordings, and starts the jitter anew.
    pub(crate) fn reset(&self) {
        let mut config = lock(&self.config);
        config.clear_faults();
        self.jitter.reseed(config.seed);
        *lock(&self.recording) = Recording::default();
        self.counters.reset();
    }
}

/// One buffer, because it is compared on every request: all that an answer depends on.
fn key(seed: u64, drift: &Drift, flags: &[bool], head: &Parts, body: &[u8]) -> Bytes {
    let flags: Vec<u8> = flags.iter().map(|flag| u8::from(*flag)).collect();
    let drift = json!(drift).to_string();
    [&seed.to_le_bytes(), &flags[..], drift.as_bytes(), address(head).as_bytes(), b"\n", body]
        .concat()
        .into()
}

/// Whether a path takes GET.
fn is_readable(path: &str) -> bool {
    Page::is_at(path) || catalogue::is_at(path)
}

fn query(head: &Parts) -> &str {
    head.uri.query().unwrap_or_default()
}

fn address(head: &Parts) -> &str {
    head.uri.path_and_query().map_or("", |address| address.as_str())
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
}
