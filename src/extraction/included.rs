//! What comes with an app's record: its permissions and its data safety section, which are fields of
//! it, and the first similar apps, which another call of the same POST brings; on pages, what their
//! blocks and the data safety page have.

use super::field::write_key;
use super::mapping::Mappings;
use super::node::Node;
use super::progress::Progress;
use super::shape::Shape;
use super::table::Table;
use super::tape::Tape;
use super::{Extracted, Json, Tables, app, data_safety, opened, permissions, similar};
use crate::request::{AppRequest, DataSafetyRequest, Include};

/// Where a record has what is read by others' tables.
pub(super) const INCLUDED: Shape =
    Shape::of_places("included", &[("permissions", &[1, 2, 74, 2]), ("dataSafety", &[1, 2, 137])]);

/// Where a client reads what comes with a record.
pub(super) struct Places(Table);

impl Places {
    pub(super) fn new(mappings: &Mappings) -> Self {
        Self(Table::new(&INCLUDED, "app", mappings))
    }
}

/// What is found so far of an app that takes several answers. Each is an object.
#[derive(Debug, Default)]
pub(super) struct Parts {
    record: Option<Vec<u8>>,
    similar: Option<Vec<u8>>,
}

impl Parts {
    pub(super) fn has_record(&self) -> bool {
        self.record.is_some()
    }

    pub(super) fn has_similar(&self) -> bool {
        self.similar.is_some()
    }
}

/// Reads the answer that has the record.
pub(super) fn extract(
    tables: &Tables,
    request: &AppRequest,
    payload: &[u8],
    progress: &mut Progress,
) -> Extracted {
    match opened(app::BLOCK, payload).and_then(|tape| read(tables, request, tape.root())) {
        Ok(record) => keep_record(request, record, progress),
        Err(failed) => failed,
    }
}

fn read(tables: &Tables, request: &AppRequest, answer: Node<'_>) -> Result<Vec<u8>, Extracted> {
    let mut record = app::read(&tables.app, &request.into(), answer)?;
    add_fields(tables, request, request.include, answer, &mut record)?;
    Ok(record)
}

/// Reads the answer that has the similar apps. Where Play has nothing to say, there are none.
pub(super) fn extract_similar(
    tables: &Tables,
    payload: Option<&[u8]>,
    progress: &mut Progress,
) -> Extracted {
    match similar::first_apps(&tables.similar, payload) {
        Ok(apps) => {
            progress.parts.similar = Some(apps);
            whole(progress)
        }
        Err(failed) => failed,
    }
}

