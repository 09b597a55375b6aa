//! The values of a JSON text, noted in one pass: where each is, and where what follows it is. Whatever
//! is asked of the text later, it is not passed again. It trusts nothing: text that ends early or is no
//! JSON is an error, never a panic or an endless loop.

use super::cursor::{Malformed, scalar_end, string_end};
use super::node::Node;

/// The values of a text in their order, each before those that are in it.
#[derive(Debug)]
pub(super) struct Tape<'a> {
    text: &'a [u8],
    values: Vec<Value>,
}

/// A value's place in the text, and in the tape that of what follows it and all that is in it.
#[derive(Debug, Clone, Copy)]
struct Value {
    start: u32,
    end: u32,
    next: u32,
}

/// A list or an object that is not passed whole.
struct Open {
    place: u32,
    close: u8,
}

impl Open {
    /// The whole text, which nothing closes.
    const WHOLE: Self = Self { place: 0, close: 0 };
}

/// Each bracket closes two behind the one that opens.
const TO_CLOSE: u8 = 2;

impl<'a> Tape<'a> {
    /// Notes the values of a text. What follows the first one is not looked at.
    pub(super) fn of(text: &'a [u8]) -> Result<Self, Malformed> {
        /// As many as the record of an app has, in eight bytes or more each. A long text may be one value.
        const USUAL: usize = 1500;
        if u32::try_from(text.len()).is_err() {
            return Err(Malformed);
        }
        let mut values = Vec::with_capacity(USUAL.min(text.len() / 8 + 1));
        // Remembers brackets instead of recursing: nesting costs no stack.
        let mut parents: Vec<Open> = Vec::new();
        let mut open = Open::WHOLE;
        let (mut at, mut is_key) = (0, false);
        loop {
            let (start, first) = next_byte(text, at)?;
            match first {
                b'"' => {
                    at = string_end(text, start)?;
                    values.push(Value::new(start, at, values.len() + 1));
                }
                b',' | b']' | b'}' | b':' => return Err(Malformed),
                _ if is_key => return Err(Malformed),
                // Most of Play's values are this one, and most come one after the other.
                b'n' if open.close == b']' && text[start..].starts_with(b"null,") => {
                    at = start + b"null".len();
                    values.push(Value::new(start, at, values.len() + 1));
                    at += 1;
                    continue;
                }
                b'[' | b'{' => {
                    parents.push(open);
                    open = Open { place: small(values.len()), close: first + TO_CLOSE };
                    values.push(Value::new(start, start, values.len()));
                    at = start + 1;
                    if next_byte(text, at)?.1 != open.close {
                        is_key = first == b'{';
                        continue;
                    }
                }
                _ => {
                    at = scalar_end(text, start);
                    values.push(Value::new(start, at, values.len() + 1));
                }
            }
            // A value is passed: what it was in may end with it.
            loop {
                if open.close == 0 {
                    return Ok(Self { text, values });
                }
                let (place, byte) = next_byte(text, at)?;
                at = place + 1;
                if is_key {
                    if byte != b':' {
                        return Err(Malformed);
                    }
                    is_key = false;
                    break;
                }
                if byte == b',' {
                    is_key = open.close == b'}';
                    break;
                }
                if byte != open.close {
                    return Err(Malformed);
                }
                let next = small(values.len());
                let value = &mut values[open.place as usize];
                (value.end, value.next) = (small(at), next);
                open = parents.pop().ok_or(Malformed)?;
            }
        }
    }

    /// The value of the whole text.
    pub(super) fn root(&'a self) -> Node<'a> {
        Node::new(self, 0)
    }

    /// The text of a value.
    pub(super) fn text(&self, place: usize) -> &'a [u8] {
        let Value { start, end, .. } = self.values[place];
        &self.text[start as usize..end as usize]
    }

    /// Where what follows a value is, and all that is in it.
    pub(super) fn next(&self, place: usize) -> usize {
        self.values[place].next as usize
    }
}

