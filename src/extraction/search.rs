//! A search (RPC `lGYRle`, its page, its continuation `qnKhOb`), PROTOCOL 2.3.

use std::collections::HashSet;

use once_cell::sync::Lazy;

use super::node::Node;
use super::table::Table;
use super::{Extracted, app_list, card, malformed, open_list};
use crate::request::{Price, SearchRequest, continuation};

const BLOCK: &str = "lGYRle";
/// The sections of the first answer.
const SECTIONS: &[u32] = &[0, 1];
/// In a section: the app that the term names, the rows, the token for more.
const FEATURED: &[u32] = &[23];
const ROWS: &[u32] = &[22, 0];
const TOKEN: &[u32] = &[22, 1, 3, 1];
/// In a continuation: its rows and the token for more.
const MORE_ROWS: &[u32] = &[0, 0, 0];
const MORE_TOKEN: &[u32] = &[0, 0, 7, 1];

static FIRST: Lazy<Table> = Lazy::new(|| Table::new(&[], &[], &[SECTIONS]));
static SECTION: Lazy<Table> = Lazy::new(|| Table::new(&[], &[], &[FEATURED, ROWS, TOKEN]));
static MORE: Lazy<Table> = Lazy::new(|| Table::new(&[], &[], &[MORE_ROWS, MORE_TOKEN]));

/// What is found so far of a search that takes several answers.
#[derive(Debug, Default)]
pub struct Progress {
    rows: Vec<Vec<u8>>,
    ids: HashSet<String>,
    tokens: HashSet<String>,
}

impl Progress {
    /// Whether an answer has already been read.
    pub(super) fn is_continued(&self) -> bool {
        !self.tokens.is_empty()
    }
}

/// Reads the first answer, or the next. Without a request, everything is kept.
pub(super) fn extract(
    request: Option<&SearchRequest>,
    payload: &[u8],
    progress: &mut Progress,
) -> Extracted {
    let token = if progress.is_continued() {
        read_more(request, payload, progress)
    } else {
        read_first(request, payload, progress)
    };
    match token {
        Ok(Some(token))
            if wants_more(request, progress) && progress.tokens.insert(token.clone()) =>
        {
            Extracted::More(continuation(&token))
        }
        Ok(_) => finish(request, progress),
        Err(failed) => failed,
    }
}

/// What was found, no more is asked for.
pub(super) fn finish(request: Option<&SearchRequest>, progress: &mut Progress) -> Extracted {
    let mut rows = std::mem::take(&mut progress.rows);
    let num = request.map_or(rows.len().max(1), |request| request.num as usize);
    rows.truncate(num);
    app_list(rows, num)
}

fn wants_more(request: Option<&SearchRequest>, progress: &Progress) -> bool {
    request.is_some_and(|request| progress.rows.len() < request.num as usize)
}

/// All sections: the app that the term names comes first, wherever its section stands.
fn read_first(
    request: Option<&SearchRequest>,
    payload: &[u8],
    progress: &mut Progress,
) -> Result<Option<String>, Extracted> {
    let found = open_list(BLOCK, &FIRST, payload)?;
    let sections = found.beside(0).map(Node::items).unwrap_or_default();
    let mut rows = Vec::new();
    let mut token = None;
    for section in sections {
        let found = SECTION.find(section.text()).map_err(|_| malformed(BLOCK))?;
        if let Some(featured) = found.beside(0) {
            keep(request, &card::FEATURED, featured, progress)?;
        }
        rows.extend(found.beside(1).map(Node::items).unwrap_or_default());
        token = token.or_else(|| found.beside(2).and_then(Node::str));
    }
    for row in rows {
        keep(request, &card::ROW, row, progress)?;
    }
    Ok(token.map(std::borrow::Cow::into_owned))
}

fn read_more(
    request: Option<&SearchRequest>,
    payload: &[u8],
    progress: &mut Progress,
) -> Result<Option<String>, Extracted> {
    let found = open_list(BLOCK, &MORE, payload)?;
    for row in found.beside(0).map(Node::items).unwrap_or_default() {
        keep(request, &card::OLD, row, progress)?;
    }
    Ok(found.beside(1).and_then(Node::str).map(std::borrow::Cow::into_owned))
}

/// Keeps a row unless it is there already or has another price than asked for.
fn keep(
    request: Option<&SearchRequest>,
    layout: &card::Layout,
    row: Node<'_>,
    progress: &mut Progress,
) -> Result<(), Extracted> {
    // A row that is no app (an advertisement, a heading) names none.
    let Some(id) = row.at(layout.id).and_then(Node::str) else { return Ok(()) };
    let micros = row.at(layout.price).and_then(Node::i64);
    let wanted = match request.map(|request| request.price) {
        None | Some(Price::All) => true,
        Some(Price::Free) => micros == Some(0),
        Some(Price::Paid) => micros.is_some_and(|micros| micros > 0),
    };
    if !wanted || !progress.ids.insert(id.into_owned()) {
        return Ok(());
    }
    let app = layout.record(BLOCK, progress.rows.len(), row)?;
    progress.rows.push(app);
    Ok(())
}
