//! Golden values, written by hand from recorded answers, against the extraction. The recordings
//! are not part of the project: where `../shared/corpus` is absent there is nothing to compare.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod included;
mod lists;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use playfast::extraction::{
    Extracted, Frames, Json, Page, Payload, Progress, Recorded, Tables, extract, extract_page,
    parse,
};
use playfast::model::{
    App, AppCard, AppList, CountryAvailability, DataSafety, Permissions, Review, ReviewPage,
    SearchResults, Suggestions,
};
use playfast::request::Lookup;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// As they are built in.
static TABLES: LazyLock<Tables> = LazyLock::new(Tables::default);

/// What one recording must read as.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Golden {
    capture: String,
    #[serde(default)]
    block: Option<String>,
    #[serde(default)]
    app_id: String,
    #[serde(default)]
    term: String,
    #[serde(flatten)]
    expected: Expected,
    #[serde(default)]
    rows: usize,
    #[serde(default)]
    app_ids: Vec<String>,
    #[serde(default)]
    row_values: Vec<Row>,
}

/// What a recorded page of reviews must read as.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GoldenReviews {
    capture: String,
    /// How many there are.
    reviews: usize,
    next_token_starts_with: String,
    next_token_length: usize,
    ids: Vec<String>,
    dates: Vec<i64>,
    scores: Vec<i64>,
    /// How many have a field, or a list that is not empty.
    counts: BTreeMap<String, usize>,
    thumbs_up_total: i64,
    row_values: Vec<Row>,
}

/// What a recorded answer must read as, all of it.
#[derive(Deserialize)]
struct GoldenValue {
    noun: String,
    request: Value,
    capture: String,
    value: Value,
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

/// Reads a file of `tests/golden`.
fn golden<T: DeserializeOwned>(path: impl AsRef<Path>) -> T {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(path);
    let text = std::fs::read_to_string(&path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of `tests/golden` itself: apps and a chart.
fn goldens() -> impl Iterator<Item = Golden> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.is_file())
        .map(golden)
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
        return extract(&TABLES, lookup, &frames.next().unwrap().payload, &mut Progress::default());
    }
    let json = golden.block.as_ref().map_or(text, |key| block(text, key));
    extract(&TABLES, lookup, &Payload::Json(json.as_bytes()), &mut Progress::default())
}

/// The rows as they crossed and as values, and the fields beside them.
fn rows(extracted: Extracted, of: &str) -> (Vec<Vec<u8>>, Vec<Value>, String) {
    let Extracted::Value(Json::Rows { rows, rest, .. }) = extracted else {
        panic!("{of}: no rows, but {extracted:?}")
    };
    assert!(rows.iter().all(|row| row.is_ascii()) && rest.is_ascii(), "{of}");
    let values = rows.iter().map(|row| serde_json::from_slice(row).unwrap()).collect();
    (rows, values, rest)
}

/// A recorded answer against all of what is written down, and against its model.
fn check_value<Model: Serialize + DeserializeOwned>(path: &str) {
    let Some(corpus) = corpus() else { return };
    let golden: GoldenValue = golden(path);
    let text = std::fs::read(corpus.join(&golden.capture)).unwrap();
    let lookup = Lookup::from_json(&golden.noun, &golden.request).unwrap();
    let mut progress = Progress::default();
    let extracted = if golden.capture.starts_with("pages/") {
        extract_page(&TABLES, &lookup, &Page::new(&text), &mut progress)
    } else {
        extract(&TABLES, &lookup, &Frames::new(&text).next().unwrap().payload, &mut progress)
    };
    let Extracted::Value(Json::Object(json)) = extracted else { panic!("{path}: {extracted:?}") };
    assert!(json.is_ascii());
    let read: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(read, golden.value, "{path}");
    let model: Model = serde_json::from_slice(&json).unwrap();
    assert_eq!(serde_json::to_value(model).unwrap(), read, "{path}");
}

fn column<'a>(rows: &'a [Value], field: &str) -> Vec<&'a Value> {
    rows.iter().map(|row| &row[field]).collect()
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

/// A record of an app, against what is written down and against the model.
fn check_app(extracted: Extracted, golden: &Golden, of: &str) {
    let Extracted::Value(Json::Object(json)) = extracted else { panic!("{of}: {extracted:?}") };
    assert!(json.is_ascii());
    let record: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(record["appId"], golden.app_id);
    golden.expected.check(&record, of);
    // The model knows every field that is written, and writes them the same way.
    let app: App = serde_json::from_slice(&json).unwrap();
    assert_same(&serde_json::to_value(app).unwrap(), &record, of);
}

/// A record says where the app stands, whatever else was asked for.
fn check_availability(golden: &Golden, text: &str) {
    let request = json!({"appId": golden.app_id, "countries": "us"});
    let lookup = Lookup::from_json("availability", &request).unwrap();
    let extracted = read(golden, text, &lookup);
    let Extracted::Value(Json::Object(json)) = extracted else { panic!("{extracted:?}") };
    let found: CountryAvailability = serde_json::from_slice(&json).unwrap();
    let expected = &golden.expected.values["availability"];
    assert_eq!(&serde_json::to_value(found.status).unwrap(), expected, "{}", golden.capture);
}

#[test]
fn recorded_apps_read_as_written_down() {
    let Some(corpus) = corpus() else { return };
    let (mut apps, mut pages) = (0, 0);
    for golden in goldens().filter(|golden| !golden.app_id.is_empty()) {
        let text = std::fs::read_to_string(corpus.join(&golden.capture)).unwrap();
        let lookup = Lookup::from_json("app", &json!(golden.app_id)).unwrap();
        check_app(read(&golden, &text, &lookup), &golden, &golden.capture);
        check_availability(&golden, &text);
        apps += 1;
        // The whole page reads like the block in it.
        if golden.capture.starts_with("pages/") {
            let page = parse(&TABLES, Recorded::AppPage, text.as_bytes(), Some(&golden.app_id));
            check_app(page, &golden, &format!("{} as a page", golden.capture));
            pages += 1;
        }
    }
    assert_eq!((apps, pages), (6, 4));
}