impl Value {
    fn new(start: usize, end: usize, next: usize) -> Self {
        Self { start: small(start), end: small(end), next: small(next) }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the text is not longer than that")]
fn small(number: usize) -> u32 {
    number as u32
}

/// The next byte that is no white space, and where it is.
fn next_byte(text: &[u8], mut at: usize) -> Result<(usize, u8), Malformed> {
    loop {
        match text.get(at) {
            Some(b' ' | b'\n' | b'\r' | b'\t') => at += 1,
            Some(&byte) => return Ok((at, byte)),
            None => return Err(Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value as Json;

    use super::*;

    fn texts(json: &str) -> Option<Vec<String>> {
        let tape = Tape::of(json.as_bytes()).ok()?;
        let text = |place| String::from_utf8_lossy(tape.text(place)).into_owned();
        Some((0..tape.next(0)).map(text).collect())
    }

    #[test]
    fn values_are_noted_before_what_is_in_them() {
        let json = r#" [1 , "a\"]" ,[ ],{"2":[null]} ] ,next"#;
        let whole = r#"[1 , "a\"]" ,[ ],{"2":[null]} ]"#;
        let expected =
            [whole, "1", r#""a\"]""#, "[ ]", r#"{"2":[null]}"#, "\"2\"", "[null]", "null"];
        assert_eq!(texts(json).unwrap(), expected);
        let tape = Tape::of(json.as_bytes()).unwrap();
        assert_eq!(
            (0..8).map(|place| tape.next(place)).collect::<Vec<_>>(),
            [8, 2, 3, 4, 8, 6, 8, 8]
        );
    }

    #[test]
    fn what_is_no_json_is_an_error() {
        for text in [
            "",
            "  ",
            "\"abc",
            "\"abc\\",
            "[1,[2]",
            "{\"a\":",
            "]",
            ",",
            ":",
            "[1,]",
            "[,1]",
            "[1}",
            "{\"a\"]",
            "{\"a\"}",
            "{\"a\",1}",
            "{1:2}",
            "{[]:1}",
            "{\"a\":1,}",
            "{\"a\":1:2}",
            "[1:2]",
            "{:1}",
            "[1 2]",
        ] {
            assert_eq!(texts(text), None, "{text}");
        }
    }

    #[test]
    fn deep_nesting_costs_no_stack() {
        assert!(Tape::of(&vec![b'['; 1_000_000]).is_err());
        let deep = [vec![b'['; 1_000_000], vec![b']'; 1_000_000]].concat();
        assert_eq!(Tape::of(&deep).unwrap().next(0), 1_000_000);
    }

    fn any_json() -> impl Strategy<Value = Json> {
        let text = prop_oneof!["[a-z\"\\\\\\[\\]{},: ]{0,40}", ".{0,20}"];
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            text.prop_map(Json::from),
        ];
        leaf.prop_recursive(6, 60, 8, |inner| {
            let pairs = prop::collection::vec(("[a-z0-9\"]{0,3}", inner.clone()), 0..6);
            prop_oneof![
                prop::collection::vec(inner, 0..8).prop_map(Json::from),
                pairs.prop_map(|pairs| Json::Object(pairs.into_iter().collect())),
            ]
        })
    }

    /// A value, and all that is in it.
    fn flat(json: &Json) -> Vec<Json> {
        let inside = match json {
            Json::Array(items) => items.iter().flat_map(flat).collect(),
            Json::Object(fields) => {
                let pair = |(key, value): (&String, _)| {
                    [vec![Json::from(key.clone())], flat(value)].concat()
                };
                fields.iter().flat_map(pair).collect()
            }
            _ => vec![],
        };
        [vec![json.clone()], inside].concat()
    }

    proptest! {
        #[test]
        fn every_value_of_any_json_is_noted(json in any_json(), is_spaced in any::<bool>()) {
            let text = if is_spaced { format!("{json:#}") } else { json.to_string() };
            let noted: Vec<Json> =
                texts(&text).unwrap().iter().map(|text| serde_json::from_str(text).unwrap()).collect();
            prop_assert_eq!(noted, flat(&json));
            // What is cut is no value any more, if it has an end.
            let cuts = if json.is_array() || json.is_object() { 0..text.len() } else { 0..0 };
            for cut in cuts {
                prop_assert!(Tape::of(&text.as_bytes()[..cut]).is_err());
            }
        }
    }
}
