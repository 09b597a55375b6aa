//! The main port: faults, answers, waiting.

use crate::answer::Job;
use crate::cache::{Cache, Ready};
use crate::config::{BodyFault, Config, Fault, Work};
use crate::counters::{Counters, lock};
use crate::packed::gzip;
use crate::random::{Random, SharedRandom};
use bytes::Bytes;
use http_body_util::{BodyExt, Collected, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, LOCATION, RETRY_AFTER,
};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Instant;

const PATH: &str = "/_/PlayStoreUi/data/batchexecute";
const LARGEST_BODY: usize = 32 << 20;
const MOST_RECORDED: usize = 2_000;
const MOST_RECORDED_BYTES: usize = 64 << 20;

/// The POSTs of a test, as they came.
#[derive(Default)]
struct Recording {
    posts: Vec<(String, Bytes)>,
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
        Self::new(status, "text/html; charset=UTF-8", page)
    }

    fn frames(ready: Ready, zipped: bool) -> Self {
        let mut reply = Self::new(StatusCode::OK, "application/json; charset=utf-8", ready.body);
        reply.work = ready.work;
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
        let zipped = accepts_gzip(&head.headers);
        let is_post = head.method == Method::POST;
        if is_post {
            self.record(head, &body);
            let fault = lock(&self.config).take_request_fault();
            match fault {
                Some(Fault { body: Some(BodyFault::Truncated), .. }) => {
                    let mut reply = self.batch(head, body, zipped).await;
                    reply.body = reply.body.slice(..reply.body.len() / 2);
                    return reply;
                }
                Some(fault) => return faulty(&fault, zipped),
                None => {}
            }
        }
        match (head.uri.path(), is_post) {
            (PATH, true) => self.batch(head, body, zipped).await,
            (PATH, false) => {
                Reply::page(StatusCode::METHOD_NOT_ALLOWED, "This address takes POST.")
            }
            _ => Reply::page(StatusCode::NOT_FOUND, "There is nothing at this address."),
        }
    }

    async fn batch(&self, head: &Parts, body: Bytes, zipped: bool) -> Reply {
        let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
        let (seed, has_faults) = {
            let config = lock(&self.config);
            (config.seed, !config.faults.is_empty())
        };
        let has_cookie = head.headers.contains_key("cookie");
        if has_cookie {
            self.counters.carried_cookie();
        }
        // One buffer, because it is compared on every request: all that the answer depends on.
        let key = [
            &seed.to_le_bytes(),
            &[u8::from(zipped), u8::from(has_cookie)][..],
            path.as_bytes(),
            b"?",
            query.as_bytes(),
            b"\n",
            &body,
        ];
        let key = Bytes::from(key.concat());
        let cached = if has_faults { None } else { lock(&self.cache).get(&key) };
        if let Some(ready) = cached {
            self.counters.worked(ready.work);
            return Reply::frames(ready, zipped);
        }
        let mut job = match Job::new(path, query, &body, seed, has_cookie) {
            Ok(job) => job,
            Err(sentence) => return Reply::page(StatusCode::BAD_REQUEST, sentence),
        };
        if has_faults {
            let mut config = lock(&self.config);
            job.faults.fill_with(|| config.take_frame_fault());
        }
        let work = job.work();
        let sets = job.sets_cookie();
        self.counters.worked(work);
        let is_right = job.faults.iter().all(Option::is_none);
        // Off the threads that serve connections: a large chart takes a while to build.
        let built = tokio::task::spawn_blocking(move || {
            let text = job.text().into_bytes();
            if zipped { gzip(&text) } else { text.into() }
        });
        let Ok(body) = built.await else {
            return Reply::page(
                StatusCode::INTERNAL_SERVER_ERROR,
                "The answer could not be built.",
            );
        };
        let ready = Ready { body, work };
        // A cookie is given once per chain, so its answer is not kept.
        if is_right && !has_faults && !sets {
            lock(&self.cache).put(key, ready.clone());
        }
        let mut reply = Reply::frames(ready, zipped);
        if sets {
            reply.headers.push((hyper::header::SET_COOKIE, "chain=1; Path=/; Secure".into()));
        }
        reply
    }

    fn record(&self, head: &Parts, body: &Bytes) {
        if !lock(&self.config).record {
            return;
        }
        let mut recording = lock(&self.recording);
        if recording.posts.len() < MOST_RECORDED
            && recording.size + body.len() <= MOST_RECORDED_BYTES
        {
            recording.size += body.len();
            let path = head.uri.path_and_query().map_or("", |path| path.as_str());
            recording.posts.push((path.to_owned(), body.clone()));
        }
    }

    pub(crate) fn recorded(&self) -> Value {
        let recording = lock(&self.recording);
        recording
            .posts
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

/// The answer to a POST that meets a fault.
fn faulty(fault: &Fault, zipped: bool) -> Reply {
    if let Some(body) = fault.body {
        let text = fault_body(body).into_bytes();
        let text: Bytes = if zipped { gzip(&text) } else { text.into() };
        return Reply::new(StatusCode::OK, "text/html; charset=UTF-8", text).zipped(zipped);
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
    fn garbage_has_no_frames() {
        let text = fault_body(BodyFault::Garbage);
        assert!(!text.contains("wrb.fr") && !text.contains(")]}'"));
    }
}
