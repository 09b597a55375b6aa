//! What recorded pages publish of their requests, against ours. The recordings are not part of the
//! project: where `../shared/corpus` is absent there is nothing to compare.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use playfast::extraction::{Page, published_flags, published_request};
use playfast::request::{Lookup, Published, Template, difference, search_flags};
use serde_json::{Value, json};

fn page(name: &str) -> Option<Vec<u8>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    corpus.is_dir().then(|| std::fs::read(corpus.join("pages").join(name)).unwrap())
}

/// Where the request that a page publishes differs from ours for the same.
fn differs(noun: &str, request: &str, html: &[u8]) -> Option<String> {
    let lookup = Lookup::from_json(noun, &json!(request)).unwrap();
    let Published { asked, built_in, .. } = lookup.published().unwrap();
    let text = published_request(&Page::new(html), built_in.rpc_id).unwrap();
    let template = Template::read(text, &asked).unwrap();
    assert_eq!(template.request(&asked).as_bytes(), text);
    let [ours, theirs]: [Value; 2] =
        [built_in.request.as_bytes(), text].map(|text| serde_json::from_slice(text).unwrap());
    difference(&ours, &theirs)
}

#[test]
fn pages_of_2026_publish_the_requests_that_are_built_in() {
    let translate = "com.google.android.apps.translate";
    for (name, noun, request) in [
        ("details-translate-2026.html", "app", translate),
        ("details-translate-2026.html", "similar", translate),
        ("details-whereami-2026.html", "app", "com.adex77.WhereAmI"),
        ("details-whereami-2026.html", "similar", "com.adex77.WhereAmI"),
        ("datasafety-translate-2026.html", "dataSafety", translate),
        ("search-panda-2026.html", "search", "panda"),
        ("developer-mojang-2026.html", "developer", "Mojang"),
    ] {
        let Some(html) = page(name) else { return };
        assert_eq!(differs(noun, request, &html), None, "{name}");
        let flags: Value =
            serde_json::from_str(&published_flags(&Page::new(&html)).unwrap()).unwrap();
        let ours = serde_json::from_str(search_flags()).unwrap();
        // Other pages of that month have other fields for a few kinds of entities.
        if noun == "search" {
            assert_eq!(difference(&ours, &flags), None, "{name}");
        }
    }
}

#[test]
fn older_pages_published_others() {
    for (name, id, expected) in [
        (
            "details-sparse-2025.html",
            "com.raiseright.edumarketapp",
            "request[2][0] has no 140,183,193",
        ),
        (
            "details-minecraft-2022.html",
            "com.mojang.minecraftpe",
            "request[2][0] has 45 besides and no 13,75,129,140,149,151,155,169,183,187,19…; request[3][0][0] has 1 elements, not 3; request[3][1] has 2 elements, not 5",
        ),
    ] {
        let Some(html) = page(name) else { return };
        assert_eq!(differs("app", id, &html).as_deref(), Some(expected), "{name}");
    }
}

/// Wherever a page is cut, and whatever is in place of a byte: a request, or none.
#[test]
fn a_damaged_page_publishes_something_or_nothing() {
    let Some(html) = page("details-whereami-2026.html") else { return };
    let map = memchr::memmem::find(&html, b"AF_dataServiceRequests").unwrap();
    let html = &html[map..map + 4000];
    for at in 0..html.len() {
        for damaged in [html[..at].to_vec(), [&html[..at], b"\xff'", &html[at + 1..]].concat()] {
            if let Some(text) = published_request(&Page::new(&damaged), "Ws7gDc") {
                let _ = Template::read(text, "com.adex77.WhereAmI");
            }
            let _ = published_flags(&Page::new(&damaged));
        }
    }
}
