//! A file of the catalogue, as each kind of it.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use playfast::extraction::{Page, Progress, extract_page};
use playfast::request::Lookup;
use playfast_fuzz::{TABLES, check};
use serde_json::json;

static FILES: LazyLock<Vec<Lookup>> = LazyLock::new(|| {
    ["robots", "index", "shard"]
        .iter()
        .filter_map(|file| {
            let request = json!({"file": file, "address": "https://play.google.com/sitemaps/x"});
            Lookup::from_json("catalogue", &request).ok()
        })
        .collect()
});

fuzz_target!(|text: &[u8]| {
    for lookup in &*FILES {
        check(&extract_page(&TABLES, lookup, &Page::new(text), &mut Progress::default()));
    }
});
