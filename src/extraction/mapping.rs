//! Where fields are read instead, as the user's JSON says: known fields re-pointed, others added.
//!
//! ```json
//! { "app": { "score": [51, 0], "video": [[100, 0, 0, 3, 2], [100, 1]],
//!            "extra": { "size": { "path": [140, 3], "kind": "text" } } } }
//! ```

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::field::{Kind, write_number};
use super::node::Node;
use super::shape::Shape;
use super::text::to_ascii;
use crate::error::Error;
use crate::request::hint;

/// Ends of what is read: more is no place in an answer of Play's.
const LONGEST_PATH: usize = 32;
const LAST_INDEX: u64 = 999;
const MOST_PATHS: usize = 16;
const MOST_EXTRAS: usize = 32;

/// The name under which a record's added fields are, in the mappings and in the record.
pub(super) const EXTRA: &str = "extra";

type Paths = Vec<Vec<u32>>;

/// What the user's JSON says, checked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mappings(BTreeMap<&'static str, Mapping>);

/// What it says of one shape.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Mapping {
    moved: BTreeMap<&'static str, Paths>,
    extras: Vec<Added>,
}

/// A field that is added.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Added {
    pub(super) name: String,
    /// The name of its kind.
    kind: &'static str,
    pub(super) paths: Paths,
}

/// How an added field can be read.
const KINDS: [(&str, Kind); 10] = [
    ("text", Kind::Text),
    ("plain", Kind::Plain),
    ("int", Kind::Int),
    ("number", Kind::Other(number)),
    ("units", Kind::Units),
    ("seconds", Kind::Seconds),
    ("time", Kind::Time),
    ("present", Kind::Present),
    ("link", Kind::Link),
    ("json", Kind::Other(json)),
];

impl Mappings {
    /// Reads mappings of these shapes.
    ///
    /// # Errors
    /// `InvalidArgument` that says which part cannot be, and what it may have meant.
    pub(super) fn read(value: &Value, shapes: &[&'static Shape]) -> Result<Self, Error> {
        let names = || shapes.iter().map(|shape| shape.name);
        let mut mappings = Self::default();
        for (name, mapping) in object(value, "must be an object of kinds of records")? {
            let shape = shapes
                .iter()
                .find(|shape| shape.name == name)
                .ok_or_else(|| unknown(&format!("{name:?}"), "a kind of record", name, names()))?;
            mappings.0.insert(shape.name, Mapping::read(mapping, shape)?);
        }
        Ok(mappings)
    }

    /// The same without added fields.
    pub(super) fn without_extras(&self) -> Self {
        let mut mappings = self.clone();
        mappings.0.values_mut().for_each(|mapping| mapping.extras.clear());
        mappings
    }

    /// What they say of a shape.
    pub(super) fn of(&self, shape: &str) -> Option<&Mapping> {
        self.0.get(shape)
    }
}

impl Mapping {
    fn read(value: &Value, shape: &Shape) -> Result<Self, Error> {
        let mut mapping = Self::default();
        let must = format!("must have an object of fields as {}", shape.name);
        for (name, given) in object(value, &must)? {
            let place = format!("{}.{name}", shape.name);
            if name == EXTRA && shape.grows {
                mapping.extras = read_extras(given, &place, shape)?;
                continue;
            }
            let known = shape
                .names()
                .find(|known| known == name)
                .ok_or_else(|| unknown(&place, "a field or place", name, shape.names()))?;
            mapping.moved.insert(known, read_paths(given, &place)?);
        }
        Ok(mapping)
    }

    /// Where a field or a place is instead.
    pub(super) fn moved(&self, name: &str) -> Option<&Paths> {
        self.moved.get(name)
    }

