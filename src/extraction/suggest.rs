//! Suggestions (RPC `IJ4APc`), PROTOCOL 2.6.

use super::field::write_key;
use super::mapping::Mappings;
use super::node::Node;
use super::shape::Shape;
use super::table::Table;
use super::watch::Watch;
use super::{Extracted, Json, find_list, items_of, lacking, opened, shares, text};

const BLOCK: &str = "IJ4APc";
/// In a suggestion: its text.
const TEXT: &[u32] = &[0];

// The suggestions; nothing where there are none.
pub(super) const SUGGESTIONS: Shape = Shape::of_places("suggest", &[("suggestions", &[0, 0])]);

/// Where a client reads suggestions.
pub(super) struct Tables {
    suggestions: Table,
    pub(super) answers: Watch,
}

impl Tables {
    pub(super) fn new(mappings: &Mappings) -> Self {
        Self {
            suggestions: Table::new(&SUGGESTIONS, "suggest", mappings),
            answers: Watch::of_answers("suggest", &shares::SUGGESTIONS),
        }
    }
}

/// Reads an answer of `IJ4APc`.
pub(super) fn extract(tables: &Tables, payload: &[u8]) -> Extracted {
    read(tables, payload).unwrap_or_else(|failed| failed)
}

fn read(tables: &Tables, payload: &[u8]) -> Result<Extracted, Extracted> {
    let tape = opened(BLOCK, payload)?;
    let found = find_list(BLOCK, &tables.suggestions, tape.root())?;
    let mut out = vec![b'{'];
    write_key("suggestions", &mut out);
    out.push(b'[');
    let suggestions = items_of(BLOCK, "suggestions", found.beside(0))?;
    tables.answers.note_rows(!suggestions.is_empty());
    for (place, suggestion) in suggestions.iter().enumerate() {
        let text = suggestion.at(TEXT).and_then(Node::raw_str);
        let text =
            text.ok_or_else(|| lacking(BLOCK, &["suggestions"], &format!("suggestion {place}")))?;
        if place > 0 {
            out.push(b',');
        }
        text::write_escaped_string(text, &mut out);
    }
    out.extend_from_slice(b"]}");
    Ok(Extracted::Value(Json::Object(out)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(payload: &str) -> Option<String> {
        match extract(&Tables::new(&Mappings::default()), payload.as_bytes()) {
            Extracted::Value(Json::Object(object)) => String::from_utf8(object).ok(),
            _ => None,
        }
    }

    #[test]
    fn no_suggestions_are_an_answer() {
        for payload in ["[]", "[[]]", "[null,[\"log\"]]", "[[[],[\"log\"]]]", "[[null]]"] {
            assert_eq!(texts(payload).as_deref(), Some("{\"suggestions\":[]}"), "{payload}");
        }
        let some = r#"[[[["a \"b\"",null],["é",{"3":[]}]],["log"]]]"#;
        assert_eq!(texts(some).unwrap(), r#"{"suggestions":["a \"b\"","\u00e9"]}"#);
    }

    #[test]
    fn another_layout_is_an_error() {
        for payload in ["", "7", "[7]", "[[7]]", "[[[7]]]", "[[[[7]]]]", "[[[[null,\"a\"]]]]"] {
            assert_eq!(texts(payload), None, "{payload}");
        }
    }
}
