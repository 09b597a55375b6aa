//! Clusters: rows of apps with a token for more, as search, similar apps and developers have them,
//! and the continuation `qnKhOb` (PROTOCOL 2.10).

use super::card::Layouts;
use super::mapping::Mappings;
use super::node::Node;
use super::progress::Progress;
use super::shape::Shape;
use super::table::Table;
use super::{Extracted, find_list, opened};

/// The sections of an answer, each a cluster.
pub(super) const SECTIONS: Shape = Shape::of_places("clusters", &[("sections", &[0, 1])]);
/// In a cluster: its rows, the token for more; the same in the other layout.
pub(super) const CLUSTER: Shape = Shape::of_places(
    "cluster",
    &[
        ("rows", &[21, 0]),
        ("otherRows", &[22, 0]),
        ("token", &[21, 1, 3, 1]),
        ("otherToken", &[22, 1, 3, 1]),
    ],
);
/// In a continuation: the rows of a cluster or a search, those of a developer, then the tokens.
pub(super) const MORE: Shape = Shape::of_places(
    "clusterMore",
    &[
        ("rows", &[0, 0, 0]),
        ("otherRows", &[0, 6, 0]),
        ("token", &[0, 0, 7, 1]),
        ("otherToken", &[0, 6, 7, 1]),
    ],
);

/// Where a client reads clusters.
pub(super) struct Tables {
    sections: Table,
    cluster: Table,
    more: Table,
    pub(super) layouts: Layouts,
}

impl Tables {
    pub(super) fn new(lookup: &'static str, mappings: &Mappings) -> Self {
        let table = |shape| Table::new(shape, lookup, mappings);
        Self {
            sections: table(&SECTIONS),
            cluster: table(&CLUSTER),
            more: table(&MORE),
            layouts: Layouts::new(lookup, mappings),
        }
    }

    /// The sections of an answer.
    pub(super) fn sections<'a>(
        &self,
        block: &str,
        answer: Node<'a>,
    ) -> Result<Vec<Node<'a>>, Extracted> {
        let found = find_list(block, &self.sections, answer)?;
        Ok(found.beside(0).map(Node::items).unwrap_or_default())
    }

    /// Reads all clusters of an answer.
    pub(super) fn read_sections(
        &self,
        block: &str,
        answer: Node<'_>,
        progress: &mut Progress,
    ) -> Result<(), Extracted> {
        self.sections(block, answer)?
            .into_iter()
            .try_for_each(|section| self.read(block, section, progress))
    }

    /// Reads a cluster.
    pub(super) fn read(
        &self,
        block: &str,
        cluster: Node<'_>,
        progress: &mut Progress,
    ) -> Result<(), Extracted> {
        let found = self.cluster.find(cluster);
        self.take(block, [0, 1, 2, 3].map(|place| found.beside(place)), progress)
    }

    /// Reads a continuation. One that brings nothing new ends the list, whatever its token.
    pub(super) fn read_more(
        &self,
        block: &str,
        payload: &[u8],
        progress: &mut Progress,
    ) -> Result<(), Extracted> {
        let tape = opened(block, payload)?;
        let found = find_list(block, &self.more, tape.root())?;
        let before = progress.rows.len();
        self.take(block, [0, 1, 2, 3].map(|place| found.beside(place)), progress)?;
        if progress.rows.len() == before && progress.token.take().is_some() {
            progress.is_cut = true;
        }
        Ok(())
    }

    /// Two lists of rows, two tokens: one of each is there.
    fn take(
        &self,
        block: &str,
        [rows, other_rows, token, other_token]: [Option<Node<'_>>; 4],
        progress: &mut Progress,
    ) -> Result<(), Extracted> {
        for row in [rows, other_rows].into_iter().flatten().flat_map(Node::items) {
            if let Some(row) = self.layouts.find(row) {
                progress.keep(block, &row, |_| true)?;
            }
        }
        let token = [token, other_token].into_iter().flatten().find_map(Node::str);
        if let Some(token) = token.filter(|token| !token.is_empty()) {
            progress.token.get_or_insert(token.into_owned());
        }
        Ok(())
    }
}
