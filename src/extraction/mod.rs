//! Bytes to values: frames of an answer, the accessor for Play's messages, one table of paths per
//! record. Pure and synchronous. Values come out as the JSON text that crosses to JavaScript, in
//! ASCII; [`crate::model`] is their shape.

mod app;
mod card;
mod cursor;
mod frames;
mod html;
mod list;
mod media;
mod node;
mod table;
mod text;

pub use frames::{Frame, Frames, Payload};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::{Error, ErrorKind};
use crate::request::Lookup;

/// Where the addresses in records lead, whatever server was asked.
const PLAY: &str = "https://play.google.com";

/// What an answer says about a lookup.
#[derive(Debug)]
pub enum Extracted {
    /// The value, as a JSON object.
    Value(Vec<u8>),
    /// A long value in parts: its rows, each a JSON object, and the fields beside them.
    Rows {
        /// The rows, in their order.
        apps: Vec<Vec<u8>>,
        /// The other fields, without braces.
        rest: &'static str,
    },
    /// The answer is final: there is no value, for this reason.
    Failed(Error),
    /// The answer belongs to another lookup: this one is still unanswered.
    Mismatch,
    /// Play failed at this call; asking again may help, else this is the reason.
    Again(Error),
}

/// Reads what a frame says about a lookup (PROTOCOL 1.4).
pub fn extract(lookup: &Lookup, payload: &Payload<'_>) -> Extracted {
    match (payload, lookup) {
        (Payload::Json(json), Lookup::App(request)) => app::extract(request, json),
        (Payload::Json(json), Lookup::List(request)) => list::extract(request, json),
        (Payload::Null | Payload::Error { code: NOT_FOUND, .. }, Lookup::App(_)) => {
            Extracted::Failed(not_found())
        }
        (Payload::Null, Lookup::List(request)) => list::empty(request),
        (Payload::Error { code, kind }, _) => Extracted::Again(Error::new(
            ErrorKind::RequestRejected,
            format!("Play refused the call with code {code} ({kind}); ask for less or try later"),
        )),
    }
}

/// The code of an error frame that says there is no such app.
const NOT_FOUND: i64 = 5;

fn not_found() -> Error {
    Error::new(
        ErrorKind::NotFound,
        "Google Play has no such app in this country; check the id or ask another country",
    )
}

/// Ends a JSON object whose last field left its comma.
fn close_object(out: &mut Vec<u8>) {
    if out.last() == Some(&b',') {
        out.pop();
    }
    out.push(b'}');
}

/// Ends a JSON list whose last element left its comma; takes back an empty one.
fn close_list(start: usize, out: &mut Vec<u8>) -> bool {
    if out.len() == start + 1 {
        out.truncate(start);
        return false;
    }
    out.pop();
    out.push(b']');
    true
}

/// A query value.
fn encoded(text: &str) -> impl std::fmt::Display + '_ {
    const KEPT: &percent_encoding::AsciiSet =
        &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'-');
    utf8_percent_encode(text, KEPT)
}
