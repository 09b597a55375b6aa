//! What holds of every value, whatever a parser was fed: also asked by the fuzz targets.

use playfast::extraction::{Extracted, Json};
use serde::de::IgnoredAny;

/// A value is JSON in ASCII, as JavaScript will read it.
pub(crate) fn check(extracted: &Extracted) {
    let Extracted::Value(value) = extracted else { return };
    match value {
        Json::Object(object) => check_json(object),
        Json::Rows { rows, rest, .. } => {
            for row in rows {
                check_json(row);
            }
            check_json(format!("{{{rest}}}").as_bytes());
        }
    }
}

fn check_json(text: &[u8]) {
    assert!(text.is_ascii());
    let read = serde_json::from_slice::<IgnoredAny>(text);
    assert!(read.is_ok(), "{read:?}: {}", String::from_utf8_lossy(text));
}
