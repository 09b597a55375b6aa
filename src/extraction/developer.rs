//! A developer's apps: RPC `MRTdke` or `IRWBmd`, who the developer is: `Ws7gDc`, or the page that
//! has both; the continuation (PROTOCOL 2.7).

use super::field::Kind::{Plain, Text};
use super::field::{Field, write_key};
use super::mapping::Mappings;
use super::node::Node;
use super::progress::{Part, Progress};
use super::shape::Shape;
use super::table::Table;
use super::watch::Watch;
use super::{Extracted, PLAY, close_object, cluster, find_list, opened, shares, text};
use crate::error::{Error, ErrorKind};
use crate::request::{DeveloperId, DeveloperRequest};

/// The apps of a developer known by number, and by name. Some answer in the other's layout.
pub(super) const BLOCKS: [&str; 2] = ["MRTdke", "IRWBmd"];
pub(super) const HEADER_BLOCK: &str = "Ws7gDc";

const ROOT: &[u32] = &[1, 12];
const HEADER: &[Field] = &[
    Field::new("icon", Text, &[&[2, 0, 3, 2]]),
    Field::new("cover", Text, &[&[1, 0, 3, 2]]),
    Field::new("description", Plain, &[&[5, 1, 1]]),
];

/// Places: the number that an answer is about, the developer's name, the head as a whole.
pub(super) const HEAD: Shape = Shape {
    root: ROOT,
    groups: &[HEADER],
    ..Shape::of_places(
        "developer",
        &[("id", &[1, 11, 0, 0]), ("name", &[1, 12, 4, 0]), ("head", ROOT)],
    )
};

/// Where a client reads developers.
pub(super) struct Tables {
    head: Table,
    pub(super) clusters: cluster::Tables,
    pub(super) answers: Watch,
}

impl Tables {
    pub(super) fn new(mappings: &Mappings) -> Self {
        Self {
            head: Table::new(&HEAD, "developer", mappings),
            clusters: cluster::Tables::new("developer", mappings),
            answers: Watch::of_answers("developer", &shares::DEVELOPERS),
        }
    }
}

/// What is told about a developer.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// Whether Play has a head for the page.
    is_there: bool,
    name: Option<String>,
    /// JSON fields, each with its comma.
    fields: Vec<u8>,
}

/// Reads the next answer.
pub(super) fn extract(
    tables: &Tables,
    request: &DeveloperRequest,
    payload: &[u8],
    progress: &mut Progress,
) -> Extracted {
    let read = match progress.part {
        Part::First => {
            return match read_apps(tables, request, payload, progress) {
                Ok(()) => ask_header(request, progress),
                Err(failed) => failed,
            };
        }
        Part::Header => read_header(tables, request, payload, progress),
        Part::ClusterPage | Part::Rows => {
            tables.clusters.read_more(block(request), payload, progress)
        }
    };
    match read {
        Ok(()) => go_on(request, progress),
        Err(failed) => failed,
    }
}

/// Reads the page's two blocks, where the head may be missing.
pub(super) fn extract_page(
    tables: &Tables,
    request: &DeveloperRequest,
    apps: &[u8],
    header: Option<&[u8]>,
    progress: &mut Progress,
) -> Extracted {
    let read = read_apps(tables, request, apps, progress).and_then(|()| match header {
        Some(header) => read_header(tables, request, header, progress),
        None => Ok(()),
    });
    match read {
        Ok(()) => go_on(request, progress),
        Err(failed) => failed,
    }
}

/// Play has nothing to say: to the first call, that there is no such developer.
pub(super) fn nothing(request: &DeveloperRequest, progress: &mut Progress) -> Extracted {
    match progress.part {
        Part::First => Extracted::Failed(no_developer()),
        Part::Header => go_on(request, progress),
        Part::ClusterPage | Part::Rows => {
            progress.is_cut = true;
            finish(request, progress)
        }
    }
}

/// Play has no such developer.
pub(super) fn no_developer() -> Error {
    Error::new(
        ErrorKind::NotFound,
        "Google Play has no such developer in this country; check the number or the exact name",
    )
}

