//! A search (RPC `lGYRle`, its page, its continuation `qnKhOb`), PROTOCOL 2.3.

use super::mapping::Mappings;
use super::node::Node;
use super::progress::{Part, Progress};
use super::shape::Shape;
use super::table::Table;
use super::watch::Watch;
use super::{Extracted, app_list, card, cluster, find_list, opened, shares};
use crate::request::{Price, SearchRequest};

const BLOCK: &str = "lGYRle";

/// In a section: the app that the term names, the rows, the token for more.
pub(super) const SECTION: Shape = Shape::of_places(
    "searchSection",
    &[("featured", &[23]), ("rows", &[22, 0]), ("token", &[22, 1, 3, 1])],
);
/// In a continuation: its rows and the token for more.
pub(super) const MORE: Shape =
    Shape::of_places("searchMore", &[("rows", &[0, 0, 0]), ("token", &[0, 0, 7, 1])]);

/// Where a client reads searches.
pub(super) struct Tables {
    section: Table,
    more: Table,
    pub(super) clusters: cluster::Tables,
    pub(super) answers: Watch,
}

impl Tables {
    pub(super) fn new(mappings: &Mappings) -> Self {
        let table = |shape| Table::new(shape, "search", mappings);
        Self {
            section: table(&SECTION),
            more: table(&MORE),
            clusters: cluster::Tables::new("search", mappings),
            answers: Watch::of_answers("search", &shares::SEARCHES),
        }
    }
}

/// Reads the first answer, or the next. Without a request, everything is kept.
pub(super) fn extract(
    tables: &Tables,
    request: Option<&SearchRequest>,
    payload: &[u8],
    progress: &mut Progress,
) -> Extracted {
    let read = if progress.part == Part::First {
        read_first(tables, request, payload, progress)
    } else {
        read_more(tables, request, payload, progress)
    };
    if let Err(failed) = read {
        return failed;
    }
    match request.and_then(|request| progress.go_on(request.num as usize)) {
        Some(call) => Extracted::More(call),
        None => finish(request, progress),
    }
}

/// Play has nothing to say.
pub(super) fn nothing(
    tables: &Tables,
    request: &SearchRequest,
    progress: &mut Progress,
) -> Extracted {
    if progress.part == Part::First {
        tables.answers.note_rows(false);
    }
    finish(Some(request), progress)
}

/// What was found, no more is asked for.
pub(super) fn finish(request: Option<&SearchRequest>, progress: &mut Progress) -> Extracted {
    let mut rows = std::mem::take(&mut progress.rows);
    let num = request.map_or(rows.len().max(1), |request| request.num as usize);
    rows.truncate(num);
    app_list(rows, num)
}

/// All sections: the app that the term names comes first, wherever its section stands.
fn read_first(
    tables: &Tables,
    request: Option<&SearchRequest>,
    payload: &[u8],
    progress: &mut Progress,
) -> Result<(), Extracted> {
    let layouts = &tables.clusters.layouts;
    let mut rows = Vec::new();
    let tape = opened(BLOCK, payload)?;
    for section in tables.clusters.sections(BLOCK, tape.root())? {
        let found = tables.section.find(section);
        if let Some(featured) = found.beside(0) {
            keep(request, &layouts.featured, featured, progress)?;
        }
        rows.extend(found.beside(1).map(Node::items).unwrap_or_default());
        take_token(found.beside(2), progress);
    }
    rows.into_iter().try_for_each(|row| keep(request, &layouts.row, row, progress))?;
    tables.answers.note_rows(progress.has_apps);
    Ok(())
}

fn read_more(
    tables: &Tables,
    request: Option<&SearchRequest>,
    payload: &[u8],
    progress: &mut Progress,
) -> Result<(), Extracted> {
    let tape = opened(BLOCK, payload)?;
    let found = find_list(BLOCK, &tables.more, tape.root())?;
    for row in found.beside(0).map(Node::items).unwrap_or_default() {
        keep(request, &tables.clusters.layouts.continued, row, progress)?;
    }
    take_token(found.beside(1), progress);
    Ok(())
}

fn take_token(token: Option<Node<'_>>, progress: &mut Progress) {
    if let Some(token) = token.and_then(Node::str) {
        progress.token.get_or_insert(token.into_owned());
    }
}

/// Keeps a row that has the price asked for.
fn keep(
    request: Option<&SearchRequest>,
    layout: &card::Layout,
    row: Node<'_>,
    progress: &mut Progress,
) -> Result<(), Extracted> {
    let row = layout.find(row);
    progress.keep(BLOCK, &row, |micros| match request.map(|request| request.price) {
        None | Some(Price::All) => true,
        Some(Price::Free) => micros == Some(0),
        Some(Price::Paid) => micros.is_some_and(|micros| micros > 0),
    })
}
