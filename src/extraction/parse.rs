//! Answers that somebody else fetched: pages and RPC answers as they were recorded.

use super::blocks::Page;
use super::frames::{Frame, Frames, Payload};
use super::progress::Progress;
use super::{Extracted, Tables, app, list, page, reviews};
use crate::error::Error;

/// What was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// The details page of an app.
    AppPage,
    /// A search page.
    SearchPage,
    /// An answer of `vyAe2`, in either framing, or its payload alone.
    ListResponse,
    /// An answer of `oCPfdb` or `UsvDTd`, in either framing, or its payload alone.
    ReviewsResponse,
}

impl Recorded {
    /// By the name of the function that parses it.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "parseAppPage" => Some(Self::AppPage),
            "parseSearchPage" => Some(Self::SearchPage),
            "parseListResponse" => Some(Self::ListResponse),
            "parseReviewsResponse" => Some(Self::ReviewsResponse),
            _ => None,
        }
    }
}

/// Reads a recorded answer. `app_id` is the app it must be about, where one is known.
pub fn parse(tables: &Tables, recorded: Recorded, text: &[u8], app_id: Option<&str>) -> Extracted {
    match recorded {
        Recorded::AppPage => {
            let asked = app::Asked { app_id, locale: None, selection: None };
            page::app_page(tables, &asked, &Page::new(text))
        }
        Recorded::SearchPage => {
            page::search_page(tables, None, &Page::new(text), &mut Progress::default())
        }
        Recorded::ListResponse => {
            first_payload(text, &["vyAe2"], |json| list::extract(&tables.list, None, json))
        }
        Recorded::ReviewsResponse => first_payload(text, &["oCPfdb", "UsvDTd"], |json| {
            reviews::read(&tables.reviews, app_id, true, json)
        }),
    }
}

/// The payload of the first frame of these RPCs; a text without frames is a payload itself.
fn first_payload(text: &[u8], rpc_ids: &[&str], read: impl Fn(&[u8]) -> Extracted) -> Extracted {
    if !Frames::is_answer(text) && memchr::memmem::find(text, b"\"wrb.fr\"").is_none() {
        return read(text);
    }
    let mut frames = Frames::new(text);
    while let Some(Frame { rpc_id, payload, .. }) = frames.next() {
        if !rpc_ids.contains(&rpc_id) {
            continue;
        }
        return match payload {
            Payload::Json(json) => read(json),
            Payload::Null => read(b"[]"),
            Payload::Error { code, kind } => Extracted::Failed(Error::parse(
                rpc_ids[0],
                &[],
                format!("the answer is an error frame with code {code} ({kind})"),
            )),
        };
    }
    let message = format!("the text has no frame of {}", rpc_ids.join(" or "));
    Extracted::Failed(Error::parse(rpc_ids[0], &[], message))
}
