//! Whatever comes, a parser gives a value or an error: no panic, no hang, no flood of memory.
//! Recorded answers are cut and damaged where they are at hand; made ones always are. With
//! PLAYFAST_EXHAUSTIVE=1 nothing is left out, every beginning of every capture: some eight minutes
//! of a core in a release build.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod captures;
mod catalogue;
mod feed;
mod forms;
mod made;
mod memory;
mod value;

use proptest::prelude::*;
use serde_json::{Value, json};

use captures::{TIMES, captures, recorded_payloads};
use feed::{Parsers, has_value, read, read_both, recorded};
use forms::{Draws, on_page, reformed, varied};
use made::{made, page, payloads, replace, wrapped};

/// Bytes that are fed of a long capture; of a short one, all.
const LIMIT: usize = 2 << 30;

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

/// Some values to replace; not the whole, since a page without an answer is another silence.
fn changes() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((1..120_usize, any::<u8>()), 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_json_in_any_place(payload in any_json(), rpc_id in prop_oneof![
        Just("Ws7gDc"), Just("vyAe2"), Just("lGYRle"), Just("qnKhOb"), Just("oCPfdb"), Just("IJ4APc"),
        Just("xdSrCf"), Just("ag2B9c"), Just("CNT7ob"), Just("MRTdke"), Just("IRWBmd")
    ]) {
        Parsers::All.feed(payload.to_string().as_bytes(), 128);
        for text in wrapped(rpc_id, &payload) {
            Parsers::All.feed(text.as_bytes(), 128);
        }
    }

    #[test]
    fn any_json_in_the_place_of_any_value(by in any_json(), answer in 0..13_usize, mut nth in 0..120_usize) {
        let (rpc_id, mut payload) = payloads()[answer].clone();
        replace(&mut payload, &mut nth, &by);
        for text in wrapped(rpc_id, &payload) {
            Parsers::All.feed(text.as_bytes(), 128);
        }
    }

    /// Dense, sparse and mixed, at any depth: it is the same record.
    #[test]
    fn any_form_reads_alike(answer in 0..13_usize, changes in changes(), seed: u64) {
        let (rpc_id, mut payload) = payloads()[answer].clone();
        varied(&mut payload, &changes);
        let reformed = reformed(rpc_id, &payload, &mut Draws(seed));
        let [before, after] = [&payload, &reformed].map(|form| read(answer, &form.to_string()));
        prop_assert_eq!(before, after, "{}", reformed);
    }

    /// As the RPC sends it, and as a page has it; a developer's page has more than one answer.
    #[test]
    fn pages_read_as_answers(answer in prop::sample::select(vec![0_usize, 5, 7, 12]), changes in changes()) {
        let (rpc_id, mut payload) = payloads()[answer].clone();
        varied(&mut payload, &changes);
        let page = page(rpc_id, &on_page(&payload));
        let [by_answer, on_page] = read_both(answer, &payload.to_string(), &page);
        prop_assert_eq!(by_answer, on_page, "{}", page);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        Parsers::All.feed(&bytes, 128);
    }
}

#[test]
fn deep_nesting_is_an_error_or_a_value() {
    for open in ["[", "[[", "{\"1\":", "[{\"2\":"] {
        let deep = open.repeat(100_000);
        Parsers::All.feed(deep.as_bytes(), 128);
        for wrapped in wrapped("Ws7gDc", &Value::Null) {
            Parsers::All.feed(wrapped.replace("null", &deep).as_bytes(), 128);
        }
    }
}

/// Recorded answers too read alike in any form.
#[test]
fn any_form_of_a_recorded_answer_reads_alike() {
    for (rpc_id, payload) in recorded_payloads() {
        let before = recorded(rpc_id, &payload.to_string());
        assert!(before.starts_with("value "), "{rpc_id}: {before}");
        for seed in 0..20 {
            let reformed = reformed(rpc_id, &payload, &mut Draws(seed));
            assert!(before == recorded(rpc_id, &reformed.to_string()), "{rpc_id}, seed {seed}");
        }
    }
}

/// What is not read is no test for readers. Pages of other lookups have nothing to be read.
#[test]
fn made_answers_are_read() {
    let read = made().iter().filter(|answer| has_value(&answer.text)).count();
    assert_eq!((read, made().len()), (19, 26));
}

#[test]
fn made_answers_whole() {
    for answer in made() {
        answer.feed();
    }
}

#[test]
fn made_answers_cut_anywhere() {
    for answer in made() {
        answer.feed_cut(usize::MAX);
    }
}

#[test]
fn made_answers_damaged_anywhere() {
    for answer in made() {
        answer.feed_damaged(usize::MAX);
    }
}

#[test]
fn captures_whole() {
    for capture in captures() {
        capture.feed();
    }
}

#[test]
fn captures_cut() {
    for capture in captures() {
        capture.feed_cut(LIMIT);
    }
}

#[test]
fn captures_damaged_at_their_edges() {
    for capture in captures() {
        capture.feed_damaged(LIMIT / 8);
    }
}

#[test]
fn condensed_captures_cut_anywhere() {
    for capture in captures() {
        capture.condensed().feed_cut(2 * LIMIT);
    }
}

#[test]
fn condensed_captures_damaged_at_every_edge() {
    for capture in captures() {
        capture.condensed().feed_damaged(2 * LIMIT);
    }
}

/// Condensing leaves what is read.
#[test]
fn condensed_captures_are_read() {
    for capture in captures() {
        let name = capture.name.clone();
        let is_read = has_value(&capture.text);
        assert_eq!(has_value(&capture.condensed().text), is_read, "{name}");
    }
}

/// A heading is written again for everything below it: a long one is refused.
#[test]
fn headings_do_not_flood_the_memory() {
    let below = vec![json!(["Name", true]); 2_000];
    let texts = vec![json!([null, "take pictures"]); 2_000];
    for length in [250, 20_000] {
        let heading = "N".repeat(length);
        let group = json!([[null, heading], null, null, null, below]);
        let record = json!([["Title"], {"138": [null, null, null, null, [[[group]]]]}]);
        let declared = json!([null, [null, null, record, {"12": [[feed::TRANSLATE, 7]]}]]);
        let permissions = json!([[[heading, null, texts]]]);
        for (rpc_id, payload) in [("xdSrCf", permissions), ("Ws7gDc", declared)] {
            let [answer, page] = wrapped(rpc_id, &payload);
            assert_eq!(has_value(answer.as_bytes()), length == 250);
            for text in [answer, page] {
                Parsers::of(text.as_bytes()).feed(text.as_bytes(), 64);
            }
        }
    }
}

/// Nested tags, and text that an HTML parser looks at again and again.
#[test]
fn markup_costs_no_more_than_its_length() {
    for unit in
        ["<div>", "<p><s>", "<a><p>", "<li>", "<table>", "<x y=1>", "</p>", "<", "&", "<!--"]
    {
        let html = unit.repeat(500_000 / unit.len());
        let record = json!([["Title"], {"19": [2], "69": ["Developer"], "73": [[null, html]]}]);
        let payload = json!([null, [null, null, record, {"12": [["com.foo", 7]]}]]);
        for text in wrapped("Ws7gDc", &payload) {
            Parsers::of(text.as_bytes()).feed(text.as_bytes(), TIMES);
        }
    }
}
