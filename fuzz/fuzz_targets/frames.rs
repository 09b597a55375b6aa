//! The answer to a batch: every frame is read as the answer of a lookup of each noun.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use playfast::extraction::{Frames, Progress, extract};
use playfast::request::Lookup;
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
    requests.iter().filter_map(|(noun, request)| Lookup::from_json(noun, request).ok()).collect()
});

fuzz_target!(|body: &[u8]| {
    // Each goes on where its last answer ended.
    let mut progress: Vec<Progress> = LOOKUPS.iter().map(|_| Progress::default()).collect();
    let mut frames = Frames::new(body);
    while let Some(frame) = frames.next() {
        for (lookup, progress) in LOOKUPS.iter().zip(&mut progress) {
            check(&extract(&TABLES, lookup, &frame.payload, progress));
        }
    }
});
