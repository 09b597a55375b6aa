//! What an HTTP answer means for the whole request (PROTOCOL 4).

use super::limiter::Sign;
use super::retry::retry_after;
use crate::error::{Error, ErrorKind};
use crate::extraction::{Frames, is_page};
use crate::request::Lookup;
use crate::transport::Response;

/// What a block looks like when it comes with status 200. Only asked of bodies that are no
/// answer: a review may quote these words.
const CAPTCHA: [&[u8]; 3] = [b"www.google.com/recaptcha", b"unusual traffic", b"google.com/sorry"];
/// What stands where there is no such app, on a page that comes with status 200 all the same: the
/// data safety page's, recorded in seven languages.
const NOT_FOUND: [&[u8]; 1] = [b"id=\"error-section\""];
const CONSENT: [&[u8]; 1] = [b"consent.google.com"];

/// Why a request brought nothing.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) cause: Cause,
}

/// Whose failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// The pace's.
    Refused,
    /// The exit's: it is blocked.
    Blocked,
    /// The exit's: it is asked for a consent.
    Consent,
    /// Nobody's: a bad moment of the server.
    Server,
    /// Nobody's: a bad moment of the network, or of the exit.
    Network,
    /// The request's own.
    Final,
}

impl Cause {
    /// Its name, as users see it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Blocked => "blocked",
            Self::Consent => "consent",
            Self::Server => "server",
            Self::Network => "network",
            Self::Final => "rejected",
        }
    }
}

impl Failure {
    pub(super) fn network(error: Error) -> Self {
        // A transport may also have been handed what it cannot ask.
        let cause = match error.kind() {
            ErrorKind::Network | ErrorKind::Timeout => Cause::Network,
            _ => Cause::Final,
        };
        Self { error, cause }
    }

    pub(super) fn is_final(&self) -> bool {
        self.cause == Cause::Final
    }

    pub(super) fn sign(&self) -> Sign {
        match self.cause {
            Cause::Refused => Sign::Refused,
            Cause::Server | Cause::Network => Sign::Trouble,
            Cause::Blocked | Cause::Consent | Cause::Final => Sign::None,
        }
    }
}

/// The body of an answer, or why there is none. `page` is the lookup whose page was asked for.
pub(super) fn classify(response: Response, page: Option<&Lookup>) -> Result<Vec<u8>, Failure> {
    let status = response.status;
    let is_answer = |body| match page {
        Some(lookup) => is_page(lookup, body),
        None => Frames::is_answer(body),
    };
    let (cause, error) = match status {
        200 if is_answer(&response.body) => return Ok(response.body),
        404 if page.is_some() => no_page(),
        200 if page.is_some() && contains(&response.body, &NOT_FOUND) => no_page(),
        200 | 500..=599 if contains(&response.body, &CAPTCHA) => captcha(),
        200 if contains(&response.body, &CONSENT) => consent(),
        200 => server("Play answered with something that has no data in it; try later"),
        300..=399 => redirect(response.location.as_deref().unwrap_or_default()),
        403 => (
            Cause::Blocked,
            Error::new(
                ErrorKind::Blocked,
                "Play refused this address (403); pause, or ask from another address",
            ),
        ),
        429 => (
            Cause::Refused,
            Error::new(
                ErrorKind::RateLimited,
                "Play asked for fewer requests (429); pause, then ask more slowly",
            ),
        ),
        503 => (Cause::Refused, server("Play failed (503); try later").1),
        500..=599 => server(format!("Play failed ({status}); try later")),
        _ => (
            Cause::Final,
            Error::new(
                ErrorKind::RequestRejected,
                format!(
                    "Play rejected the request ({status}); this version of playfast may be outdated"
                ),
            ),
        ),
    };
    let wait = response.retry_after.as_deref().and_then(retry_after);
    Err(Failure { error: error.with_status(status).with_retry_after(wait), cause })
}

/// What it means depends on what is looked up.
fn no_page() -> (Cause, Error) {
    (Cause::Final, Error::new(ErrorKind::NotFound, "Play has no such page"))
}

