//! Play's HTML pages: the data blocks in them, found by substring search and told apart by the RPC
//! that each page says they answer (PROTOCOL 1.2).

use memchr::memmem;
use scraper::Html;
use serde::Deserialize;
use serde_json::Value;

use super::cursor::Cursor;
use super::html::to_text;
use super::search::Progress;
use super::{Extracted, Json, app, search};
use crate::error::Error;
use crate::request::{Lookup, SearchRequest};

const APP_BLOCK: &str = "Ws7gDc";
const SEARCH_BLOCK: &str = "lGYRle";

/// Reads what a page says about a lookup. Lookups without a page have none to be read.
pub fn extract_page(lookup: &Lookup, html: &[u8], progress: &mut Progress) -> Extracted {
    match lookup {
        Lookup::App(request) => app_page(&request.into(), html),
        Lookup::Search(request) => search_page(Some(request), html, progress),
        Lookup::List(_) | Lookup::Reviews(_) => Extracted::Failed(no_block("")),
    }
}

/// Whether a body is one of Play's pages with data.
pub fn is_page(body: &[u8]) -> bool {
    memmem::find(body, BLOCK_START).is_some()
}

/// An app's page. Two blocks answer `Ws7gDc`; the record is the one that has a title.
pub(super) fn app_page(asked: &app::Asked<'_>, html: &[u8]) -> Extracted {
    let mut result = Extracted::Failed(no_block(APP_BLOCK));
    for block in blocks(html, APP_BLOCK) {
        result = app::extract(asked, block);
        if let Extracted::Value(Json::Object(record)) = &result {
            return match contradiction(record, html) {
                Some(error) => Extracted::Failed(error),
                None => result,
            };
        }
    }
    result
}

pub(super) fn search_page(
    request: Option<&SearchRequest>,
    html: &[u8],
    progress: &mut Progress,
) -> Extracted {
    match blocks(html, SEARCH_BLOCK).next() {
        Some(block) => search::extract(request, block, progress),
        None => Extracted::Failed(no_block(SEARCH_BLOCK)),
    }
}

fn no_block(rpc_id: &str) -> Error {
    let message = "the page has no block with this data; Play's layout may have changed";
    Error::parse(rpc_id, &[], message)
}

const BLOCK_START: &[u8] = b"AF_initDataCallback({key:";

/// The JSON of the blocks that answer this RPC, in the order of their keys on the page's map.
fn blocks<'a>(html: &'a [u8], rpc_id: &str) -> impl Iterator<Item = &'a [u8]> {
    keys(html, rpc_id).into_iter().filter_map(|key| block(html, key))
}

/// A block ends with its JSON value, whatever text is in it. The others are not passed.
fn block<'a>(html: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    memmem::find_iter(html, BLOCK_START).find_map(|at| {
        let rest = &html[at + BLOCK_START.len()..];
        if quoted(rest.trim_ascii_start())? != key {
            return None;
        }
        let data = memmem::find(rest, b"data:")? + b"data:".len();
        Cursor::new(&rest[data..]).value().ok()
    })
}

/// The keys of the blocks that answer this RPC: `'ds:5' : {id:'Ws7gDc',request:[…]}`.
fn keys<'a>(html: &'a [u8], rpc_id: &str) -> Vec<&'a [u8]> {
    let Some(start) = memmem::find(html, b"AF_dataServiceRequests = {") else { return Vec::new() };
    let map = &html[start..];
    let end = memmem::find(map, b"; var AF_initDataChunkQueue").unwrap_or(map.len());
    let named = format!("id:'{rpc_id}'");
    memmem::find_iter(&map[..end], named.as_bytes())
        .filter_map(|at| {
            // `'ds:5' : {` stands before it.
            let before = map[..at].strip_suffix(b"{")?.trim_ascii_end().strip_suffix(b":")?;
            let before = before.trim_ascii_end().strip_suffix(b"'")?;
            let quote = memchr::memrchr(b'\'', before)?;
            Some(&before[quote + 1..])
        })
        .collect()
}

/// The inside of `'…'`.
fn quoted(text: &[u8]) -> Option<&[u8]> {
    let rest = text.strip_prefix(b"'")?;
    Some(&rest[..memchr::memchr(b'\'', rest)?])
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
fn contradiction(record: &[u8], html: &[u8]) -> Option<Error> {
    let linked = linked_data(html)?;
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
    Some(Error::parse(APP_BLOCK, &fields, message))
}

/// The page's JSON-LD. Only this element is parsed as HTML, not the page.
fn linked_data(html: &[u8]) -> Option<Value> {
    let marker = memmem::find(html, b"application/ld+json")?;
    let start = memchr::memrchr(b'<', &html[..marker])?;
    let length = memmem::find(&html[start..], b"</script>")? + b"</script>".len();
    let element = String::from_utf8_lossy(&html[start..start + length]);
    let fragment = Html::parse_fragment(&element);
    let json: String =
        fragment.tree.values().filter_map(|node| node.as_text()).map(|text| &**text).collect();
    serde_json::from_str(&json).ok()
}
