//! A page of reviews (RPC `oCPfdb`), PROTOCOL 2.4.

use std::ops::Range;

use super::field::Kind::{Int, Other, Text, Time};
use super::field::{Field, write_key, write_number};
use super::mapping::Mappings;
use super::media::flag;
use super::node::Node;
use super::object::object;
use super::shape::Shape;
use super::table::Table;
use super::{
    Extracted, Json, PLAY, close_list, complete, find_list, lacking, opened, shares, text,
};
use crate::error::{Error, ErrorKind};
use crate::request::{ReviewsRequest, query};

const BLOCK: &str = "oCPfdb";

/// The token is a string only while there is more.
pub(super) const PAGE: Shape =
    Shape::of_places("reviews", &[("reviews", &[0]), ("nextToken", &[1, 1])]);
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

pub(super) const WHOLE: Shape = Shape {
    name: "review",
    root: &[],
    groups: &[REVIEWER, REVIEW],
    places: &[],
    grows: true,
    shares: shares::REVIEW,
};

/// Where a client reads reviews.
pub(super) struct Tables {
    page: Table,
    pub(super) whole: Table,
    id: Range<usize>,
    /// Without what says who wrote them; nobody knows what the user's added fields say.
    anonymous: Table,
}

impl Tables {
    pub(super) fn new(mappings: &Mappings) -> Self {
        let whole = Table::new(&WHOLE, "reviews", mappings);
        let anonymous = Shape { groups: &[REVIEW], ..WHOLE };
        Self {
            page: Table::new(&PAGE, "reviews", mappings),
            id: whole.slots("id"),
            whole,
            anonymous: Table::new(&anonymous, "reviews", &mappings.without_extras()),
        }
    }
}

/// Reads an answer of `oCPfdb`.
pub(super) fn extract(tables: &Tables, request: &ReviewsRequest, payload: &[u8]) -> Extracted {
    read(tables, Some(&request.app_id), request.reviewers, payload)
}

/// As [`extract`], of an app that may be unknown.
pub(super) fn read(
    tables: &Tables,
    app_id: Option<&str>,
    reviewers: bool,
    payload: &[u8],
) -> Extracted {
    page(tables, app_id, reviewers, payload).unwrap_or_else(|failed| failed)
}

fn page(
    tables: &Tables,
    app_id: Option<&str>,
    reviewers: bool,
    payload: &[u8],
) -> Result<Extracted, Extracted> {
    let tape = opened(BLOCK, payload)?;
    let found = find_list(BLOCK, &tables.page, tape.root())?;
    let token = found.beside(1).and_then(Node::raw_str).filter(|token| !token.is_empty());
    let reviews = found.beside(0);
    // A page that leads on has reviews.
    if reviews.is_none() && token.is_some() {
        return Err(lacking(BLOCK, &["reviews"], "the page"));
    }
    let reviews = reviews.map(Node::items).unwrap_or_default().into_iter().enumerate();
    let rows = reviews.map(|(place, review)| write(tables, app_id, reviewers, place, review));
    let rows = rows.collect::<Result<_, _>>()?;
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
    tables: &Tables,
    app_id: Option<&str>,
    reviewers: bool,
    place: usize,
    review: Node<'_>,
) -> Result<Vec<u8>, Extracted> {
    let table = if reviewers { &tables.whole } else { &tables.anonymous };
    let found = table.find(review);
    object(|out| {
        let id = if reviewers { found.first(&tables.id).and_then(Node::str) } else { None };
        if let (Some(app_id), Some(id)) = (app_id, id) {
            let page = format!("{PLAY}/store/apps/details?id={}", query(app_id));
            write_key("url", out);
            text::write_string(&format!("{page}&reviewId={}", query(&id)), out);
            out.push(b',');
        }
        let missing = table.write(&found, out);
        complete(BLOCK, &missing, || format!("review {place}"))
    })
}

/// `[name, [rating]]`, `[name, null, [stars]]`, or `[name]` alone.
fn criterias(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.push(b'[');
    for criteria in node.each_item() {
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
    for item in node.each_item() {
        flag(item, out);
        out.push(b',');
    }
    close_list(start, out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_leads_on_has_reviews() {
        let came = |payload: &str| {
            let tables = Tables::new(&Mappings::default());
            match read(&tables, None, true, payload.as_bytes()) {
                Extracted::Value(_) => "page".to_owned(),
                Extracted::Failed(error) => error.to_string(),
                _ => "else".to_owned(),
            }
        };
        for page in ["[]", "[null]", "[null,[null,20]]", "[[],[null,\"token\"]]"] {
            assert_eq!(came(page), "page", "{page}");
        }
        for moved in ["[null,[null,\"token\"]]", "[null,[null,\"token\"],[[\"id\"]]]"] {
            assert!(came(moved).contains("the page lacks reviews"), "{moved}: {}", came(moved));
        }
    }
}
