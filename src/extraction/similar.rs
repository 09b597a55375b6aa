//! Apps like one app: RPC `ag2B9c`, or the same on the app's page; the page of the cluster that it
//! names; the continuation (PROTOCOL 2.10).

use std::borrow::Cow;

use super::mapping::Mappings;
use super::node::Node;
use super::progress::{Part, Progress};
use super::shape::Shape;
use super::table::Table;
use super::watch::Watch;
use super::{Extracted, cluster, find_list, not_found, opened, shares};
use crate::request::{SimilarRequest, cluster_page, is_cluster_page};

pub(super) const BLOCK: &str = "ag2B9c";
const PAGE_BLOCK: &str = "CNT7ob";
/// What the name begins with; `APPLICATION` or `GAME` follows. There was none in 2022.
const SIMILAR: &str = "similar_apps";

/// What belongs to the app; null where nothing does.
pub(super) const CLUSTERS: Shape = Shape::of_places("similar", &[("clusters", &[1, 1])]);
/// In a cluster: its name, which is the same in all languages, and its page's address.
pub(super) const NAMES: Shape =
    Shape::of_places("similarCluster", &[("name", &[3, 1, 0, 0]), ("address", &[21, 1, 2, 4, 2])]);

/// Where a client reads similar apps.
pub(super) struct Tables {
    first: Table,
    names: Table,
    pub(super) clusters: cluster::Tables,
    pub(super) answers: Watch,
}

impl Tables {
    pub(super) fn new(mappings: &Mappings) -> Self {
        let table = |shape| Table::new(shape, "similar", mappings);
        Self {
            first: table(&CLUSTERS),
            names: table(&NAMES),
            clusters: cluster::Tables::new("similar", mappings),
            answers: Watch::of_answers("similar", &shares::SIMILAR),
        }
    }
}

/// Reads the next answer.
pub(super) fn extract(
    tables: &Tables,
    request: &SimilarRequest,
    payload: &[u8],
    progress: &mut Progress,
) -> Extracted {
    let read = match progress.part {
        Part::First => {
            return first(tables, request, payload, progress).unwrap_or_else(|failed| failed);
        }
        Part::ClusterPage => {
            // Its token leads on from its own rows.
            let token = progress.token.take();
            let read = opened(PAGE_BLOCK, payload)
                .and_then(|tape| tables.clusters.read_sections(PAGE_BLOCK, tape.root(), progress));
            if read.is_err() {
                progress.token = token;
            }
            read
        }
        Part::Header | Part::Rows => tables.clusters.read_more(BLOCK, payload, progress),
    };
    match read {
        Ok(()) => go_on(request, progress),
        Err(failed) => failed,
    }
}

/// The block of a page that says what comes next.
pub(super) fn block(progress: &Progress) -> &'static str {
    if progress.part == Part::ClusterPage { PAGE_BLOCK } else { BLOCK }
}

/// Play has nothing to say.
pub(super) fn nothing(request: &SimilarRequest, progress: &mut Progress) -> Extracted {
    if progress.part == Part::First {
        return Extracted::Failed(not_found());
    }
    progress.is_cut = true;
    progress.finish(request.num as usize, "")
}

/// The cluster's page cannot be had: on by the token of the first rows.
pub(super) fn without_page(request: &SimilarRequest, progress: &mut Progress) -> Extracted {
    if progress.token.is_none() {
        progress.is_cut = true;
    }
    go_on(request, progress)
}

fn first(
    tables: &Tables,
    request: &SimilarRequest,
    payload: &[u8],
    progress: &mut Progress,
) -> Result<Extracted, Extracted> {
    let tape = opened(BLOCK, payload)?;
    let address = read_first(tables, tape.root(), progress)?;
    tables.answers.note_rows(progress.has_apps);
    let num = request.num as usize;
    let page = address.and_then(|address| cluster_page(&address, &request.locale));
    Ok(match page.filter(|_| progress.rows.len() < num) {
        Some(page) => {
            progress.part = Part::ClusterPage;
            Extracted::MorePage(page)
        }
        None => go_on(request, progress),
    })
}

/// The first apps as a list of their own, an object; none where Play says nothing. It is cut where a
/// token leads on.
pub(super) fn first_apps(tables: &Tables, payload: Option<&[u8]>) -> Result<Vec<u8>, Extracted> {
    let mut progress = Progress::default();
    if let Some(payload) = payload {
        read_first(tables, opened(BLOCK, payload)?.root(), &mut progress)?;
        progress.is_cut = progress.leads_on();
    }
    tables.answers.note_rows(progress.has_apps);
    match progress.finish(usize::MAX, "") {
        Extracted::Value(apps) => {
            let mut object = Vec::new();
            apps.each_piece(|piece| object.extend_from_slice(piece));
            Ok(object)
        }
        other => Err(other),
    }
}

/// Reads the rows of the cluster of similar apps; gives the address of its page.
fn read_first<'a>(
    tables: &Tables,
    answer: Node<'a>,
    progress: &mut Progress,
) -> Result<Option<Cow<'a, str>>, Extracted> {
    let found = find_list(BLOCK, &tables.first, answer)?;
    let clusters = found.beside(0).map(Node::items).unwrap_or_default();
    let mut similar = None;
    // Beside it are the developer's other apps, at times before it.
    for cluster in clusters {
        let names = tables.names.find(cluster);
        let has_name =
            names.beside(0).and_then(Node::str).is_some_and(|it| it.starts_with(SIMILAR));
        let address = names.beside(1).and_then(Node::str).filter(|it| is_cluster_page(it));
        if has_name || (address.is_some() && similar.is_none()) {
            similar = Some((cluster, address));
        }
        if has_name {
            break;
        }
    }
    let Some((cluster, address)) = similar else { return Ok(None) };
    tables.clusters.read(BLOCK, cluster, progress)?;
    Ok(address)
}

fn go_on(request: &SimilarRequest, progress: &mut Progress) -> Extracted {
    let num = request.num as usize;
    match progress.go_on(num) {
        Some(call) => Extracted::More(call),
        None => progress.finish(num, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Locale;

    #[test]
    fn a_cluster_page_that_cannot_be_read_leaves_the_token_of_the_first_rows() {
        let tables = Tables::new(&Mappings::default());
        let app_id = "com.a.b".to_owned();
        let request = SimilarRequest { app_id, num: 50, locale: Locale::default() };
        let token = Some("leads on".to_owned());
        let mut progress = Progress::default();
        (progress.part, progress.token) = (Part::ClusterPage, token.clone());
        let read = extract(&tables, &request, b"no list", &mut progress);
        assert!(!matches!(read, Extracted::Value(_) | Extracted::More(_)));
        assert_eq!(progress.token, token);
    }
}
