//! Golden values, written by hand from recorded answers, against the extraction. The recordings
//! are not part of the project: where `../shared/corpus` is absent there is nothing to compare.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use playfast::extraction::{Extracted, Frames, Json, Payload, Progress, extract};
use playfast::model::{App, AppCard, AppList};
use playfast::request::Lookup;
use serde::Deserialize;
use serde_json::{Value, json};

/// What one recording must read as.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Golden {
    capture: String,
    #[serde(default)]
    block: Option<String>,
    #[serde(default)]
    app_id: String,
    #[serde(flatten)]
    expected: Expected,
    #[serde(default)]
    app_ids: Vec<String>,
    #[serde(default)]
    row_values: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    index: usize,
    #[serde(flatten)]
    expected: Expected,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Expected {
    values: BTreeMap<String, Value>,
    absent: Vec<String>,
    lengths: BTreeMap<String, usize>,
    starts_with: BTreeMap<String, String>,
    ends_with: BTreeMap<String, String>,
    first: BTreeMap<String, String>,
    last: BTreeMap<String, String>,
}

impl Expected {
    fn check(&self, record: &Value, of: &str) {
        for (field, value) in &self.values {
            assert_eq!(&record[field], value, "{of}: {field}");
        }
        for field in &self.absent {
            assert_eq!(record.get(field), None, "{of}: {field}");
        }
        for (field, length) in &self.lengths {
            let actual = match &record[field] {
                Value::Array(items) => items.len(),
                other => other.as_str().unwrap_or_default().chars().count(),
            };
            assert_eq!(actual, *length, "{of}: length of {field}");
        }
        for (field, start) in &self.starts_with {
            assert!(record[field].as_str().unwrap().starts_with(start), "{of}: start of {field}");
        }
        for (field, end) in &self.ends_with {
            assert!(record[field].as_str().unwrap().ends_with(end), "{of}: end of {field}");
        }
        for (field, first) in &self.first {
            assert_eq!(&record[field][0], first, "{of}: first of {field}");
        }
        for (field, last) in &self.last {
            assert_eq!(
                record[field].as_array().unwrap().last().unwrap(),
                last,
                "{of}: last of {field}"
            );
        }
    }
}

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    folder.is_dir().then_some(folder)
}

fn goldens() -> impl Iterator<Item = Golden> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    std::fs::read_dir(folder).unwrap().map(|file| {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    })
}

/// Cuts the JSON of a data block out of a page.
fn block<'a>(page: &'a str, key: &str) -> &'a str {
    let at = page.find(&format!("AF_initDataCallback({{key: '{key}'")).unwrap();
    let start = at + page[at..].find("data:").unwrap() + "data:".len();
    &page[start..start + page[start..].find(", sideChannel:").unwrap()]
}

/// The first frame's payload of an RPC answer, the JSON of a block or of a bare record.
fn read(golden: &Golden, text: &str, lookup: &Lookup) -> Extracted {
    if golden.capture.starts_with("rpc/") {
        let mut frames = Frames::new(text.as_bytes());
        return extract(lookup, &frames.next().unwrap().payload, &mut Progress::default());
    }
    let json = golden.block.as_ref().map_or(text, |key| block(text, key));
    extract(lookup, &Payload::Json(json.as_bytes()), &mut Progress::default())
}

/// Equal, field by field; to JavaScript 0 and 0.0 are the same number.
fn assert_same(model: &Value, record: &Value, of: &str) {
    let (model, record) = (model.as_object().unwrap(), record.as_object().unwrap());
    assert!(model.keys().eq(record.keys()), "{of}: {:?}", model.keys());
    for (field, value) in record {
        let same = match (value.as_f64(), model[field].as_f64()) {
            (Some(a), Some(b)) => a.to_bits() == b.to_bits(),
            _ => value == &model[field],
        };
        assert!(same, "{of}: {field}");
    }
}

#[test]
fn recorded_apps_read_as_written_down() {
    let Some(corpus) = corpus() else { return };
    let mut apps = 0;
    for golden in goldens().filter(|golden| !golden.app_id.is_empty()) {
        let text = std::fs::read_to_string(corpus.join(&golden.capture)).unwrap();
        let lookup = Lookup::from_json("app", &json!(golden.app_id)).unwrap();
        let Extracted::Value(Json::Object(json)) = read(&golden, &text, &lookup) else {
            panic!("{}: no value", golden.capture)
        };
        assert!(json.is_ascii());
        let record: Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(record["appId"], golden.app_id);
        golden.expected.check(&record, &golden.capture);
        // The model knows every field that is written, and writes them the same way.
        let app: App = serde_json::from_slice(&json).unwrap();
        assert_same(&serde_json::to_value(app).unwrap(), &record, &golden.capture);
        apps += 1;
    }
    assert_eq!(apps, 6);
}

#[test]
fn a_recorded_chart_reads_as_written_down() {
    let Some(corpus) = corpus() else { return };
    let golden = goldens().find(|golden| golden.app_id.is_empty()).unwrap();
    let text = std::fs::read_to_string(corpus.join(&golden.capture)).unwrap();
    let lookup = Lookup::from_json("list", &json!({"category": "GAME"})).unwrap();
    let Extracted::Value(Json::Rows { rows: apps, rest, .. }) = read(&golden, &text, &lookup)
    else {
        panic!("{}: no rows", golden.capture)
    };
    let rows: Vec<Value> = apps.iter().map(|row| serde_json::from_slice(row).unwrap()).collect();
    let ids: Vec<&str> = rows.iter().map(|row| row["appId"].as_str().unwrap()).collect();
    assert_eq!(ids, golden.app_ids);
    for row in &golden.row_values {
        row.expected.check(&rows[row.index], &format!("row {}", row.index));
    }
    for (json, row) in apps.iter().zip(&rows) {
        assert!(json.is_ascii());
        let card: AppCard = serde_json::from_slice(json).unwrap();
        assert_same(&serde_json::to_value(card).unwrap(), row, "a row");
    }
    let list: AppList = serde_json::from_str(&format!("{{\"apps\":[],{rest}}}")).unwrap();
    assert!(list.complete);
}