    /// The added fields.
    pub(super) fn extras(&self) -> &[Added] {
        &self.extras
    }
}

impl Added {
    pub(super) fn kind(&self) -> Kind {
        // Its name was found among them when it was read.
        KINDS.iter().find(|(name, _)| *name == self.kind).map_or(Kind::Text, |(_, kind)| *kind)
    }
}

fn read_extras(value: &Value, place: &str, shape: &Shape) -> Result<Vec<Added>, Error> {
    let extras = object(value, &format!("must have an object of added fields as {place}"))?;
    if extras.len() > MOST_EXTRAS {
        return Err(invalid(format!("must have at most {MOST_EXTRAS} fields in {place}")));
    }
    let read = |(name, value): (&String, &Value)| {
        let place = format!("{place}.{name}");
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            let must = format!("must name added fields with letters, digits and _, not {name:?}");
            return Err(invalid(must));
        }
        if shape.names().any(|known| known == name) {
            let must = format!(
                "must not add {name} in {place}, which is a field of its own; re-point {}.{name}",
                shape.name
            );
            return Err(invalid(must));
        }
        let parts = object(value, &format!("must have an object with path and kind as {place}"))?;
        if let Some(part) = parts.keys().find(|part| !["path", "kind"].contains(&part.as_str())) {
            return Err(unknown(&format!("{place}.{part}"), "a part", part, ["path", "kind"]));
        }
        let kind = parts.get("kind").and_then(Value::as_str).unwrap_or_default();
        let known = KINDS.iter().map(|(name, _)| *name);
        let kind = known.clone().find(|name| *name == kind).ok_or_else(|| {
            invalid(format!("must have a kind as {place}.kind") + &hint(kind, known))
        })?;
        let paths =
            read_paths(parts.get("path").unwrap_or(&Value::Null), &format!("{place}.path"))?;
        Ok(Added { name: name.clone(), kind, paths })
    };
    extras.iter().map(read).collect()
}

/// A path, or several: the likeliest first.
fn read_paths(value: &Value, place: &str) -> Result<Paths, Error> {
    let read = || {
        let list = value.as_array()?;
        if list.first()?.is_array() {
            let paths: Option<Paths> = list.iter().map(read_path).collect();
            return paths.filter(|paths| paths.len() <= MOST_PATHS);
        }
        Some(vec![read_path(value)?])
    };
    read().ok_or_else(|| {
        invalid(format!(
            "must have a path such as [51, 0] as {place}, or a list of at most {MOST_PATHS} paths: \
             1 to {LONGEST_PATH} indexes from 0 to {LAST_INDEX}"
        ))
    })
}

fn read_path(value: &Value) -> Option<Vec<u32>> {
    let path = value.as_array().filter(|path| (1..=LONGEST_PATH).contains(&path.len()))?;
    let index = |index: &Value| u32::try_from(index.as_u64().filter(|n| *n <= LAST_INDEX)?).ok();
    path.iter().map(index).collect()
}

fn object<'v>(value: &'v Value, must: &str) -> Result<&'v Map<String, Value>, Error> {
    value.as_object().ok_or_else(|| invalid(must))
}

fn invalid(must: impl Into<String>) -> Error {
    Error::invalid("mappings", must)
}

fn unknown<'n>(
    place: &str,
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Error {
    invalid(format!("must not have {place}, which is not {what}") + &hint(name, known))
}

fn number(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    write_number(node.f64(), out)
}

