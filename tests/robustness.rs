//! Whatever comes, a parser gives a value or an error: no panic, no hang, no flood of memory.
//! Recorded answers are cut and damaged where they are at hand; made ones always are.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fmt::Write;
use std::path::Path;
use std::sync::Mutex;

use peak_alloc::PeakAlloc;
use playfast::extraction::{Frames, Payload, Progress, Recorded, extract, extract_page, parse};
use playfast::request::Lookup;
use proptest::prelude::*;
use serde_json::{Value, json};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;
/// Memory is counted for the whole process: one measurement at a time.
static ALONE: Mutex<()> = Mutex::new(());

const PAGES: [Recorded; 2] = [Recorded::AppPage, Recorded::SearchPage];
const RESPONSES: [Recorded; 2] = [Recorded::ListResponse, Recorded::ReviewsResponse];
/// What a parser may need whatever the input: tables that are compiled once, a first buffer.
const FIXED: usize = 1 << 20;
/// Around a block's edges every single byte is left out once.
const WINDOW: usize = 2 << 10;

/// Runs the pure functions for its kind over a text; says how much memory the hungriest took.
fn feed_pure(text: &[u8]) -> usize {
    let is_page = memchr::memmem::find(text, b"AF_").is_some();
    let used = if is_page { PAGES } else { RESPONSES }.map(|recorded| {
        MEMORY.reset_peak_usage();
        let before = MEMORY.current_usage();
        drop(parse(recorded, text, None));
        MEMORY.peak_usage().saturating_sub(before)
    });
    used.into_iter().max().unwrap_or_default()
}

/// Runs all parsers over a text, those of each lookup too.
fn feed(text: &[u8]) -> usize {
    let most = feed_pure(text);
    let lookups = [
        ("app", json!("com.foo")),
        ("list", json!({})),
        ("search", json!("panda")),
        ("reviews", json!("com.foo")),
    ];
    for (noun, request) in lookups {
        let lookup = Lookup::from_json(noun, &request).unwrap();
        let mut frames = Frames::new(text);
        while let Some(frame) = frames.next() {
            drop(extract(&lookup, &frame.payload, &mut Progress::default()));
        }
        drop(extract(&lookup, &Payload::Json(text), &mut Progress::default()));
        drop(extract_page(&lookup, text, &mut Progress::default()));
    }
    most
}

fn feed_within(text: &[u8], times: usize) {
    let most = feed(text);
    assert!(most <= FIXED + text.len() * times, "{most} bytes for an input of {}", text.len());
}

/// An answer of one call, and a page with one block.
fn wrapped(rpc_id: &str, payload: &Value) -> [String; 2] {
    let frames = json!([["wrb.fr", rpc_id, payload.to_string(), null, null, null, "0"]]);
    let page = format!(
        "<html><script>AF_dataServiceRequests = {{'ds:5' : {{id:'{rpc_id}',request:[]}}}}; var \
         AF_initDataChunkQueue = [];</script><script class=\"ds:5\">AF_initDataCallback({{key: \
         'ds:5', hash: '1', data:{payload}, sideChannel: {{}}}});</script></html>"
    );
    [format!(")]}}'\n\n{frames}"), page]
}

/// Small answers of each kind, in the documented shapes.
fn made() -> Vec<String> {
    let html = "One<br><b>two</b> &amp; three &#39;four&#39; \u{1f600} \\ud83d";
    let record = json!([["Title"], null, null, null, null, null, null, null, null, ["Everyone"], {
        "14": ["10+", 10, 12, "10+"], "19": [2], "52": [["4.3", 4.3], [null, ["1", 1]]],
        "58": [[[[null, [[0, "USD", ""]], null, null, null, 1]]]], "69": ["Developer"],
        "73": [[null, html]], "79": [[[null, 2, [1, 2], [null, null, "https://x"]]]],
        "119": [[[["Action", [null], "GAME_ACTION"]]]], "141": [[["1.2"]], [[[35]], [[[26, "8.0"]]]]]
    }]);
    let card = json!([
        ["com.foo", 7],
        [null, 2, null, [null, null, "https://x"]],
        [],
        "Title",
        ["4.3", 4.3],
        "Action",
        null,
        null,
        [null, [[0, "USD", ""]], null, null, null, 1],
        null,
        [null, null, null, null, [null, null, "/store/apps/details?id=com.foo"]],
        null,
        null,
        [null, html],
        "Developer"
    ]);
    let review = json!([
        "id",
        ["Name"],
        5,
        null,
        html,
        [1_700_000_000, 77_000_000],
        3,
        ["Author", "Reply", [1_600_000_000, 0]],
        null,
        null,
        "1.0",
        null,
        [[["vaf", [1]]]]
    ]);
    let answers = [
        ("Ws7gDc", json!([null, [null, null, record, {"12": [["com.foo", 7]]}]])),
        ("vyAe2", json!([[null, [{"29": [[[card.clone()], [card.clone()]]]}]]])),
        ("lGYRle", json!([[null, [[{"23": [[[card]], [null, null, null, [null, "token"]]]}]]]])),
        ("oCPfdb", json!([[review.clone(), review], [null, "token"]])),
    ];
    answers.iter().flat_map(|(rpc_id, payload)| wrapped(rpc_id, payload)).collect()
}