/// What is redirected off the origin is not followed, only understood.
fn redirect(location: &str) -> (Cause, Error) {
    let host = location.split('/').nth(2).unwrap_or_default();
    if host == "consent.google.com" {
        return consent();
    }
    if location.contains("google.com/sorry") || location.starts_with("/sorry") {
        return captcha();
    }
    let message = format!("Play redirected the request to {location:?}, which is not followed");
    (Cause::Final, Error::new(ErrorKind::RequestRejected, message))
}

fn captcha() -> (Cause, Error) {
    let message =
        "Google asks for a captcha; pause for some minutes to an hour, or ask from another address";
    (Cause::Blocked, Error::new(ErrorKind::Blocked, message))
}

fn consent() -> (Cause, Error) {
    let message = "Google asks for a consent to cookies before it answers; ask from another address, or try consent: 'reject'";
    (Cause::Consent, Error::new(ErrorKind::Blocked, message))
}

fn server(message: impl Into<String>) -> (Cause, Error) {
    (Cause::Server, Error::new(ErrorKind::Server, message))
}

fn contains(body: &[u8], signs: &[&[u8]]) -> bool {
    signs.iter().any(|sign| memchr::memmem::find(body, sign).is_some())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn kind(status: u16, location: &str, body: &str) -> ErrorKind {
        let location = (!location.is_empty()).then(|| location.to_owned());
        let response = Response { status, location, body: body.into(), ..Response::default() };
        classify(response, None).unwrap_err().error.kind()
    }

    #[test]
    fn a_page_may_say_with_status_200_that_it_is_not_there() {
        let body = "<title>Nicht gefunden</title><div id=\"error-section\" class=\"a\">Die URL";
        let response = || Response { status: 200, body: body.into(), ..Response::default() };
        let lookup = Lookup::from_json("dataSafety", &"com.foo".into()).unwrap();
        let error = classify(response(), Some(&lookup)).unwrap_err().error;
        assert_eq!((error.kind(), error.status()), (ErrorKind::NotFound, Some(200)));
        // An answer to calls says so in its frames.
        assert_eq!(classify(response(), None).unwrap_err().error.kind(), ErrorKind::Server);
    }

    #[test]
    fn answers_are_told_from_blocks() {
        use ErrorKind::{Blocked, RateLimited, RequestRejected, Server};
        let sorry = "<html>Our systems have detected unusual traffic";
        for (status, location, body, expected) in [
            (200, "", sorry, Blocked),
            (200, "", "<a href=https://consent.google.com/x>", Blocked),
            (200, "", "<html>hello", Server),
            (200, "", "", Server),
            (302, "https://www.google.com/sorry/index?continue=x", "", Blocked),
            (302, "https://consent.google.com/ml?continue=x", "", Blocked),
            (302, "https://evil.example/consent.google.com", "", RequestRejected),
            (400, "", "", RequestRejected),
            (403, "", "", Blocked),
            (404, "", "", RequestRejected),
            (429, "", "Please reduce your request rate.", RateLimited),
            (500, "", "", Server),
            (503, "", "", Server),
            (503, "", sorry, Blocked),
        ] {
            assert_eq!(kind(status, location, body), expected, "{status} {location} {body}");
        }
    }

    #[test]
    fn an_answer_that_quotes_a_captcha_is_an_answer() {
        let body = ")]}'\n\n[[\"wrb.fr\",\"A\",\"[\\\"unusual traffic\\\"]\"]]";
        let response = Response { status: 200, body: body.into(), ..Response::default() };
        assert_eq!(classify(response, None).unwrap(), body.as_bytes());
    }

    #[test]
    fn the_wait_is_kept() {
        let retry_after = Some("9".to_owned());
        let response = Response { status: 429, retry_after, ..Response::default() };
        assert_eq!(
            classify(response, None).unwrap_err().error.retry_after(),
            Some(Duration::from_secs(9))
        );
    }
}
