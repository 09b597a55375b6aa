//! Messages in the array form that Google's front end uses, and how they are written as text.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A message by field number. `Null` means absent.
pub(crate) type Fields = BTreeMap<usize, Value>;

/// Stands in a text for an unpaired surrogate, which a Rust string cannot hold. From the private
/// use area, so no made text has it by chance.
pub(crate) const LONE_SURROGATE: char = '\u{f8ff}';

/// The recorded answers bridge gaps of up to 18 missing fields with nulls and switch to the
/// trailing object at 34; where between the two Google draws the line is not known.
const WIDEST_GAP: usize = 32;

/// Field n at index n-1. From the first field that is numbered `tail_from` or higher, or that would
/// need too many nulls before it, everything goes to a trailing object keyed by field number.
pub(crate) fn encode(fields: Fields, tail_from: usize) -> Value {
    let mut dense = Vec::new();
    let mut tail = Map::new();
    for (number, value) in fields.into_iter().filter(|(_, value)| !value.is_null()) {
        if !tail.is_empty() || number >= tail_from || number - dense.len() > WIDEST_GAP {
            tail.insert(number.to_string(), value);
        } else {
            dense.resize(number - 1, Value::Null);
            dense.push(value);
        }
    }
    if !tail.is_empty() {
        dense.push(Value::Object(tail));
    }
    Value::Array(dense)
}

/// Turns an array into the trailing form from field `tail_from` on.
pub(crate) fn with_tail(message: Value, tail_from: usize) -> Value {
    match message {
        Value::Array(items) => encode((1..).zip(items).collect(), tail_from),
        other => other,
    }
}

/// Writes a payload as the string inside a frame. Two levels of JSON: the inner one escapes the
/// characters that matter to HTML, the outer one only quotes and backslashes.
pub(crate) fn push_payload(out: &mut String, payload: &Value) {
    let inner = payload.to_string();
    out.reserve(inner.len() + inner.len() / 4);
    out.push('"');
    let mut done = 0;
    for (at, c) in inner.char_indices() {
        let escaped = match c {
            '"' => "\\\"",
            '\\' => "\\\\",
            '<' => "\\\\u003c",
            '>' => "\\\\u003e",
            '=' => "\\\\u003d",
            '&' => "\\\\u0026",
            '\'' => "\\\\u0027",
            LONE_SURROGATE => "\\\\ud83d",
            _ => continue,
        };
        out.push_str(&inner[done..at]);
        out.push_str(escaped);
        done = at + c.len_utf8();
    }
    out.push_str(&inner[done..]);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields<const N: usize>(pairs: [(usize, Value); N]) -> Fields {
        pairs.into()
    }

    #[test]
    fn small_gaps_are_nulls_and_wide_ones_make_a_trailing_object() {
        let mut nineteen = vec![Value::Null; 18];
        nineteen.push(json!([2]));
        assert_eq!(encode(fields([(19, json!([2]))]), usize::MAX), Value::Array(nineteen));
        assert_eq!(encode(fields([(80, json!(["x"]))]), usize::MAX), json!([{"80": ["x"]}]));
        assert_eq!(
            encode(fields([(1, json!("t")), (69, json!([1]))]), usize::MAX),
            json!(["t", {"69": [1]}])
        );
    }

    #[test]
    fn a_tail_can_start_anywhere() {
        assert_eq!(with_tail(json!([1, null, 3, 4]), 3), json!([1, {"3": 3, "4": 4}]));
        assert_eq!(with_tail(json!([1, 2]), 9), json!([1, 2]));
    }

    #[test]
    fn payload_text_is_two_levels_of_json() {
        let payload = json!([format!("<b a='1'>é & \"q\" \\ \u{1}{LONE_SURROGATE}")]);
        let mut text = String::new();
        push_payload(&mut text, &payload);
        assert_eq!(
            text,
            r#""[\"\\u003cb a\\u003d\\u00271\\u0027\\u003eé \\u0026 \\\"q\\\" \\\\ \\u0001\\ud83d\"]""#
        );
        let inner: String = serde_json::from_str(&text).expect("the outer level is JSON");
        assert!(inner.contains(r"\ud83d") && !inner.contains('<'));
    }
}