#[test]
fn a_recorded_chart_reads_as_written_down() {
    let Some(corpus) = corpus() else { return };
    let golden = goldens().find(|golden| golden.app_id.is_empty()).unwrap();
    let text = std::fs::read_to_string(corpus.join(&golden.capture)).unwrap();
    let lookup = Lookup::from_json("list", &json!({"category": "GAME"})).unwrap();
    let rest = check_cards(read(&golden, &text, &lookup), &golden);
    let list: AppList = serde_json::from_str(&format!("{{\"apps\":[],{rest}}}")).unwrap();
    assert!(list.complete);
}

/// Rows of apps, against what is written down and against the model; gives the fields beside them.
fn check_cards(extracted: Extracted, golden: &Golden) -> String {
    let (apps, values, rest) = rows(extracted, &golden.capture);
    assert_eq!(apps.len(), golden.rows);
    assert_eq!(column(&values, "appId"), golden.app_ids.iter().collect::<Vec<_>>());
    for row in &golden.row_values {
        row.expected.check(&values[row.index], &format!("row {}", row.index));
    }
    for (json, row) in apps.iter().zip(&values) {
        let card: AppCard = serde_json::from_slice(json).unwrap();
        assert_same(&serde_json::to_value(card).unwrap(), row, "a row");
    }
    rest
}

#[test]
fn a_recorded_search_reads_as_written_down() {
    let Some(corpus) = corpus() else { return };
    let golden: Golden = golden("search/panda-2026.json");
    let text = std::fs::read_to_string(corpus.join(&golden.capture)).unwrap();
    let rest = check_cards(parse(&TABLES, Recorded::SearchPage, text.as_bytes(), None), &golden);
    let results: SearchResults = serde_json::from_str(&format!("{{\"apps\":[],{rest}}}")).unwrap();
    assert_eq!((results.complete, results.incomplete_because), (true, None));
    // To a lookup that asks for more, and for what costs nothing or something.
    for (price, is_kept) in
        [("all", [true, true]), ("free", [true, false]), ("paid", [false, true])]
    {
        let request = json!({"term": golden.term, "price": price});
        let lookup = Lookup::from_json("search", &request).unwrap();
        let (_, kept, rest) = rows(read(&golden, &text, &lookup), price);
        let ids = golden.app_ids.iter().filter(|id| is_kept[usize::from(*id == "com.panda.mouse")]);
        assert_eq!(column(&kept, "appId"), ids.collect::<Vec<_>>(), "{price}");
        assert_eq!(rest, "\"complete\":false,\"incompleteBecause\":\"short\"", "{price}");
    }
}

#[test]
fn recorded_reviews_read_as_written_down() {
    let Some(corpus) = corpus() else { return };
    let golden: GoldenReviews = golden("reviews/translate-2026.json");
    let text = std::fs::read(corpus.join(&golden.capture)).unwrap();
    let of = Some("com.google.android.apps.translate");
    let (reviews, values, rest) =
        rows(parse(&TABLES, Recorded::ReviewsResponse, &text, of), &golden.capture);
    assert_eq!(reviews.len(), golden.reviews);
    assert_eq!(column(&values, "id"), golden.ids.iter().collect::<Vec<_>>());
    assert_eq!(column(&values, "date"), golden.dates.iter().collect::<Vec<_>>());
    assert_eq!(column(&values, "score"), golden.scores.iter().collect::<Vec<_>>());
    let is_there = |value: &&Value| !value.is_null() && **value != json!([]);
    for (field, count) in &golden.counts {
        let filled = column(&values, field).into_iter().filter(is_there).count();
        assert_eq!(filled, *count, "how many have {field}");
    }
    let thumbs_up: i64 = values.iter().map(|review| review["thumbsUp"].as_i64().unwrap()).sum();
    assert_eq!(thumbs_up, golden.thumbs_up_total);
    for row in &golden.row_values {
        row.expected.check(&values[row.index], &format!("review {}", row.index));
    }
    for (json, row) in reviews.iter().zip(&values) {
        let review: Review = serde_json::from_slice(json).unwrap();
        assert_same(&serde_json::to_value(review).unwrap(), row, "a review");
    }
    let page: ReviewPage = serde_json::from_str(&format!("{{\"reviews\":[],{rest}}}")).unwrap();
    let token = page.next_token.unwrap();
    assert!(token.starts_with(&golden.next_token_starts_with));
    assert_eq!(token.len(), golden.next_token_length);
    // Without the app, no address is known; everything else is the same.
    let (_, unnamed, _) =
        rows(parse(&TABLES, Recorded::ReviewsResponse, &text, None), "without an app");
    for (mut named, unnamed) in values.into_iter().zip(unnamed) {
        named.as_object_mut().unwrap().remove("url").unwrap();
        assert_eq!(named, unnamed);
    }
}

#[test]
fn recorded_suggestions_read_as_written_down() {
    check_value::<Suggestions>("suggest/pand-2026.json");
}

#[test]
fn recorded_permissions_read_as_written_down() {
    check_value::<Permissions>("permissions/translate-2026.json");
    check_value::<Permissions>("permissions/none-2026.json");
}

#[test]
fn a_recorded_data_safety_page_reads_as_written_down() {
    check_value::<DataSafety>("data-safety/translate-2026.json");
}
