//! What an app declares of its users' data: field 138 of its record (RPC `Ws7gDc`), PROTOCOL 2.8.

use super::app::{BLOCK, ECHOED_ID, RECORD, echoed_id};
use super::field::Kind::{Other, Plain, Text};
use super::field::{Field, write_key};
use super::mapping::Mappings;
use super::media::{flag, heading};
use super::node::Node;
use super::object::object;
use super::shape::Shape;
use super::table::Table;
use super::watch::Watch;
use super::{Extracted, Json, PLAY, close_object, complete, items_of, opened, shares, text};
use crate::request::DataSafetyRequest;

const FIELDS: &[Field] = &[
    Field::new("title", Text, &[&[0, 0]]).required(),
    Field::new("privacyPolicyUrl", Text, &[&[99, 0, 5, 2]]),
    Field::new("sharedHeading", Text, &[&[137, 4, 0, 1]]),
    Field::new("collectedHeading", Text, &[&[137, 4, 1, 1]]),
];
/// What each item says of its group.
const GROUP_FIELDS: &[Field] = &[Field::new("type", Other(heading), &[&[0, 1]]).required()];
const ITEM_FIELDS: &[Field] = &[
    Field::new("data", Text, &[&[0]]).required(),
    Field::new("optional", Other(flag), &[&[1]]).or("false"),
    Field::new("purpose", Text, &[&[2]]),
];
const PRACTICE_FIELDS: &[Field] = &[
    Field::new("practice", Text, &[&[1]]).required(),
    Field::new("description", Plain, &[&[2, 1]]),
    Field::new("descriptionHTML", Text, &[&[2, 1]]),
];

pub(super) const SAFETY: Shape = Shape {
    root: RECORD,
    groups: &[FIELDS],
    // The groups of what is shared and of what is collected; nothing where there is none.
    ..Shape::of_places(
        "dataSafety",
        &[
            ("appId", ECHOED_ID),
            ("sharedData", &[1, 2, 137, 4, 0, 0]),
            ("collectedData", &[1, 2, 137, 4, 1, 0]),
            ("securityPractices", &[1, 2, 137, 9, 2]),
        ],
    )
};
pub(super) const GROUP: Shape =
    Shape { groups: &[GROUP_FIELDS], ..Shape::of_places("dataSafetyGroup", &[("items", &[4])]) };
pub(super) const ITEM: Shape =
    Shape { groups: &[ITEM_FIELDS], ..Shape::of_places("dataSafetyItem", &[]) };
pub(super) const PRACTICE: Shape =
    Shape { groups: &[PRACTICE_FIELDS], ..Shape::of_places("securityPractice", &[]) };

/// What is written of an app that declares nothing.
const NOTHING: &[u8] = br#""sharedData":[],"collectedData":[],"securityPractices":[],"#;

/// Where a client reads what apps declare.
pub(super) struct Tables {
    safety: Table,
    group: Table,
    item: Table,
    practice: Table,
    pub(super) answers: Watch,
}

impl Tables {
    pub(super) fn new(mappings: &Mappings) -> Self {
        let table = |shape| Table::new(shape, "dataSafety", mappings);
        Self {
            safety: table(&SAFETY),
            group: table(&GROUP),
            item: table(&ITEM),
            practice: table(&PRACTICE),
            answers: Watch::of_answers("dataSafety", &shares::DECLARATIONS),
        }
    }

    /// The table that remembers what its records had.
    pub(super) fn watched(&self) -> &Table {
        &self.safety
    }
}

/// Reads an answer of `Ws7gDc`. An app that declares nothing has empty lists.
pub(super) fn extract(tables: &Tables, request: &DataSafetyRequest, payload: &[u8]) -> Extracted {
    match opened(BLOCK, payload).and_then(|tape| read(tables, request, tape.root())) {
        Ok(declared) => Extracted::Value(Json::Object(declared)),
        Err(failed) => failed,
    }
}

/// What an app declares, as an object.
pub(super) fn read(
    tables: &Tables,
    request: &DataSafetyRequest,
    answer: Node<'_>,
) -> Result<Vec<u8>, Extracted> {
    let found = tables.safety.find(answer);
    let app_id = echoed_id(found.beside(0), Some(&request.app_id))?;
    object(|out| {
        write_key("appId", out);
        text::write_string(&app_id, out);
        out.push(b',');
        write_key("url", out);
        text::write_string(&format!("{PLAY}{}", request.page()), out);
        out.push(b',');
        let missing = tables.safety.write(&found, out);
        complete(BLOCK, &missing, || "the record".to_owned())?;
        let start = out.len();
        write_items(tables, "sharedData", found.beside(1), out)?;
        write_items(tables, "collectedData", found.beside(2), out)?;
        write_practices(tables, "securityPractices", found.beside(3), out)?;
        tables.answers.note_rows(&out[start..] != NOTHING);
        Ok(())
    })
}

