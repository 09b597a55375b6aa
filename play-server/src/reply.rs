//! An answer before its waiting time.

use crate::body::{Answer, Ending};
use crate::cache::Ready;
use crate::config::Work;
use crate::cookies::SET_AT_FIRST;
use crate::counters::Flight;
use bytes::Bytes;
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName, SET_COOKIE};
use hyper::{Response, StatusCode};

pub(crate) const HTML: &str = "text/html; charset=utf-8";
pub(crate) const JSON: &str = "application/json; charset=utf-8";

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) body: Bytes,
    pub(crate) work: Work,
    pub(crate) course: Course,
}

/// How it goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Course {
    Sent(Ending),
    /// Not at all, until the client goes away.
    Stalled,
    Reset,
    /// And all else that the connection carries.
    ResetConnection,
}

impl Reply {
    pub(crate) fn new(status: StatusCode, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![(CONTENT_TYPE, content_type.to_owned())],
            body: body.into(),
            work: Work::default(),
            course: Course::Sent(Ending::Right),
        }
    }

    pub(crate) fn page(status: StatusCode, sentence: &str) -> Self {
        let title = status.canonical_reason().unwrap_or_default();
        let page = format!("<!DOCTYPE html><title>{title}</title><p>{sentence}</p>\n");
        Self::new(status, HTML, page)
    }

    pub(crate) fn built(ready: Ready, content_type: &str, zipped: bool) -> Self {
        let mut reply = Self::new(StatusCode::OK, content_type, ready.body);
        reply.work = ready.work;
        if ready.sets_cookie {
            reply.headers.push((SET_COOKIE, SET_AT_FIRST.to_owned()));
        }
        reply.zipped(zipped)
    }

    pub(crate) fn zipped(mut self, zipped: bool) -> Self {
        if zipped {
            self.headers.push((CONTENT_ENCODING, "gzip".into()));
        }
        self
    }

    pub(crate) fn response(self, ending: Ending, flight: Flight) -> Response<Answer> {
        let mut response = Response::new(Answer::new(self.body, ending, flight));
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            // Texts from faults were checked when they came in; the others are constants.
            if let Ok(value) = value.parse() {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}
