//! What Play's HTML pages say about lookups.

use memchr::memmem;
use serde::Deserialize;
use serde_json::Value;

use super::blocks::Page;
use super::found::Found;
use super::html::to_text;
use super::progress::{Part, Progress};
use super::tape::Tape;
use super::{
    Extracted, Json, Tables, app, catalogue, data_safety, developer, included, not_found, search,
    similar, without_page,
};
use crate::error::{Error, ErrorKind};
use crate::request::{
    AppRequest, DataSafetyRequest, DeveloperRequest, Lookup, SearchRequest, SimilarRequest,
};

const SEARCH_BLOCK: &str = "lGYRle";
/// Where pages of 2026 have them.
const APP_KEY: &str = "ds:5";
const SEARCH_KEY: &str = "ds:4";

/// Reads what a page says about a lookup. Lookups without a page have none to be read.
pub fn extract_page(
    tables: &Tables,
    lookup: &Lookup,
    page: &Page<'_>,
    progress: &mut Progress,
) -> Extracted {
    match lookup {
        Lookup::App(request) if progress.has_record() => {
            declared_page(tables, request, page, progress)
        }
        Lookup::App(request) => included_page(tables, request, page, progress),
        Lookup::Search(request) => search_page(tables, Some(request), page, progress),
        Lookup::DataSafety(request) => data_safety_page(tables, request, page),
        Lookup::Similar(request) => similar_page(tables, request, page, progress),
        Lookup::Developer(request) => developer_page(tables, request, page, progress),
        Lookup::Catalogue(request) => catalogue::extract(request, page.html()),
        Lookup::List(_)
        | Lookup::Reviews(_)
        | Lookup::Suggest(_)
        | Lookup::Permissions(_)
        | Lookup::Availability(_) => Extracted::Failed(no_block("")),
    }
}

/// What it says about a lookup that Play has no such page.
pub fn no_page(lookup: &Lookup, progress: &mut Progress) -> Extracted {
    let error = match lookup {
        // A cluster's address ends one day.
        Lookup::Similar(_) if progress.part == Part::ClusterPage => {
            return without_page(lookup, progress);
        }
        Lookup::App(_) if progress.has_record() => return without_page(lookup, progress),
        Lookup::App(_) | Lookup::Similar(_) | Lookup::DataSafety(_) => not_found(),
        Lookup::Developer(_) => developer::no_developer(),
        Lookup::Catalogue(request) => catalogue::gone(request.file),
        Lookup::Search(_)
        | Lookup::List(_)
        | Lookup::Reviews(_)
        | Lookup::Suggest(_)
        | Lookup::Permissions(_)
        | Lookup::Availability(_) => Error::new(
            ErrorKind::RequestRejected,
            "Play has no page at this address; this version of playfast may be outdated",
        ),
    };
    Extracted::Failed(error)
}

/// Whether a body is the page that shows a lookup, and not one that blocks.
pub fn is_page(lookup: &Lookup, body: &[u8]) -> bool {
    match lookup {
        Lookup::Catalogue(request) => catalogue::is_file(request.file, body),
        _ => Page::new(body).has_blocks(),
    }
}

/// An app's page.
pub(super) fn app_page(tables: &Tables, asked: &app::Asked<'_>, page: &Page<'_>) -> Extracted {
    match record_on_page(tables, asked, page) {
        Ok((record, _)) => Extracted::Value(Json::Object(record)),
        Err(failed) => failed,
    }
}

/// An app's page with what else is wanted of it.
fn included_page(
    tables: &Tables,
    request: &AppRequest,
    page: &Page<'_>,
    progress: &mut Progress,
) -> Extracted {
    let (record, block) = match record_on_page(tables, &request.into(), page) {
        Ok(found) => found,
        Err(failed) => return failed,
    };
    let mut similar = None;
    if request.include.similar {
        similar = page.blocks(similar::BLOCK).map(|(_, block)| block).next();
        if similar.is_none() {
            return Extracted::Failed(no_block(similar::BLOCK));
        }
    }
    included::extract_page(tables, request, (record, &block), similar, progress)
}

/// The data safety page that follows an app's.
fn declared_page(
    tables: &Tables,
    request: &AppRequest,
    page: &Page<'_>,
    progress: &mut Progress,
) -> Extracted {
    match page.blocks(app::BLOCK).next() {
        Some((_, b"null" | b"[]")) => included::without_data_safety(request, progress),
        Some((_, block)) => included::extract_data_safety(tables, request, block, progress),
        None => Extracted::Failed(no_block(app::BLOCK)),
    }
}