/// Reads a page's blocks: the record as it was read, its block, and the similar apps' one. The data
/// safety section is on a page of its own, which comes next.
pub(super) fn extract_page(
    tables: &Tables,
    request: &AppRequest,
    (mut record, block): (Vec<u8>, &Tape<'_>),
    similar: Option<&[u8]>,
    progress: &mut Progress,
) -> Extracted {
    let on_page = Include { data_safety: false, ..request.include };
    if let Err(failed) = add_fields(tables, request, on_page, block.root(), &mut record) {
        return failed;
    }
    if request.include.similar
        && let failed @ (Extracted::Failed(_) | Extracted::Mismatch) =
            extract_similar(tables, similar, progress)
    {
        return failed;
    }
    if request.include.data_safety {
        progress.parts.record = Some(record);
        return Extracted::MorePage(data_safety_of(request).page());
    }
    keep_record(request, record, progress)
}

/// Reads the block of the data safety page that follows an app's.
pub(super) fn extract_data_safety(
    tables: &Tables,
    request: &AppRequest,
    block: &[u8],
    progress: &mut Progress,
) -> Extracted {
    let include = Include { data_safety: true, ..Include::default() };
    let mut record = progress.parts.record.take().unwrap_or_default();
    let added = opened(app::BLOCK, block)
        .and_then(|tape| add_fields(tables, request, include, tape.root(), &mut record));
    progress.parts.record = Some(record);
    match added {
        Ok(()) => without_data_safety(request, progress),
        Err(failed) => failed,
    }
}

/// Play has an app and no data safety page of it.
pub(super) fn without_data_safety(request: &AppRequest, progress: &mut Progress) -> Extracted {
    let record = progress.parts.record.take().unwrap_or_default();
    keep_record(request, record, progress)
}

/// Adds what is in the record's own answer. What is not there stays absent.
fn add_fields(
    tables: &Tables,
    request: &AppRequest,
    include: Include,
    answer: Node<'_>,
    record: &mut Vec<u8>,
) -> Result<(), Extracted> {
    if !include.permissions && !include.data_safety {
        return Ok(());
    }
    let found = tables.included.0.find(answer);
    if let Some(sections) = found.beside(0).filter(|_| include.permissions) {
        add(record, "permissions", &permissions::read_field(&tables.permissions, sections)?);
    }
    if found.beside(1).filter(|_| include.data_safety).is_some_and(Node::has_fields) {
        let declared = data_safety::read(&tables.data_safety, &data_safety_of(request), answer)?;
        add(record, "dataSafety", &declared);
    }
    Ok(())
}

/// The record is there; the similar apps, if they are wanted, may come before or after it.
fn keep_record(request: &AppRequest, record: Vec<u8>, progress: &mut Progress) -> Extracted {
    if !request.include.similar {
        return Extracted::Value(Json::Object(record));
    }
    progress.parts.record = Some(record);
    whole(progress)
}

fn whole(progress: &mut Progress) -> Extracted {
    match std::mem::take(&mut progress.parts) {
        Parts { record: Some(mut record), similar: Some(similar) } => {
            add(&mut record, "similar", &similar);
            Extracted::Value(Json::Object(record))
        }
        some => {
            progress.parts = some;
            Extracted::Part
        }
    }
}

/// Adds a field to an object that has some.
fn add(record: &mut Vec<u8>, name: &str, value: &[u8]) {
    record.pop();
    record.push(b',');
    write_key(name, record);
    record.extend_from_slice(value);
    record.push(b'}');
}

fn data_safety_of(request: &AppRequest) -> DataSafetyRequest {
    DataSafetyRequest { app_id: request.app_id.clone(), locale: request.locale.clone() }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::extraction::{Payload, extract, extract_beside};
    use crate::request::Lookup;

    fn all() -> Lookup {
        let mut lookup = Lookup::from_json("app", &json!("com.foo")).unwrap();
        if let Lookup::App(app) = &mut lookup {
            app.include = Include { permissions: true, data_safety: true, similar: true };
        }
        lookup
    }

    /// What is said of a record with these fields when nothing is similar to it.
    fn read(fields: &Value) -> Result<Value, Vec<String>> {
        let mut record = json!({"1": ["Title"], "19": [2], "69": ["Developer"]});
        let fields = fields.as_object().unwrap().clone();
        record.as_object_mut().unwrap().extend(fields);
        let payload = json!([null, [null, null, [record], {"12": [["com.foo", 7]]}]]).to_string();
        let (tables, mut progress) = (Tables::default(), Progress::default());
        let first = extract_beside(&tables, &Payload::Null, &mut progress);
        assert!(matches!(first, Extracted::Part), "{first:?}");
        match extract(&tables, &all(), &Payload::Json(payload.as_bytes()), &mut progress) {
            Extracted::Value(Json::Object(object)) => Ok(serde_json::from_slice(&object).unwrap()),
            Extracted::Failed(error) => Err(error.missing().to_vec()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_not_served_is_absent() {
        let bare = read(&json!({})).unwrap();
        assert_eq!(bare["similar"], json!({"apps": [], "complete": true}));
        for fields in [json!({"75": null, "138": null}), json!({"75": [null, null], "138": 7})] {
            assert_eq!(read(&fields).as_ref(), Ok(&bare), "{fields}");
        }
        assert!(bare.get("permissions").is_none() && bare.get("dataSafety").is_none());
        // Nothing is what an app asks for and declares, not what is unknown of it.
        let nothing = read(&json!({"75": [null, null, []], "138": []})).unwrap();
        assert_eq!(nothing["permissions"], json!({"permissions": [], "groups": []}));
        assert_eq!(nothing["dataSafety"]["collectedData"], json!([]));
    }

    #[test]
    fn sections_are_read_in_either_form() {
        let permission = json!([null, "take pictures"]);
        let dense = read(&json!({"75": [null, null, [null, null, [permission]]]})).unwrap();
        let list = json!([{"permission": "take pictures", "section": "ungrouped"}]);
        assert_eq!(dense["permissions"]["permissions"], list);
        for sections in [json!({"3": [permission]}), json!([{"3": [permission]}])] {
            assert_eq!(read(&json!({"75": {"3": sections}})).as_ref(), Ok(&dense), "{sections}");
        }
    }

    #[test]
    fn another_layout_is_an_error() {
        for (fields, missing) in [
            (json!({"75": [null, null, "Camera"]}), "permissions"),
            (json!({"75": [null, null, [[[null, null, []]]]]}), "name"),
            (
                json!({"138": [null, null, null, null, ["x"], {"10": [null, null, "x"]}]}),
                "securityPractices",
            ),
        ] {
            assert_eq!(read(&fields), Err(vec![missing.to_owned()]), "{fields}");
        }
    }
}
