//! HTML to text, as the description of an app.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use playfast::extraction::{Extracted, Payload, Progress, extract};
use playfast::request::Lookup;
use playfast_fuzz::{TABLES, check};
use serde_json::json;

static LOOKUP: LazyLock<Option<Lookup>> =
    LazyLock::new(|| Lookup::from_json("app", &json!("com.foo")).ok());

fuzz_target!(|html: &str| {
    let Some(lookup) = &*LOOKUP else { return };
    let record = json!([["Title"], {"19": [2], "69": ["Developer"], "73": [[null, html]]}]);
    let payload = json!([null, [null, null, record, {"12": [["com.foo", 7]]}]]).to_string();
    let extracted =
        extract(&TABLES, lookup, &Payload::Json(payload.as_bytes()), &mut Progress::default());
    assert!(matches!(extracted, Extracted::Value(_)));
    check(&extracted);
});