/// Recorded answers, where they are at hand.
fn recorded() -> Vec<Vec<u8>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let files = ["pages", "rpc", "records"].into_iter().filter_map(|folder| {
        let files = std::fs::read_dir(corpus.join(folder)).ok()?;
        Some(files.map(|file| std::fs::read(file.unwrap().path()).unwrap()))
    });
    files.flatten().collect()
}

/// Where blocks and payloads begin and end.
fn edges(text: &[u8]) -> Vec<usize> {
    let marks: [&[u8]; 3] = [b"AF_initDataCallback(", b"sideChannel", b"wrb.fr"];
    let finds = |mark| memchr::memmem::find_iter(text, mark);
    marks.into_iter().flat_map(finds).chain([0, text.len()]).collect()
}

#[test]
fn made_answers_cut_and_damaged_anywhere() {
    let _alone = ALONE.lock();
    for text in made() {
        let bytes = text.as_bytes();
        for at in 0..bytes.len() {
            feed(&bytes[..at]);
            feed(&[&bytes[..at], &bytes[at + 1..]].concat());
        }
    }
}

#[test]
fn recorded_answers_take_no_more_than_eight_times_their_size() {
    let _alone = ALONE.lock();
    for text in
        recorded().iter().chain(&made().into_iter().map(String::into_bytes).collect::<Vec<_>>())
    {
        feed_within(text, 8);
    }
}

#[test]
fn recorded_answers_cut_and_damaged() {
    let _alone = ALONE.lock();
    for text in recorded() {
        // Every cut of a short answer; of a long one as many as there is time for.
        let step = (text.len() * text.len() / 100_000_000).max(1);
        for cut in (0..text.len()).step_by(step) {
            feed_pure(&text[..cut]);
        }
        let text = without_other_blocks(&text);
        for edge in edges(&text) {
            for at in edge.saturating_sub(WINDOW / 2)..(edge + WINDOW / 2).min(text.len()) {
                feed_pure(&[&text[..at], &text[at + 1..]].concat());
            }
        }
    }
}

/// A page's map and its blocks with an app or a search, so that every byte around their edges can
/// be tried in time; other texts as they are.
fn without_other_blocks(text: &[u8]) -> Vec<u8> {
    let find = |from: usize, mark: &str| {
        memchr::memmem::find(&text[from..], mark.as_bytes()).map(|at| from + at)
    };
    let Some(map) = find(0, "AF_dataServiceRequests") else {
        return text[..text.len().min(100_000)].to_vec();
    };
    let mut kept = text[map..find(map, "AF_initDataChunkQueue").unwrap()].to_vec();
    for key in ["'ds:4'", "'ds:5'"] {
        if let Some(start) = find(0, &format!("AF_initDataCallback({{key: {key}")) {
            kept.extend_from_slice(&text[start..find(start, "</script>").unwrap()]);
        }
    }
    kept
}

/// Any JSON, with Play's trailing objects and long lists in it.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!("com.foo")),
        Just(json!("<b>&amp;<br>")),
    ];
    leaf.prop_recursive(9, 400, 24, |inner| {
        prop_oneof![
            4 => prop::collection::vec(inner.clone(), 0..24).prop_map(Value::from),
            1 => prop::collection::btree_map((1_u32..160).prop_map(|n| n.to_string()), inner, 0..6)
                .prop_map(|fields| fields.into_iter().collect::<Value>()),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_in_any_place(payload in any_json(), rpc_id in prop_oneof![
        Just("Ws7gDc"), Just("vyAe2"), Just("lGYRle"), Just("oCPfdb")
    ]) {
        let _alone = ALONE.lock();
        feed_within(payload.to_string().as_bytes(), 128);
        for text in wrapped(rpc_id, &payload) {
            feed_within(text.as_bytes(), 128);
        }
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        feed(&bytes);
    }
}

#[test]
fn deep_nesting_is_an_error_or_a_value() {
    let _alone = ALONE.lock();
    for open in ["[", "[[", "{\"1\":", "[{\"2\":"] {
        let mut text = String::new();
        for _ in 0..100_000 {
            write!(text, "{open}").unwrap();
        }
        feed_within(text.as_bytes(), 128);
        for wrapped in wrapped("Ws7gDc", &Value::Null) {
            feed(wrapped.replace("null", &text).as_bytes());
        }
    }
}