/// As it is. What the cursor passes need not be JSON, so it is read once more.
fn json(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let Ok(value) = serde_json::from_slice::<Value>(node.text()) else { return false };
    out.extend_from_slice(to_ascii(&value.to_string()).as_bytes());
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::extraction::{Extracted, Json, Payload, Progress, Tables, extract};
    use crate::request::Lookup;

    fn complaint(mappings: &Value) -> String {
        let error = Mappings::from_json(mappings).unwrap_err();
        assert_eq!(error.field(), Some("mappings"));
        error.to_string()
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_name() {
        for (fields, says) in [
            (json!(5), "must have an object of fields as app"),
            (
                json!({"titel": [0]}),
                "app.titel, which is not a field or place; did you mean title?",
            ),
            (json!({"iapRange": [0]}), "did you mean IAPRange?"),
            (json!({"title": []}), "must have a path such as [51, 0] as app.title"),
            (json!({"title": "0.1"}), "as app.title"),
            (json!({"title": [0, -1]}), "as app.title"),
            (json!({"title": [0, 1000]}), "as app.title"),
            (json!({"title": [[0], 1]}), "as app.title"),
            (json!({"title": [[0], []]}), "as app.title"),
            (json!({"title": vec![0; 33]}), "as app.title"),
            (json!({"title": vec![[0]; 17]}), "as app.title"),
        ] {
            let complaint = complaint(&json!({ "app": fields }));
            assert!(complaint.contains(says), "{fields}: {complaint}");
        }
        for (mappings, says) in [
            (json!([]), "must be an object of kinds of records"),
            (json!({"aps": {}}), "\"aps\", which is not a kind of record; did you mean app?"),
            (json!({"list": {"extra": {}}}), "list.extra, which is not a field or place"),
        ] {
            assert!(complaint(&mappings).contains(says), "{mappings}");
        }
    }

    #[test]
    fn added_fields_that_cannot_be_are_refused_too() {
        for (name, added, says) in [
            ("size", json!([1]), "an object with path and kind as app.extra.size"),
            (
                "size",
                json!({"path": [1], "kind": "texts"}),
                "as app.extra.size.kind; did you mean text?",
            ),
            ("size", json!({"path": [1]}), "as app.extra.size.kind"),
            ("size", json!({"kind": "text"}), "as app.extra.size.path"),
            (
                "size",
                json!({"paths": [1]}),
                "app.extra.size.paths, which is not a part; did you mean path?",
            ),
            ("title", json!({"path": [1], "kind": "text"}), "re-point app.title"),
            ("a\"b", json!({"path": [1], "kind": "text"}), "letters, digits and _"),
        ] {
            let complaint = complaint(&json!({"app": {"extra": {name: added}}}));
            assert!(complaint.contains(says), "{name} {added}: {complaint}");
        }
    }

    /// An app's record as these mappings read it.
    fn read(mappings: &Value, record: &Value) -> Result<Value, Vec<String>> {
        let tables = Tables::new(&Mappings::from_json(mappings).unwrap());
        let payload = json!([null, [null, null, record, {"12": [["com.foo", 7]]}]]).to_string();
        let lookup = Lookup::from_json("app", &json!("com.foo")).unwrap();
        let payload = Payload::Json(payload.as_bytes());
        match extract(&tables, &lookup, &payload, &mut Progress::default()) {
            Extracted::Value(Json::Object(object)) => Ok(serde_json::from_slice(&object).unwrap()),
            Extracted::Failed(error) => Err(error.missing().to_vec()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_field_is_read_where_the_mappings_say() {
        let record = json!([["Title"], ["Moved"], {"19": [2], "69": ["Developer"], "90": ["x"]}]);
        assert_eq!(read(&json!({}), &record).unwrap()["title"], "Title");
        let moved = read(&json!({"app": {"title": [1, 0]}}), &record).unwrap();
        assert_eq!((&moved["title"], moved.get("extra")), (&json!("Moved"), None));
        // The first place that has a value; the old one makes nothing good.
        let several = json!({"app": {"title": [[5], [89, 0], [1, 0]]}});
        assert_eq!(read(&several, &record).unwrap()["title"], "x");
        assert_eq!(read(&json!({"app": {"title": [5]}}), &record), Err(vec!["title".to_owned()]));
        // The record as a whole, one level deeper.
        let deeper = json!([null, record]);
        let elsewhere = json!({"app": {"record": [1, 2, 1]}});
        assert_eq!(read(&elsewhere, &deeper).unwrap()["title"], "Title");
    }

    #[test]
    fn added_fields_are_read_as_their_kinds_say() {
        let of = |kind: &str, index: u32| json!({"path": [90, index], "kind": kind});
        let mappings = json!({"app": {"extra": {
            "text": of("text", 0), "plain": of("plain", 0), "int": of("int", 1),
            "number": of("number", 2), "units": of("units", 1), "seconds": of("seconds", 1),
            "time": of("time", 3), "present": of("present", 3), "link": of("link", 4),
            "json": of("json", 5), "absent": of("json", 6), "wrong": of("int", 0),
        }}});
        let values =
            json!(["a &amp; b", 1_500_000, 4.5, [7, 5_000_000], "/store", [{"2": "é"}, null]]);
        let record = json!([["Title"], {"19": [2], "69": ["Developer"], "91": values}]);
        let expected = json!({
            "text": "a &amp; b", "plain": "a & b", "int": 1_500_000, "number": 4.5, "units": 1.5,
            "seconds": 1_500_000_000, "time": 7005, "present": true,
            "link": "https://play.google.com/store", "json": [{"2": "é"}, null],
        });
        assert_eq!(read(&mappings, &record).unwrap()["extra"], expected);
        let without = json!([["Title"], {"19": [2], "69": ["Developer"]}]);
        assert_eq!(read(&mappings, &without).unwrap().get("extra"), None);
    }
}
