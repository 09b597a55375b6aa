//! Bytes to values: frames and pages of an answer, the accessor for Play's messages, one table of
//! paths per record. Pure and synchronous. Values come out as the JSON text that crosses to
//! JavaScript, in ASCII; [`crate::model`] is their shape.

mod app;
mod availability;
mod blocks;
mod card;
mod catalogue;
mod cluster;
mod cursor;
mod data_safety;
mod developer;
mod drift;
mod field;
mod found;
mod frames;
mod html;
mod included;
mod list;
mod mapping;
mod media;
mod node;
mod object;
mod page;
mod parse;
mod permissions;
mod progress;
mod published;
mod reviews;
mod scan;
mod search;
mod shape;
mod shares;
mod similar;
mod sitemap;
mod suggest;
mod table;
mod tables;
mod tape;
mod text;
mod watch;

pub use app::select;
pub use blocks::Page;
pub use drift::{AnswerDrift, Drift, FieldDrift, RecordDrift};
pub use found::PageDrift;
pub use frames::{Frame, Frames, Payload};
pub use mapping::Mappings;
pub use page::{extract_page, is_page, no_page};
pub use parse::{Recorded, parse};
pub use progress::Progress;
pub use published::{published_flags, published_request};
pub use tables::{Served, Tables};
pub use text::{to_ascii, write_utf8};

use crate::error::{Error, ErrorKind};
use crate::request::{Call, Lookup};

use node::Node;
use progress::Part;
use table::{Found, Table};
use tape::Tape;

/// Where the addresses in records lead, whatever server was asked.
const PLAY: &str = "https://play.google.com";

/// What an answer says about a lookup.
#[derive(Debug)]
pub enum Extracted {
    /// The value.
    Value(Json),
    /// The answer is only a part: another call of the same POST brings the rest.
    Part,
    /// The answer is only a part: this call asks for the next.
    More(Call),
    /// The answer is only a part: this page, by path and query, has the next; [`without_page`] says
    /// how it goes on if it is not to be had.
    MorePage(String),
    /// The answer is final: there is no value, for this reason.
    Failed(Error),
    /// The answer belongs to another lookup: this one is still unanswered.
    Mismatch,
    /// Play failed at this call; asking again may help, else this is the reason.
    Again(Error),
}

/// A value as JSON text, in ASCII.
#[derive(Debug)]
pub enum Json {
    /// An object.
    Object(Vec<u8>),
    /// An object that is long because of its rows.
    Rows {
        /// The field that the rows are in.
        field: &'static str,
        /// Each an object.
        rows: Vec<Vec<u8>>,
        /// The other fields, without braces; may be empty.
        rest: String,
    },
}

impl Json {
    /// The pieces of the whole object, in their order.
    pub fn each_piece(&self, mut take: impl FnMut(&[u8])) {
        match self {
            Self::Object(object) => take(object),
            Self::Rows { field, rows, rest } => {
                take(b"{\"");
                take(field.as_bytes());
                take(b"\":[");
                for (place, row) in rows.iter().enumerate() {
                    if place > 0 {
                        take(b",");
                    }
                    take(row);
                }
                take(b"]");
                if !rest.is_empty() {
                    take(b",");
                    take(rest.as_bytes());
                }
                take(b"}");
            }
        }
    }
}

/// Reads what a frame says about a lookup (PROTOCOL 1.4).
pub fn extract(
    tables: &Tables,
    lookup: &Lookup,
    payload: &Payload<'_>,
    progress: &mut Progress,
) -> Extracted {
    match (lookup, payload) {
        (Lookup::App(request), Payload::Json(json)) => {
            included::extract(tables, request, json, progress)
        }
        (Lookup::DataSafety(request), Payload::Json(json)) => {
            data_safety::extract(&tables.data_safety, request, json)
        }
        (Lookup::Permissions(_), Payload::Json(json)) => {
            permissions::extract(&tables.permissions, json)
        }
        (
            Lookup::App(_) | Lookup::DataSafety(_) | Lookup::Permissions(_),
            Payload::Null | Payload::Error { code: NOT_FOUND, .. },
        ) => Extracted::Failed(not_found()),
        (Lookup::Availability(request), Payload::Json(json)) => {
            availability::extract(&tables.availability, request, json)
        }
        (Lookup::Availability(request), Payload::Null | Payload::Error { code: NOT_FOUND, .. }) => {
            availability::not_listed(request)
        }
        (Lookup::Catalogue(_), Payload::Json(_) | Payload::Null) => malformed(""),
        (Lookup::List(request), Payload::Json(json)) => {
            list::extract(&tables.list, Some(request.num), json)
        }
        (Lookup::List(request), Payload::Null) => app_list(Vec::new(), request.num as usize),
        (Lookup::Search(request), Payload::Json(json)) => {
            search::extract(&tables.search, Some(request), json, progress)
        }
        (Lookup::Search(request), Payload::Null) => {
            search::nothing(&tables.search, request, progress)
        }
        // A token that Play refuses ends the search; what was found is kept.
        (Lookup::Search(request), Payload::Error { .. }) if progress.part != Part::First => {
            search::finish(Some(request), progress)
        }
        (Lookup::Similar(request), Payload::Json(json)) => {
            similar::extract(&tables.similar, request, json, progress)
        }
        (Lookup::Similar(request), Payload::Null | Payload::Error { code: NOT_FOUND, .. }) => {
            similar::nothing(request, progress)
        }
        (Lookup::Developer(request), Payload::Json(json)) => {
            developer::extract(&tables.developer, request, json, progress)
        }
        (Lookup::Developer(request), Payload::Null | Payload::Error { code: NOT_FOUND, .. }) => {
            developer::nothing(request, progress)
        }
        (Lookup::Reviews(request), Payload::Json(json)) => {
            reviews::extract(&tables.reviews, request, json)
        }
        (Lookup::Reviews(request), Payload::Null) => reviews::nothing(request),
        (Lookup::Reviews(request), Payload::Error { code: NOT_FOUND, .. })
            if request.token.is_none() =>
        {
            Extracted::Failed(not_found())
        }
        (Lookup::Suggest(_), Payload::Json(json)) => suggest::extract(&tables.suggest, json),
        (Lookup::Suggest(_), Payload::Null) => suggest::extract(&tables.suggest, b"[]"),
        (_, Payload::Error { code, kind }) => refused(*code, kind),
    }
}

