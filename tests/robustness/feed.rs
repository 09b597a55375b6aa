//! Feeds a text to the parsers and holds them to their memory.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use playfast::extraction::{
    Extracted, Frames, Json, Page, Payload, Progress, Recorded, Tables, extract, extract_beside,
    extract_page, parse,
};
use playfast::request::{Include, Lookup};
use serde_json::json;

use crate::made::{made, page};
use crate::memory::peak_of;
use crate::value::check;

/// What a parser may need whatever the input: first buffers, an error's texts.
const FIXED: usize = 32 << 10;
/// The first answer of a search or a developer that goes on, and of similar apps.
const GOES_ON: &[u8] = br#"[[null,[[{"23":[[],[null,null,null,[null,"token"]]]}]]]]"#;
const LEADS_TO_PAGE: &[u8] = br#"[null,[null,[[{"4":[0,[["similar_apps_GAME"]]],"22":[[],[null,null,[0,0,0,0,[0,0,"/store/apps/collection/cluster?gsr=a"]],[null,"token"]]]}]]]]"#;
/// The least that a record of an app is.
const LEAST: &[u8] = br#"[0,[0,0,[["Title"],{"19":[2],"69":["Developer"]}],{"12":[["com.foo"]]}]]"#;
/// More answers than a lookup goes on for.
const ENDLESS: usize = 100;
/// Texts that a core takes at a time.
const AT_ONCE: usize = 256;

/// Whose data safety page is recorded.
pub(crate) const TRANSLATE: &str = "com.google.android.apps.translate";

static LOOKUPS: LazyLock<[Lookup; 14]> = LazyLock::new(|| {
    let asked = [
        ("app", json!("com.foo")),
        ("list", json!({})),
        ("search", json!({"term": "panda", "num": 1})),
        ("reviews", json!("com.foo")),
        ("suggest", json!("pand")),
        ("permissions", json!("com.foo")),
        ("dataSafety", json!(TRANSLATE)),
        ("similar", json!({"appId": "com.foo", "num": 1})),
        ("developer", json!({"devId": "5700313618786177705", "num": 1})),
        ("developer", json!({"devId": "Foo", "num": 1})),
        ("availability", json!({"appId": "com.foo", "countries": "us"})),
        ("app", json!("com.foo")),
        ("app", json!("com.foo")),
        ("app", json!("com.foo")),
    ];
    let mut lookups = asked.map(|(noun, request)| Lookup::from_json(noun, &request).unwrap());
    let included = [&["permissions", "dataSafety"][..], &["permissions"], &["similar"]];
    for (lookup, names) in lookups[11..].iter_mut().zip(included) {
        let Lookup::App(app) = lookup else { panic!("{lookup}") };
        app.include = Include::from_json(&json!(names)).unwrap();
    }
    lookups
});

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::default);

/// What is made once, whatever comes first.
static WARM: LazyLock<()> = LazyLock::new(|| {
    for answer in made() {
        Parsers::All.each(&answer.text, |_, _| ());
    }
});

/// The parsers that a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parsers {
    Pages,
    Answers,
    All,
}

impl Parsers {
    /// Those for a whole text; a part of it is for the same.
    pub(crate) fn of(text: &[u8]) -> Self {
        if memchr::memmem::find(text, b"AF_initDataCallback(").is_some() {
            Self::Pages
        } else if Frames::is_answer(text) {
            Self::Answers
        } else {
            Self::All
        }
    }

    /// Runs each over a text. An error is as good as a value, which must be one for JavaScript; none
    /// may take more memory than this many times the text.
    pub(crate) fn feed(self, text: &[u8], times: usize) {
        LazyLock::force(&WARM);
        let most = FIXED + text.len() * times;
        self.each(text, |parser, took| {
            assert!(took <= most, "{parser}: {took} bytes for an input of {}", text.len());
        });
    }

