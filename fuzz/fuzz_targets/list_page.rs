//! The pages that apps are listed on: a cluster's and a developer's, and an app's for what is similar.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use playfast::extraction::{Extracted, Page, Progress, extract_page};
use playfast::request::Lookup;
use playfast_fuzz::{TABLES, check};
use serde_json::json;

static LOOKUPS: LazyLock<Vec<Lookup>> = LazyLock::new(|| {
    let requests = [
        ("similar", json!("com.foo")),
        ("developer", json!("5700313618786177705")),
        ("developer", json!("Foo")),
    ];
    requests.iter().filter_map(|(noun, request)| Lookup::from_json(noun, request).ok()).collect()
});

fuzz_target!(|page: &[u8]| {
    for lookup in &*LOOKUPS {
        let mut progress = Progress::default();
        let first = extract_page(&TABLES, lookup, &Page::new(page), &mut progress);
        check(&first);
        // The cluster's page, if the first names one.
        if let Extracted::MorePage(_) = first {
            check(&extract_page(&TABLES, lookup, &Page::new(page), &mut progress));
        }
    }
});