/// The block of the RPC that a request asks.
pub(super) fn block(request: &DeveloperRequest) -> &'static str {
    match request.id {
        DeveloperId::Number(_) => BLOCKS[0],
        DeveloperId::Name(_) => BLOCKS[1],
    }
}

fn read_apps(
    tables: &Tables,
    request: &DeveloperRequest,
    payload: &[u8],
    progress: &mut Progress,
) -> Result<(), Extracted> {
    let tape = opened(block(request), payload)?;
    tables.clusters.read_sections(block(request), tape.root(), progress)?;
    tables.answers.note_rows(progress.has_apps);
    let name = first_developer(tables, request, tape.root())?;
    progress.developer.get_or_insert_default().name = name;
    Ok(())
}

/// The developer of the first row; rows of an answer have the same one.
fn first_developer(
    tables: &Tables,
    request: &DeveloperRequest,
    answer: Node<'_>,
) -> Result<Option<String>, Extracted> {
    let sections = tables.clusters.sections(block(request), answer)?;
    let rows =
        sections.iter().flat_map(|section| [section.at(&[21, 0, 0]), section.at(&[22, 0, 0])]);
    let layouts = &tables.clusters.layouts;
    let name = rows.flatten().find_map(|row| layouts.find(row)?.developer()?.str());
    Ok(name.map(std::borrow::Cow::into_owned).filter(|name| !name.is_empty()))
}

fn ask_header(request: &DeveloperRequest, progress: &mut Progress) -> Extracted {
    match request.header() {
        Some(call) => {
            progress.part = Part::Header;
            Extracted::More(call)
        }
        None => go_on(request, progress),
    }
}

fn read_header(
    tables: &Tables,
    request: &DeveloperRequest,
    payload: &[u8],
    progress: &mut Progress,
) -> Result<(), Extracted> {
    let tape = opened(HEADER_BLOCK, payload)?;
    let found = find_list(HEADER_BLOCK, &tables.head, tape.root())?;
    if found.beside(0).and_then(Node::str).is_some_and(|echo| echo != request.id.text()) {
        return Err(Extracted::Mismatch);
    }
    let header = progress.developer.get_or_insert_default();
    header.is_there = found.beside(2).is_some();
    if let Some(name) = found.beside(1).and_then(Node::str).filter(|name| !name.is_empty()) {
        header.name = Some(name.into_owned());
    }
    header.fields.clear();
    tables.head.write(&found, &mut header.fields);
    Ok(())
}

fn go_on(request: &DeveloperRequest, progress: &mut Progress) -> Extracted {
    let is_known = progress.developer.as_ref().is_some_and(|header| header.is_there);
    if progress.rows.is_empty() && progress.token.is_none() && !is_known {
        return Extracted::Failed(no_developer());
    }
    match progress.go_on(request.num as usize) {
        Some(call) => Extracted::More(call),
        None => finish(request, progress),
    }
}

fn finish(request: &DeveloperRequest, progress: &mut Progress) -> Extracted {
    let Header { name, fields, .. } = progress.developer.take().unwrap_or_default();
    let mut out = b"\"developer\":{".to_vec();
    let id = request.id.text();
    for (key, value) in [
        ("name", name.as_deref().unwrap_or(id)),
        ("id", id),
        ("url", &format!("{PLAY}{}", request.id.path())),
    ] {
        write_key(key, &mut out);
        text::write_string(value, &mut out);
        out.push(b',');
    }
    out.extend_from_slice(&fields);
    close_object(&mut out);
    out.push(b',');
    progress.finish(request.num as usize, &String::from_utf8_lossy(&out))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Locale;

    #[test]
    fn the_head_of_another_developer_is_none_of_this_one() {
        let tables = Tables::new(&Mappings::default());
        let id = DeveloperId::Number("5".to_owned());
        let request = DeveloperRequest { id, num: 10, locale: Locale::default() };
        let is_of_another = |number: &str| {
            let nulls = "null,".repeat(11);
            let head = format!("[null,[{nulls}[[\"{number}\"]],[]]]");
            let mut progress = Progress::default();
            progress.part = Part::Header;
            let read = extract(&tables, &request, head.as_bytes(), &mut progress);
            matches!(read, Extracted::Mismatch)
        };
        assert!(!is_of_another("5"));
        assert!(is_of_another("6"));
    }
}