    /// Tells for each how much memory it took.
    fn each(self, text: &[u8], mut tell: impl FnMut(&str, usize)) {
        if self != Self::Answers {
            tell("app page", peak_of(|| check(&parse(&TABLES, Recorded::AppPage, text, None))));
            tell("data safety page", peak_of(|| check(&data_safety_page(text))));
            tell(
                "search page",
                peak_of(|| check(&parse(&TABLES, Recorded::SearchPage, text, None))),
            );
            tell("list page", peak_of(|| list_pages(text).iter().for_each(check)));
        }
        if self != Self::Pages {
            tell(
                "list response",
                peak_of(|| check(&parse(&TABLES, Recorded::ListResponse, text, None))),
            );
            tell(
                "reviews response",
                peak_of(|| check(&parse(&TABLES, Recorded::ReviewsResponse, text, None))),
            );
            tell("frames", peak_of(|| answer_lookups(text)));
        }
        if self == Self::All {
            for lookup in &*LOOKUPS {
                let mut none = Progress::default();
                tell(
                    "page",
                    peak_of(|| check(&extract_page(&TABLES, lookup, &Page::new(text), &mut none))),
                );
                tell(
                    "payload",
                    peak_of(|| answer(lookup, &Payload::Json(text), |said| check(&said))),
                );
            }
            tell("payload beside", peak_of(|| check(&beside(&Payload::Json(text)))));
        }
    }
}

fn data_safety_page(text: &[u8]) -> Extracted {
    extract_page(&TABLES, &LOOKUPS[6], &Page::new(text), &mut Progress::default())
}

/// What an app says that comes with what an answer says.
fn beside(payload: &Payload<'_>) -> Extracted {
    let mut progress = Progress::default();
    match extract_beside(&TABLES, payload, &mut progress) {
        Extracted::Part => extract(&TABLES, &LOOKUPS[13], &Payload::Json(LEAST), &mut progress),
        other => other,
    }
}

/// Every frame answers the lookups of its kind, as in a batch.
fn answer_lookups(text: &[u8]) {
    let mut frames = Frames::new(text);
    while let Some(frame) = frames.next() {
        for lookup in lookups_of(frame.rpc_id) {
            answer(lookup, &frame.payload, |said| check(&said));
        }
        if frame.rpc_id == "ag2B9c" {
            check(&beside(&frame.payload));
        }
    }
}

/// A record is an app's, what it declares, or a developer's.
fn lookups_of(rpc_id: &str) -> impl Iterator<Item = &'static Lookup> {
    let places: &[usize] = match rpc_id {
        "vyAe2" => &[1],
        "lGYRle" => &[2],
        "qnKhOb" => &[2, 7, 8],
        "oCPfdb" | "UsvDTd" => &[3],
        "IJ4APc" => &[4],
        "xdSrCf" => &[5],
        "ag2B9c" | "CNT7ob" => &[7],
        "MRTdke" => &[8],
        "IRWBmd" => &[9],
        _ => &[0, 6, 8, 10, 11],
    };
    places.iter().map(|&place| &LOOKUPS[place])
}

/// How far a lookup is that went on.
fn gone_on(lookup: &Lookup) -> Progress {
    let first = if matches!(lookup, Lookup::Similar(_)) { LEADS_TO_PAGE } else { GOES_ON };
    let mut progress = Progress::default();
    extract(&TABLES, lookup, &Payload::Json(first), &mut progress);
    progress
}

/// Tells what an answer says about a lookup: as its first, and to one that went on, and where it
/// goes on from there as each that follows.
fn answer(lookup: &Lookup, payload: &Payload<'_>, mut tell: impl FnMut(Extracted)) {
    for mut progress in [Progress::default(), gone_on(lookup)] {
        for answers in 0.. {
            assert!(answers < ENDLESS, "{lookup} never ends");
            let said = extract(&TABLES, lookup, payload, &mut progress);
            let goes_on = matches!(said, Extracted::More(_) | Extracted::MorePage(_));
            tell(said);
            if !goes_on {
                break;
            }
        }
    }
}

/// What a page says about similar apps, as the app's and as the cluster's, and about developers.
fn list_pages(text: &[u8]) -> Vec<Extracted> {
    let first = LOOKUPS[7..10]
        .iter()
        .map(|it| extract_page(&TABLES, it, &Page::new(text), &mut Progress::default()));
    let mut said: Vec<Extracted> = first.collect();
    let mut progress = gone_on(&LOOKUPS[7]);
    said.push(extract_page(&TABLES, &LOOKUPS[7], &Page::new(text), &mut progress));
    said
}

