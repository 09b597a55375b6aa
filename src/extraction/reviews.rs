//! A page of reviews (RPC `oCPfdb`), PROTOCOL 2.4.

use once_cell::sync::Lazy;

use super::media::flag;
use super::node::Node;
use super::table::Kind::{Int, Other, Text, Time};
use super::table::{Field, Table, write_key, write_number};
use super::{
    Extracted, Json, PLAY, close_list, close_object, complete, malformed, open_list, text,
};
use crate::error::{Error, ErrorKind};
use crate::request::{ReviewsRequest, query};

const BLOCK: &str = "oCPfdb";
const REVIEWS: &[u32] = &[0];
/// A string only while there is more.
const TOKEN: &[u32] = &[1, 1];

const ID: &[u32] = &[0];
/// What says who wrote a review; left out with `reviewers: false`. The review's id is public.
const REVIEWER: &[Field] = &[
    Field::new("id", Text, &[&[0]]).required(),
    Field::new("userName", Text, &[&[1, 0]]),
    Field::new("userImage", Text, &[&[1, 1, 3, 2]]),
];
const REVIEW: &[Field] = &[
    Field::new("score", Int, &[&[2]]).required(),
    Field::new("title", Text, &[&[3]]),
    Field::new("text", Text, &[&[4]]),
    Field::new("date", Time, &[&[5]]).required(),
    Field::new("thumbsUp", Int, &[&[6]]).or("0"),
    Field::new("version", Text, &[&[10]]),
    Field::new("replyAuthor", Text, &[&[7, 0]]),
    Field::new("replyText", Text, &[&[7, 1]]),
    Field::new("replyDate", Time, &[&[7, 2]]),
    Field::new("criterias", Other(criterias), &[&[12, 0]]).or("[]"),
    Field::new("flags", Other(flags), &[&[14]]),
];

static PAGE: Lazy<Table> = Lazy::new(|| Table::new(&[], &[], &[REVIEWS, TOKEN]));
static WHOLE: Lazy<Table> = Lazy::new(|| Table::new(&[], &[REVIEWER, REVIEW], &[ID]));
static ANONYMOUS: Lazy<Table> = Lazy::new(|| Table::new(&[], &[REVIEW], &[]));

/// Reads an answer of `oCPfdb`.
pub(super) fn extract(request: &ReviewsRequest, payload: &[u8]) -> Extracted {
    read(Some(&request.app_id), request.reviewers, payload)
}

/// As [`extract`], of an app that may be unknown.
pub(super) fn read(app_id: Option<&str>, reviewers: bool, payload: &[u8]) -> Extracted {
    page(app_id, reviewers, payload).unwrap_or_else(|failed| failed)
}

fn page(app_id: Option<&str>, reviewers: bool, payload: &[u8]) -> Result<Extracted, Extracted> {
    let found = open_list(BLOCK, &PAGE, payload)?;
    let reviews = found.beside(0).map(Node::items).unwrap_or_default().into_iter().enumerate();
    let rows = reviews.map(|(place, review)| write(app_id, reviewers, place, review));
    let rows = rows.collect::<Result<_, _>>()?;
    let token = found.beside(1).and_then(Node::raw_str).filter(|token| !token.is_empty());
    let mut rest = Vec::new();
    if let Some(token) = token {
        write_key("nextToken", &mut rest);
        text::write_escaped_string(token, &mut rest);
    }
    let rest = String::from_utf8_lossy(&rest).into_owned();
    Ok(Extracted::Value(Json::Rows { field: "reviews", rows, rest }))
}

/// A null payload: an app without reviews, or a failure in the middle of a chain.
pub(super) fn nothing(request: &ReviewsRequest) -> Extracted {
    if request.token.is_none() {
        return Extracted::Value(Json::Rows {
            field: "reviews",
            rows: vec![],
            rest: String::new(),
        });
    }
    let message = "Play answered the continuation with nothing; try the same token later";
    Extracted::Again(Error::new(ErrorKind::Server, message).with_status(200))
}

fn write(
    app_id: Option<&str>,
    reviewers: bool,
    place: usize,
    review: Node<'_>,
) -> Result<Vec<u8>, Extracted> {
    let table = if reviewers { &*WHOLE } else { &*ANONYMOUS };
    let found = table.find(review.text()).map_err(|_| malformed(BLOCK))?;
    let mut out = Vec::with_capacity(review.text().len());
    out.push(b'{');
    if let (Some(app_id), Some(id)) = (app_id, found.beside(0).and_then(Node::str)) {
        let page = format!("{PLAY}/store/apps/details?id={}", query(app_id));
        write_key("url", &mut out);
        text::write_string(&format!("{page}&reviewId={}", query(&id)), &mut out);
        out.push(b',');
    }
    let missing = table.write(&found, &mut out);
    complete(BLOCK, &missing, || format!("review {place}"))?;
    close_object(&mut out);
    Ok(out)
}

/// `[name, [rating]]`, `[name, null, [stars]]`, or `[name]` alone.
fn criterias(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.push(b'[');
    for criteria in node.items() {
        let Some(name) = criteria.at(&[0]).and_then(Node::raw_str) else { continue };
        out.extend_from_slice(b"{\"criteria\":");
        text::write_escaped_string(name, out);
        let rating = criteria.at(&[1, 0]).or_else(|| criteria.at(&[2, 0])).and_then(Node::i64);
        if let Some(rating) = rating {
            out.extend_from_slice(b",\"rating\":");
            write_number(Some(rating), out);
        }
        out.extend_from_slice(b"},");
    }
    close_list(start, out)
}

fn flags(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.push(b'[');
    for item in node.items() {
        flag(item, out);
        out.push(b',');
    }
    close_list(start, out)
}