fn refused(code: i64, kind: &str) -> Extracted {
    Extracted::Again(Error::new(
        ErrorKind::RequestRejected,
        format!("Play refused the call with code {code} ({kind}); ask for less or try later"),
    ))
}

/// Reads what a frame says about what comes with an app's record: the similar apps.
pub fn extract_beside(
    tables: &Tables,
    payload: &Payload<'_>,
    progress: &mut Progress,
) -> Extracted {
    match payload {
        Payload::Json(json) => included::extract_similar(tables, Some(json), progress),
        Payload::Null | Payload::Error { code: NOT_FOUND, .. } => {
            included::extract_similar(tables, None, progress)
        }
        Payload::Error { code, kind } => refused(*code, kind),
    }
}

/// How a lookup goes on, or ends, if the page that was to continue it is not to be had.
pub fn without_page(lookup: &Lookup, progress: &mut Progress) -> Extracted {
    match lookup {
        Lookup::Similar(request) => similar::without_page(request, progress),
        Lookup::App(request) if progress.has_record() => {
            included::without_data_safety(request, progress)
        }
        _ => no_page(lookup, progress),
    }
}

/// The code of an error frame that says there is no such app.
const NOT_FOUND: i64 = 5;

/// Play has no such app in the country asked.
fn not_found() -> Error {
    Error::new(
        ErrorKind::NotFound,
        "Google Play has no such app in this country; check the id or ask another country",
    )
}

fn malformed(block: &str) -> Extracted {
    Extracted::Failed(Error::parse(block, &[], "the answer's payload is not JSON"))
}

/// The values of an answer to a call.
fn opened<'a>(block: &str, payload: &'a [u8]) -> Result<Tape<'a>, Extracted> {
    Tape::of(payload).map_err(|_| malformed(block))
}

/// Finds what is in an answer that lists things: a list that begins with a list, with nothing, or not
/// at all. Anything else is another layout, not an empty answer.
fn find_list<'a>(block: &str, table: &Table, answer: Node<'a>) -> Result<Found<'a>, Extracted> {
    let begins = |first: Node<'_>| {
        first.is_array()
            || first.is_null()
            || (keyed_by_number(first.text()) && answer.at(&[0]).is_none_or(Node::has_fields))
    };
    let begins = answer.is_array() && answer.each_item().next().is_none_or(begins);
    if !begins {
        let message =
            "the answer lists nothing in the documented place; Play's layout may have changed";
        return Err(Extracted::Failed(Error::parse(block, &[], message)));
    }
    Ok(table.find(answer))
}

/// The elements of a list that may be absent. Anything else in its place is another layout.
fn items_of<'a>(
    block: &str,
    field: &str,
    list: Option<Node<'a>>,
) -> Result<Vec<Node<'a>>, Extracted> {
    match list {
        Some(list) if !list.is_array() => Err(lacking(block, &[field], "the answer")),
        list => Ok(list.map(Node::items).unwrap_or_default()),
    }
}

/// Whether this is an object that has no fields, or begins with one of a message.
fn keyed_by_number(object: &[u8]) -> bool {
    let rest = object.strip_prefix(b"{").map(<[u8]>::trim_ascii_start).unwrap_or_default();
    rest.starts_with(b"}") || matches!(rest, [b'"', digit, ..] if digit.is_ascii_digit())
}

/// A record that must have its required fields; `of` says which record it is.
fn complete(block: &str, missing: &[&str], of: impl FnOnce() -> String) -> Result<(), Extracted> {
    if missing.is_empty() { Ok(()) } else { Err(lacking(block, missing, &of())) }
}

fn lacking(block: &str, missing: &[&str], of: &str) -> Extracted {
    let message = format!("{of} lacks {}; Play's layout may have changed", missing.join(", "));
    Extracted::Failed(Error::parse(block, missing, message))
}

/// A list of apps, and whether it is as long as it was asked to be.
fn app_list(rows: Vec<Vec<u8>>, asked: usize) -> Extracted {
    let rest = match rows.len() {
        came if came >= asked => "\"complete\":true",
        0 => "\"complete\":false,\"incompleteBecause\":\"empty\"",
        _ => "\"complete\":false,\"incompleteBecause\":\"short\"",
    };
    Extracted::Value(Json::Rows { field: "apps", rows, rest: rest.to_owned() })
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
