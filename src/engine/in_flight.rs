//! A pack while it is asked for: what is answered leaves it for `done`, what is to be asked in
//! another way or for more leaves it for `more`.

use super::batch::Outcome;
use super::plan::{Ask, Pack, Planned, Source};
use crate::error::{Error, ErrorKind};
use crate::extraction::{Extracted, Frames, Json, Progress, extract, extract_page};
use crate::request;
use crate::transport::{Method, Request};

pub(super) struct InFlight {
    pack: Pack,
    pub(super) done: Vec<Outcome>,
    pub(super) more: Vec<Planned>,
    /// HTTP requests sent so far.
    pub(super) tries: u32,
}

/// Where a call goes after an answer.
enum Next {
    /// It is still unanswered.
    Again(Error),
    Done(Result<Json, Error>),
    More(Ask, Option<Error>),
}

impl InFlight {
    pub(super) fn new(pack: Pack) -> Self {
        Self { pack, done: Vec::new(), more: Vec::new(), tries: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pack.calls.is_empty()
    }

    /// Whether it asks for a page; a page is alone.
    pub(super) fn is_page(&self) -> bool {
        matches!(self.pack.calls.first().map(|planned| &planned.ask), Some(Ask::Page(_)))
    }

    pub(super) fn begin_try(&mut self) {
        self.tries += 1;
        for planned in &mut self.pack.calls {
            planned.failure = None;
        }
    }

    pub(super) fn request(&self) -> Request {
        if let Some(Ask::Page(path)) = self.pack.calls.first().map(|planned| &planned.ask) {
            return Request { path_and_query: path.clone(), method: Method::Get, cookies: None };
        }
        let calls = || {
            self.pack.calls.iter().filter_map(|planned| match &planned.ask {
                Ask::Rpc(call) => Some(call),
                Ask::Page(_) => None,
            })
        };
        Request {
            path_and_query: request::path_and_query(&self.pack.locale, calls()),
            method: Method::Post(request::body(calls()).into()),
            cookies: None,
        }
    }

    /// Reads an answer: a page, or frames that are paired with the calls by their echo, since Play
    /// answers in any order.
    pub(super) fn read(&mut self, body: &[u8], source: Source) {
        if self.is_page() {
            let planned = &mut self.pack.calls[0];
            let extracted = extract_page(&planned.lookup, body, &mut planned.progress);
            self.settle(0, extracted, source);
        } else {
            let mut frames = Frames::new(body);
            while let Some(frame) = frames.next() {
                let Some(place) = self.place_of(frame.echo, frame.rpc_id) else { continue };
                let planned = &mut self.pack.calls[place];
                let extracted = extract(&planned.lookup, &frame.payload, &mut planned.progress);
                self.settle(place, extracted, source);
            }
        }
        self.pack.calls.retain(|planned| !planned.positions.is_empty());
    }

    /// The unanswered call that a frame belongs to.
    fn place_of(&self, echo: &str, rpc_id: &str) -> Option<usize> {
        let place = match echo.parse() {
            Ok(place) => place,
            // A lone call is sometimes answered without its echo.
            Err(_) if echo.is_empty() && self.pack.calls.len() == 1 => 0,
            Err(_) => return None,
        };
        let planned = self.pack.calls.get(place)?;
        let is_asked = matches!(&planned.ask, Ask::Rpc(call) if call.rpc_id == rpc_id);
        (is_asked && !planned.positions.is_empty()).then_some(place)
    }

    /// Gives a call its outcome, or its next way. What leaves the pack leaves no positions behind.
    fn settle(&mut self, place: usize, extracted: Extracted, source: Source) {
        let next = match extracted {
            Extracted::Value(json) => Next::Done(Ok(json)),
            Extracted::More(call) => Next::More(Ask::Rpc(call), None),
            Extracted::Again(error) => Next::Again(error),
            Extracted::Mismatch => Next::Again(mixed_up()),
            Extracted::Failed(error) => self.failed(place, error, source),
        };
        let planned = &mut self.pack.calls[place];
        match next {
            Next::Again(error) => planned.failure = Some(error),
            Next::Done(result) => {
                let positions = std::mem::take(&mut planned.positions);
                self.done.push(Outcome { positions, result });
            }
            Next::More(ask, given_up) => {
                let lookup = planned.lookup.clone();
                let positions = std::mem::take(&mut planned.positions);
                // A page tells the whole story again.
                let progress = match ask {
                    Ask::Rpc(_) => std::mem::take(&mut planned.progress),
                    Ask::Page(_) => Progress::default(),
                };
                self.more.push(Planned {
                    lookup,
                    ask,
                    positions,
                    failure: None,
                    progress,
                    given_up,
                });
            }
        }
    }

    /// A final failure, or the page where the RPC cannot be read or is refused.
    fn failed(&self, place: usize, error: Error, source: Source) -> Next {
        let planned = &self.pack.calls[place];
        let unreadable = matches!(error.kind(), ErrorKind::Parse | ErrorKind::RequestRejected);
        let is_rpc = matches!(planned.ask, Ask::Rpc(_));
        match planned.lookup.page() {
            Some(page) if unreadable && is_rpc && source == Source::Auto => {
                Next::More(Ask::Page(page), Some(error))
            }
            _ => {
                let error = match &planned.given_up {
                    Some(given_up) => error.caused_by(given_up),
                    None => error,
                };
                let asked = planned.lookup.to_string();
                Next::Done(Err(error.with_attempts(self.tries).asked(&asked)))
            }
        }
    }

    /// Ends every call that is left with the reason of its own, else with this one.
    pub(super) fn fail(&mut self, error: &Error, source: Source) {
        for place in 0..self.pack.calls.len() {
            let own = self.pack.calls[place].failure.take();
            let error = own.unwrap_or_else(|| error.clone());
            self.settle(place, Extracted::Failed(error), source);
        }
        self.pack.calls.clear();
    }
}

fn mixed_up() -> Error {
    Error::new(ErrorKind::Server, "Play answered with another app's record; try later")
        .with_status(200)
}
