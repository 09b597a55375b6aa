//! Outcomes whose values stay text, for who only passes them on: nothing is made of them in JavaScript.
//!
//! The outcomes cross as a JSON list in ASCII, `{"index", "length" of the value in bytes, or "reason"}`
//! each; the values, one after the other in UTF-8, are copied into a buffer that JavaScript has. A
//! buffer of their own would wait for V8's collector (measured: 25 MB more at the peak).

use std::fmt::Write;

use super::text::failure;
use crate::error::Error;
use crate::extraction::{Json, write_utf8};

/// Bytes that cross together: more than in a text, since V8 makes nothing of them.
const LONG: usize = 256 << 10;
/// Outcomes that cross together: small ones, too, are less than 1 ms of work.
const MOST: usize = 256;

/// Writes outcomes, one at least, and their values beside.
pub(super) struct ValueWriter<'v> {
    outcomes: String,
    values: &'v mut Vec<u8>,
    written: usize,
}

impl<'v> ValueWriter<'v> {
    /// The values take the place of what was there.
    pub(super) fn new(values: &'v mut Vec<u8>) -> Self {
        values.clear();
        Self { outcomes: String::new(), values, written: 0 }
    }

    pub(super) fn has_room(&self) -> bool {
        self.written < MOST && self.values.len() < LONG
    }

    pub(super) fn add(&mut self, index: usize, result: &Result<Json, Error>) {
        let begin = self.values.len();
        let told = match result {
            Ok(value) => {
                value.each_piece(|piece| write_utf8(piece, self.values));
                format!("\"length\":{}", self.values.len() - begin)
            }
            Err(error) => format!("\"reason\":{}", failure(error)),
        };
        self.outcomes.push(if self.written == 0 { '[' } else { ',' });
        // Writing to a string cannot fail.
        let _ = write!(self.outcomes, "{{\"index\":{index},{told}}}");
        self.written += 1;
    }

    /// The outcomes.
    pub(super) fn end(mut self) -> String {
        self.outcomes.push(']');
        self.outcomes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn values_come_whole_in_utf8_and_failures_in_their_place() {
        let row = |text: &str| format!("{{\"t\":\"{text}\"}}").into_bytes();
        let rows = vec![row("\\ud55c"), row("b")];
        let mut values = b"before".to_vec();
        let mut writer = ValueWriter::new(&mut values);
        writer.add(4, &Ok(Json::Object(row("\\u00e9\\n"))));
        writer.add(2, &Err(Error::new(ErrorKind::NotFound, "no é")));
        writer.add(9, &Ok(Json::Rows { field: "apps", rows, rest: "\"a\":1".to_owned() }));
        writer.add(0, &Ok(Json::Rows { field: "apps", rows: vec![], rest: String::new() }));
        let outcomes = writer.end();
        let expected = r#"{"t":"é\n"}{"apps":[{"t":"한"},{"t":"b"}],"a":1}{"apps":[]}"#;
        assert_eq!(std::str::from_utf8(&values).unwrap(), expected);
        assert!(outcomes.is_ascii());
        let outcomes: serde_json::Value = serde_json::from_str(&outcomes).unwrap();
        let lengths: Vec<_> =
            outcomes.as_array().unwrap().iter().map(|o| o["length"].as_u64()).collect();
        assert_eq!(lengths, [Some(12), None, Some(38), Some(11)]);
        assert_eq!(outcomes[1]["reason"]["code"], "ERR_PLAYFAST_NOT_FOUND");
        assert_eq!(outcomes[1]["reason"]["message"], "no é");
    }

    #[test]
    fn there_is_room_for_so_many() {
        let mut values = Vec::new();
        let mut writer = ValueWriter::new(&mut values);
        for index in 0..MOST {
            assert!(writer.has_room());
            writer.add(index, &Ok(Json::Object(b"{}".to_vec())));
        }
        assert!(!writer.has_room());
        let mut writer = ValueWriter::new(&mut values);
        writer.add(0, &Ok(Json::Object(vec![b' '; LONG])));
        assert!(!writer.has_room());
    }
}