/// The items of all groups, each with the heading of its group.
fn write_items(
    tables: &Tables,
    field: &str,
    groups: Option<Node<'_>>,
    out: &mut Vec<u8>,
) -> Result<(), Extracted> {
    open_field(field, out);
    for group in items_of(BLOCK, field, groups)? {
        let found = tables.group.find(group);
        let mut heading = Vec::new();
        let missing = tables.group.write(&found, &mut heading);
        complete(BLOCK, &missing, || format!("a group of {field}"))?;
        for item in items_of(BLOCK, field, found.beside(0))? {
            write_entry(&tables.item, field, item, &heading, out)?;
        }
    }
    close_field(out);
    Ok(())
}

fn write_practices(
    tables: &Tables,
    field: &str,
    practices: Option<Node<'_>>,
    out: &mut Vec<u8>,
) -> Result<(), Extracted> {
    open_field(field, out);
    for practice in items_of(BLOCK, field, practices)? {
        write_entry(&tables.practice, field, practice, b"", out)?;
    }
    close_field(out);
    Ok(())
}

/// An entry of a list as an object, and a comma; its last fields are given.
fn write_entry(
    table: &Table,
    field: &str,
    entry: Node<'_>,
    last: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), Extracted> {
    let found = table.find(entry);
    out.push(b'{');
    let missing = table.write(&found, out);
    complete(BLOCK, &missing, || format!("an entry of {field}"))?;
    out.extend_from_slice(last);
    close_object(out);
    out.push(b',');
    Ok(())
}

fn open_field(field: &str, out: &mut Vec<u8>) {
    write_key(field, out);
    out.push(b'[');
}

/// Unlike other lists, these are there when they are empty.
fn close_field(out: &mut Vec<u8>) {
    if out.last() == Some(&b',') {
        out.pop();
    }
    out.extend_from_slice(b"],");
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// What an answer with this declaration and privacy policy says.
    fn read(declared: &Value) -> Result<Value, Vec<String>> {
        let record = json!([["Title"], {"100": [[null, null, null, null, null, [null, null, "https://p"]]], "138": declared}]);
        let payload = json!([null, [null, null, record, {"12": [["com.foo", 7]]}]]).to_string();
        let request = DataSafetyRequest::from_json(&json!("com.foo")).unwrap();
        match extract(&Tables::new(&Mappings::default()), &request, payload.as_bytes()) {
            Extracted::Value(Json::Object(object)) => Ok(serde_json::from_slice(&object).unwrap()),
            Extracted::Failed(error) => Err(error.missing().to_vec()),
            other => panic!("{other:?}"),
        }
    }

    /// Groups that are shared and collected, and practices, where they belong.
    fn declared(shared: &Value, collected: &Value, practices: &Value) -> Value {
        let (shared, collected) = (json!([shared, "Shared"]), json!([collected, "Collected"]));
        json!([{"5": [shared, collected], "10": [null, null, practices]}])
    }

    #[test]
    fn an_app_that_declares_nothing_has_empty_lists() {
        let nothing = read(&Value::Null).unwrap();
        assert_eq!(
            nothing,
            json!({
                "appId": "com.foo",
                "url": "https://play.google.com/store/apps/datasafety?id=com.foo&hl=en&gl=us",
                "title": "Title", "privacyPolicyUrl": "https://p",
                "sharedData": [], "collectedData": [], "securityPractices": []
            })
        );
        for empty in [json!([]), json!([null, null, null, null, [[null], [null]]])] {
            assert_eq!(read(&empty).as_ref(), Ok(&nothing), "{empty}");
        }
        let headings = read(&declared(&Value::Null, &json!([]), &Value::Null)).unwrap();
        assert_eq!(
            (&headings["sharedHeading"], &headings["collectedHeading"]),
            (&json!("Shared"), &json!("Collected"))
        );
    }

    #[test]
    fn items_are_optional_or_not_in_both_spellings() {
        let items = json!([["A", 1, "X, and Y"], ["B", true], ["C", 0], ["D", false], ["E"]]);
        let group = json!([[null, "Location"], null, null, null, items]);
        let read = read(&declared(&json!([group]), &Value::Null, &Value::Null)).unwrap();
        let shared = read["sharedData"].as_array().unwrap();
        let optional: Vec<&Value> = shared.iter().map(|item| &item["optional"]).collect();
        assert_eq!(optional, [true, true, false, false, false]);
        let first =
            json!({"data": "A", "optional": true, "purpose": "X, and Y", "type": "Location"});
        assert_eq!(shared[0], first);
    }

    #[test]
    fn another_layout_is_an_error() {
        let group =
            |heading: Value, items: Value| json!([[[null, heading], null, null, null, items]]);
        for (shared, practices, missing) in [
            (json!("Location"), Value::Null, "sharedData"),
            (group(json!("Location"), json!("x")), Value::Null, "sharedData"),
            (group(Value::Null, json!([["A"]])), Value::Null, "type"),
            (group(json!("Location"), json!([[null, 1]])), Value::Null, "data"),
            (Value::Null, json!([[null, null, [null, "x"]]]), "practice"),
            (Value::Null, json!("encrypted"), "securityPractices"),
        ] {
            let read = read(&declared(&shared, &Value::Null, &practices));
            assert_eq!(read, Err(vec![missing.to_owned()]));
        }
    }
}