/// The record on an app's page, and its block. Two blocks answer `Ws7gDc`; the record is the one that
/// has a title.
fn record_on_page<'a>(
    tables: &Tables,
    asked: &app::Asked<'_>,
    page: &Page<'a>,
) -> Result<(Vec<u8>, Tape<'a>), Extracted> {
    let blocks = page.blocks(app::BLOCK);
    let mut blocks: Vec<(&[u8], Tape<'_>)> =
        blocks.filter_map(|(key, block)| Some((key, Tape::of(block).ok()?))).collect();
    let whole = blocks.iter().position(|(_, block)| tables.app.is_whole(block.root()));
    tables.pages.app.note(whole.map(|place| blocks[place].0));
    if blocks.is_empty() {
        return Err(Extracted::Failed(no_block(app::BLOCK)));
    }
    let (_, block) = blocks.swap_remove(whole.unwrap_or_default());
    let all = app::Asked { selection: None, ..*asked };
    let mut record = app::read(&tables.app, &all, block.root())?;
    if let Some(error) = contradiction(&record, page) {
        return Err(Extracted::Failed(error));
    }
    if asked.selection.is_some() {
        record = app::read(&tables.app, asked, block.root())?;
    }
    Ok((record, block))
}

pub(super) fn search_page(
    tables: &Tables,
    request: Option<&SearchRequest>,
    page: &Page<'_>,
    progress: &mut Progress,
) -> Extracted {
    let block = page.blocks(SEARCH_BLOCK).next();
    tables.pages.search.note(block.map(|(key, _)| key));
    match block {
        Some((_, block)) => search::extract(&tables.search, request, block, progress),
        None => Extracted::Failed(no_block(SEARCH_BLOCK)),
    }
}

/// A page without an app has no block, or one that is as empty as the RPC's answer (PROTOCOL 2.8).
fn data_safety_page(tables: &Tables, request: &DataSafetyRequest, page: &Page<'_>) -> Extracted {
    match page.blocks(app::BLOCK).next() {
        Some((_, b"null" | b"[]")) => Extracted::Failed(not_found()),
        Some((_, block)) => data_safety::extract(&tables.data_safety, request, block),
        None => Extracted::Failed(no_block(app::BLOCK)),
    }
}

fn similar_page(
    tables: &Tables,
    request: &SimilarRequest,
    page: &Page<'_>,
    progress: &mut Progress,
) -> Extracted {
    let rpc_id = similar::block(progress);
    match page.blocks(rpc_id).next() {
        Some((_, block)) => similar::extract(&tables.similar, request, block, progress),
        None => Extracted::Failed(no_block(rpc_id)),
    }
}

/// The page has the apps in one block, what its head says in another.
fn developer_page(
    tables: &Tables,
    request: &DeveloperRequest,
    page: &Page<'_>,
    progress: &mut Progress,
) -> Extracted {
    let first = |rpc_id: &&str| page.blocks(rpc_id).map(|(_, block)| block).next();
    let apps = developer::BLOCKS.iter().find_map(first);
    let mut headers = page.blocks(developer::HEADER_BLOCK).map(|(_, block)| block);
    let header = headers.find(|block| *block != b"null");
    match apps {
        Some(apps) => developer::extract_page(&tables.developer, request, apps, header, progress),
        None => Extracted::Failed(no_block(developer::block(request))),
    }
}

/// Where a client found the blocks on pages.
pub(super) struct Pages {
    pub(super) app: Found,
    pub(super) search: Found,
}

impl Default for Pages {
    fn default() -> Self {
        Self {
            app: Found::new("app", app::BLOCK, APP_KEY),
            search: Found::new("search", SEARCH_BLOCK, SEARCH_KEY),
        }
    }
}

fn no_block(rpc_id: &str) -> Error {
    let message = "the page has no block with this data; Play's layout may have changed";
    Error::parse(rpc_id, &[], message)
}

/// What a record says that its page says a second time.
#[derive(Deserialize)]
struct Said {
    title: String,
    score: Option<f64>,
    price: Option<f64>,
}

/// The page says title, rating and price a second time, for search engines. A record that says
/// something else was read from the wrong places.
fn contradiction(record: &[u8], page: &Page<'_>) -> Option<Error> {
    let linked = linked_data(page)?;
    let record: Said = serde_json::from_slice(record).ok()?;
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.parse().ok());
    let differs = |mine: Option<f64>, theirs: Option<f64>, tolerance: f64| matches!((mine, theirs), (Some(a), Some(b)) if (a - b).abs() > tolerance);
    let mut fields = Vec::new();
    if linked["name"].as_str().is_some_and(|name| to_text(name) != to_text(&record.title)) {
        fields.push("title");
    }
    // Shown with fewer digits at times; the score itself goes from 1 to 5.
    if differs(record.score, number(&linked["aggregateRating"]["ratingValue"]), 0.051) {
        fields.push("score");
    }
    if differs(record.price, number(&linked["offers"][0]["price"]), 0.005) {
        fields.push("price");
    }
    if fields.is_empty() {
        return None;
    }
    let message = format!(
        "the page's JSON-LD says another {} than its record; Play's layout may have changed",
        fields.join(", ")
    );
    Some(Error::parse(app::BLOCK, &fields, message))
}

/// The page's JSON-LD: the text of a script, which is no HTML and ends where the script does.
fn linked_data(page: &Page<'_>) -> Option<Value> {
    let script = page.find(b"application/ld+json")?;
    let text = &script[memchr::memchr(b'>', script)? + 1..];
    let json = String::from_utf8_lossy(&text[..memmem::find(text, b"</script>")?]);
    serde_json::from_str(&json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linked_data_is_a_scripts_text() {
        let html =
            "<script type=\"application/ld+json\" nonce=\"n\">{\"name\":\"a &amp; <b>\"}</script>";
        assert_eq!(linked_data(&Page::new(html.as_bytes())).unwrap()["name"], "a &amp; <b>");
        for cut in 0..html.len() {
            assert!(linked_data(&Page::new(&html.as_bytes()[..cut])).is_none());
        }
    }
}
