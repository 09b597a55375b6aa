//! The payload of an answer, read by each noun whose answers have no parse function of their own.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use playfast::extraction::{Payload, Progress, extract};
use playfast::request::Lookup;
use playfast_fuzz::{TABLES, check};
use serde_json::json;

static LOOKUPS: LazyLock<Vec<Lookup>> = LazyLock::new(|| {
    let requests = [
        ("suggest", json!("pand")),
        ("permissions", json!("com.foo")),
        ("dataSafety", json!("com.google.android.apps.translate")),
    ];
    requests.iter().filter_map(|(noun, request)| Lookup::from_json(noun, request).ok()).collect()
});

fuzz_target!(|payload: &[u8]| {
    for lookup in &*LOOKUPS {
        check(&extract(&TABLES, lookup, &Payload::Json(payload), &mut Progress::default()));
    }
});
