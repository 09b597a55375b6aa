//! Messages as a page's scripts hold them: no second level of JSON, and 1 and 0 for booleans.

use crate::message::LONE_SURROGATE;
use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};
use std::io::{Result, Write};

/// How a page writes `true`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Booleans {
    /// As 1.
    Numbers,
    /// As the pages of 2022 did.
    Words,
}

struct Script(Booleans);

impl Formatter for Script {
    fn write_bool<W: ?Sized + Write>(&mut self, writer: &mut W, value: bool) -> Result<()> {
        let text: &[u8] = match (self.0, value) {
            (Booleans::Numbers, true) => b"1",
            (Booleans::Numbers, false) => b"0",
            (Booleans::Words, true) => b"true",
            (Booleans::Words, false) => b"false",
        };
        writer.write_all(text)
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> Result<()> {
        let mut done = 0;
        for (at, c) in fragment.char_indices() {
            let escaped: &[u8] = match c {
                '<' => b"\\u003c",
                '>' => b"\\u003e",
                '=' => b"\\u003d",
                '&' => b"\\u0026",
                '\'' => b"\\u0027",
                LONE_SURROGATE => b"\\ud83d",
                _ => continue,
            };
            writer.write_all(&fragment.as_bytes()[done..at])?;
            writer.write_all(escaped)?;
            done = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[done..])
    }
}

pub(crate) fn push_script(out: &mut Vec<u8>, message: &Value, booleans: Booleans) {
    // Writing to memory cannot fail.
    let _ = message.serialize(&mut Serializer::with_formatter(out, Script(booleans)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(message: &Value, booleans: Booleans) -> String {
        let mut out = Vec::new();
        push_script(&mut out, message, booleans);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn what_matters_to_html_is_escaped_and_booleans_are_numbers() {
        let message =
            json!([true, false, format!("</a b='é'>& \"\n{LONE_SURROGATE}"), {"1": true}]);
        let escaped = r#""\u003c/a b\u003d\u0027é\u0027\u003e\u0026 \"\n\ud83d""#;
        assert_eq!(text(&message, Booleans::Numbers), format!("[1,0,{escaped},{{\"1\":1}}]"));
        assert_eq!(
            text(&message, Booleans::Words),
            format!("[true,false,{escaped},{{\"1\":true}}]")
        );
    }
}
