//! Clusters: rows of apps with a token for more, as search, similar apps and developers have them,
//! and the continuation `qnKhOb` (PROTOCOL 2.10).

use once_cell::sync::Lazy;

use super::card::Layout;
use super::node::Node;
use super::progress::Progress;
use super::table::Table;
use super::{Extracted, malformed, open_list};

/// The sections of an answer, each a cluster.
const SECTIONS: &[u32] = &[0, 1];
/// In a cluster: its rows, the token for more; the same in the other layout.
const CLUSTER: [&[u32]; 4] = [&[21, 0], &[22, 0], &[21, 1, 3, 1], &[22, 1, 3, 1]];
/// In a continuation: the rows of a cluster or a search, those of a developer, then the tokens.
const MORE: [&[u32]; 4] = [&[0, 0, 0], &[0, 6, 0], &[0, 0, 7, 1], &[0, 6, 7, 1]];

static FIRST: Lazy<Table> = Lazy::new(|| Table::new(&[], &[], &[SECTIONS]));
static ONE: Lazy<Table> = Lazy::new(|| Table::new(&[], &[], &CLUSTER));
static NEXT: Lazy<Table> = Lazy::new(|| Table::new(&[], &[], &MORE));

/// The sections of an answer.
pub(super) fn sections<'a>(block: &str, payload: &'a [u8]) -> Result<Vec<Node<'a>>, Extracted> {
    let found = open_list(block, &FIRST, payload)?;
    Ok(found.beside(0).map(Node::items).unwrap_or_default())
}

/// Reads all clusters of an answer.
pub(super) fn read_sections(
    block: &str,
    payload: &[u8],
    progress: &mut Progress,
) -> Result<(), Extracted> {
    sections(block, payload)?.into_iter().try_for_each(|section| read(block, section, progress))
}

/// Reads a cluster.
pub(super) fn read(
    block: &str,
    cluster: Node<'_>,
    progress: &mut Progress,
) -> Result<(), Extracted> {
    let found = ONE.find(cluster.text()).map_err(|_| malformed(block))?;
    take(block, [0, 1, 2, 3].map(|place| found.beside(place)), progress)
}

/// Reads a continuation. One that brings nothing new ends the list, whatever its token.
pub(super) fn read_more(
    block: &str,
    payload: &[u8],
    progress: &mut Progress,
) -> Result<(), Extracted> {
    let found = open_list(block, &NEXT, payload)?;
    let before = progress.rows.len();
    take(block, [0, 1, 2, 3].map(|place| found.beside(place)), progress)?;
    if progress.rows.len() == before && progress.token.take().is_some() {
        progress.is_cut = true;
    }
    Ok(())
}

/// Two lists of rows, two tokens: one of each is there.
fn take(
    block: &str,
    [rows, other_rows, token, other_token]: [Option<Node<'_>>; 4],
    progress: &mut Progress,
) -> Result<(), Extracted> {
    for row in [rows, other_rows].into_iter().flatten().flat_map(Node::items) {
        if let Some(layout) = Layout::of(row) {
            progress.keep(block, layout, row, |_| true)?;
        }
    }
    let token = [token, other_token].into_iter().flatten().find_map(Node::str);
    if let Some(token) = token.filter(|token| !token.is_empty()) {
        progress.token.get_or_insert(token.into_owned());
    }
    Ok(())
}
