//! The answer to a batch: every frame is read as the answer of a lookup of each noun.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use playfast::extraction::{Frames, Progress, extract, extract_beside};
use playfast::request::{AppRequest, Include, Lookup};
use playfast_fuzz::{TABLES, check};
use serde_json::json;

static LOOKUPS: LazyLock<Vec<Lookup>> = LazyLock::new(|| {
    let requests = [
        ("app", json!("com.foo")),
        ("list", json!({})),
        ("search", json!("panda")),
        ("reviews", json!("com.foo")),
        ("suggest", json!("pand")),
        ("permissions", json!("com.foo")),
        ("dataSafety", json!("com.foo")),
        ("similar", json!("com.foo")),
        ("developer", json!("5700313618786177705")),
        ("developer", json!("Foo")),
    ];
    let lookups =
        requests.iter().filter_map(|(noun, request)| Lookup::from_json(noun, request).ok());
    let mut lookups: Vec<Lookup> = lookups.collect();
    // The first once more, with all that may come with it.
    if let Some(Lookup::App(app)) = lookups.first().cloned() {
        let include = Include { permissions: true, data_safety: true, similar: true };
        lookups.push(Lookup::App(AppRequest { include, ..app }));
    }
    lookups
});

fuzz_target!(|body: &[u8]| {
    // Each goes on where its last answer ended.
    let mut progress: Vec<Progress> = LOOKUPS.iter().map(|_| Progress::default()).collect();
    let mut frames = Frames::new(body);
    while let Some(frame) = frames.next() {
        for (lookup, progress) in LOOKUPS.iter().zip(&mut progress) {
            check(&extract(&TABLES, lookup, &frame.payload, progress));
            if lookup.call_beside().is_some() {
                check(&extract_beside(&TABLES, &frame.payload, progress));
            }
        }
    }
});