/// Whether a parser for this text finds a record or rows in it.
pub(crate) fn has_value(text: &[u8]) -> bool {
    let mut extracted = vec![parse(&TABLES, Recorded::AppPage, text, None)];
    extracted.push(parse(&TABLES, Recorded::SearchPage, text, None));
    extracted.push(data_safety_page(text));
    extracted.extend(list_pages(text));
    let mut frames = Frames::new(text);
    while let Some(frame) = frames.next() {
        for lookup in lookups_of(frame.rpc_id) {
            answer(lookup, &frame.payload, |said| extracted.push(said));
        }
    }
    extracted.iter().any(|extracted| match extracted {
        Extracted::Value(Json::Object(_)) => true,
        Extracted::Value(Json::Rows { rows, .. }) => !rows.is_empty(),
        _ => false,
    })
}

/// Does something for each number on all cores; says for which it failed.
pub(crate) fn on_all_cores(what: &str, numbers: &[usize], work: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    let worker = || {
        while let Some(mine) = numbers.chunks(AT_ONCE).nth(next.fetch_add(1, Ordering::Relaxed)) {
            for &number in mine {
                let done = catch_unwind(AssertUnwindSafe(|| work(number)));
                assert!(done.is_ok(), "{what} {number}");
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(worker);
        }
    });
}

/// The lookups of the made answers, by their places.
const ASKED: [&[usize]; 13] =
    [&[7], &[8], &[9], &[7], &[8], &[0, 10, 11, 12], &[1], &[2], &[2], &[3], &[4], &[5], &[6]];
/// Those that a page of its own answers in the same way.
const ON_PAGE: [&[usize]; 13] =
    [&[7], &[], &[], &[], &[], &[0, 12], &[], &[2], &[], &[], &[], &[], &[6]];
/// Those of the made answers that go on with something: a cluster's page, the head of a developer's
/// page, more of a search.
const NEXT: [usize; 3] = [3, 4, 8];

/// What an answer like one of the made ones says to each lookup, in words.
pub(crate) fn read(made: usize, payload: &str) -> Vec<String> {
    let mut said: Vec<String> =
        ASKED[made].iter().map(|&lookup| read_one(made, lookup, payload)).collect();
    if made == 0 {
        said.push(in_words(beside(&Payload::Json(payload.as_bytes()))));
    }
    said
}

fn read_one(made: usize, lookup: usize, payload: &str) -> String {
    let lookup = &LOOKUPS[lookup];
    let mut progress = if NEXT.contains(&made) { gone_on(lookup) } else { Progress::default() };
    in_words(extract(&TABLES, lookup, &Payload::Json(payload.as_bytes()), &mut progress))
}

/// The same by an answer and by the page that has it, where both say it.
pub(crate) fn read_both(made: usize, payload: &str, html: &str) -> [Vec<String>; 2] {
    let on_page = |lookup: usize| {
        in_words(extract_page(
            &TABLES,
            &LOOKUPS[lookup],
            &Page::new(html.as_bytes()),
            &mut Progress::default(),
        ))
    };
    let lookups = ON_PAGE[made];
    let by_answer = lookups.iter().map(|&lookup| read_one(made, lookup, payload)).collect();
    [by_answer, lookups.iter().map(|&lookup| on_page(lookup)).collect()]
}

/// What an answer that somebody else fetched says.
pub(crate) fn recorded(rpc_id: &str, payload: &str) -> String {
    in_words(match rpc_id {
        "Ws7gDc" => parse(&TABLES, Recorded::AppPage, page(rpc_id, payload).as_bytes(), None),
        "vyAe2" => parse(&TABLES, Recorded::ListResponse, payload.as_bytes(), None),
        _ => parse(&TABLES, Recorded::ReviewsResponse, payload.as_bytes(), None),
    })
}

fn in_words(extracted: Extracted) -> String {
    let text = |json: &[u8]| String::from_utf8_lossy(json).into_owned();
    match extracted {
        Extracted::Value(Json::Object(object)) => format!("value {}", text(&object)),
        Extracted::Value(Json::Rows { rows, rest, .. }) => {
            format!("value {} {rest}", text(&rows.join(&b'\n')))
        }
        Extracted::Failed(error) => format!("failed {:?} {:?}", error.kind(), error.missing()),
        other => format!("{other:?}"),
    }
}
