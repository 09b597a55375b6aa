//! The page of what an app declares of its users' data.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use playfast::extraction::{Page, Progress, extract_page};
use playfast::request::Lookup;
use playfast_fuzz::{TABLES, check};
use serde_json::json;

/// The app whose page is recorded, so that a recorded page is read.
static LOOKUP: LazyLock<Option<Lookup>> = LazyLock::new(|| {
    Lookup::from_json("dataSafety", &json!("com.google.android.apps.translate")).ok()
});

fuzz_target!(|html: &[u8]| {
    let Some(lookup) = &*LOOKUP else { return };
    check(&extract_page(&TABLES, lookup, &Page::new(html), &mut Progress::default()));
});
