//! Outcomes to the texts that cross to JavaScript: JSON lists in ASCII, of at most 128 records.
//!
//! An element is an outcome, `{"status", "value" or "reason", "index"}`, or some of the rows of an
//! outcome that follows, `{"field", "rows", "index"}`: a chart of 200 rows is not one slice of work.

use std::collections::VecDeque;
use std::sync::Arc;

use super::values::ValueWriter;
use crate::engine::{Outcome, Running};
use crate::error::Error;
use crate::extraction::{Json, to_ascii};

/// The most records of a text: small ones, too, are less than 1 ms of work.
const RECORDS: usize = 128;
/// A text is closed when it is longer: some 0.5 to 1 ms of parsing (measured). V8 keeps strings of more
/// than 128 KB in pages of their own, and to get these from the system costs more than to fill them
/// (measured: 9 us an app).
const LONG: usize = 80 << 10;

/// Pulls the outcomes of a batch as texts.
pub(super) struct Texts {
    running: Running,
    waiting: VecDeque<Waiting>,
    /// Outcomes of texts before, which are used when the next one is asked for.
    written: Vec<Arc<Result<Json, Error>>>,
    /// The text that was written last: V8 copies it, and the next takes its place.
    text: Vec<u8>,
    /// Those of the outcomes that were pulled last, where they stay text.
    values: Vec<u8>,
}

/// What became of a lookup, for one position, and how many of its rows are written.
struct Waiting {
    result: Arc<Result<Json, Error>>,
    index: usize,
    rows: usize,
}

impl Texts {
    pub(super) fn new(running: Running) -> Self {
        Self {
            running,
            waiting: VecDeque::new(),
            written: Vec::new(),
            text: Vec::new(),
            values: Vec::new(),
        }
    }

    /// The next text of the outcomes that are there.
    pub(super) fn next(&mut self) -> Option<&[u8]> {
        self.give_back();
        self.gather();
        if self.waiting.is_empty() {
            return None;
        }
        self.write();
        Some(&self.text)
    }

    /// The next outcomes, as [`ValueWriter`] writes them, with their values beside.
    pub(super) async fn next_values(&mut self) -> Option<String> {
        if !self.wait().await {
            return None;
        }
        let mut writer = ValueWriter::new(&mut self.values);
        while writer.has_room()
            && let Some(Waiting { result, index, .. }) = self.waiting.pop_front()
        {
            writer.add(index, &result);
            self.written.push(result);
        }
        Some(writer.end())
    }

    pub(super) fn values(&self) -> &[u8] {
        &self.values
    }

    /// Waits until there are outcomes; false when the batch is done.
    pub(super) async fn wait(&mut self) -> bool {
        self.give_back();
        while self.waiting.is_empty() {
            let Some(some) = self.running.next().await else { return false };
            self.enqueue(some);
        }
        self.gather();
        true
    }

    /// What is there already comes along: fewer texts, fewer turns of the event loop.
    fn gather(&mut self) {
        while self.waiting.len() < RECORDS
            && let Some(some) = self.running.try_next()
        {
            self.enqueue(some);
        }
    }

    fn give_back(&mut self) {
        if !self.written.is_empty() {
            self.running.handle().give_back(std::mem::take(&mut self.written));
        }
    }

    fn enqueue(&mut self, outcomes: Vec<Outcome>) {
        for Outcome { positions, result } in outcomes {
            for index in positions {
                self.waiting.push_back(Waiting { result: Arc::clone(&result), index, rows: 0 });
            }
        }
    }

    fn write(&mut self) {
        let out = &mut self.text;
        out.clear();
        let mut records = 0;
        while records < RECORDS && out.len() < LONG {
            let Some(waiting) = self.waiting.front_mut() else { break };
            out.push(if out.is_empty() { b'[' } else { b',' });
            let (written, whole) = waiting.write(RECORDS - records, out);
            records += written;
            if whole {
                self.written.extend(self.waiting.pop_front().map(|waiting| waiting.result));
            }
        }
        out.push(b']');
    }
}

impl Waiting {
    /// Writes an element of at most `room` records. Returns how many, and whether this was the last.
    fn write(&mut self, room: usize, out: &mut Vec<u8>) -> (usize, bool) {
        match &*self.result {
            Ok(Json::Rows { field, rows, .. }) if self.rows < rows.len() => {
                out.extend_from_slice(b"{\"field\":\"");
                out.extend_from_slice(field.as_bytes());
                out.extend_from_slice(b"\",\"rows\":[");
                let mut written = 0;
                for row in rows[self.rows..].iter().take(room) {
                    if written > 0 {
                        out.push(b',');
                    }
                    out.extend_from_slice(row);
                    written += 1;
                    if out.len() >= LONG {
                        break;
                    }
                }
                out.push(b']');
                self.rows += written;
                self.close(out);
                return (written, false);
            }
            Ok(Json::Rows { field, rest, .. }) => {
                out.extend_from_slice(b"{\"status\":\"fulfilled\",\"value\":{\"");
                out.extend_from_slice(field.as_bytes());
                out.extend_from_slice(b"\":[]");
                if !rest.is_empty() {
                    out.push(b',');
                    out.extend_from_slice(rest.as_bytes());
                }
                out.push(b'}');
            }
            Ok(Json::Object(object)) => {
                out.extend_from_slice(b"{\"status\":\"fulfilled\",\"value\":");
                out.extend_from_slice(object);
            }
            Err(error) => {
                out.extend_from_slice(b"{\"status\":\"rejected\",\"reason\":");
                out.extend_from_slice(failure(error).as_bytes());
            }
        }
        self.close(out);
        (1, true)
    }

    fn close(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b",\"index\":");
        out.extend_from_slice(self.index.to_string().as_bytes());
        out.push(b'}');
    }
}

/// A failure as JSON, in ASCII.
pub(super) fn failure(error: &Error) -> String {
    to_ascii(&error.to_json())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::error::ErrorKind;

    async fn texts(outcomes: Vec<Outcome>) -> Vec<Value> {
        let (running, sink) = Running::of_one();
        for outcome in outcomes {
            sink.send(vec![outcome]).unwrap();
        }
        drop(sink);
        let mut texts = Texts::new(running);
        let mut all = Vec::new();
        while texts.wait().await {
            while let Some(text) = texts.next() {
                assert!(text.is_ascii());
                all.push(serde_json::from_slice(text).unwrap());
            }
        }
        all
    }

    #[tokio::test]
    async fn at_most_so_many_records_a_text() {
        let outcome = |index| Outcome {
            positions: vec![index],
            result: Arc::new(Ok(Json::Object(b"{\"a\":1}".to_vec()))),
        };
        let texts = texts((0..2 * RECORDS + 6).map(outcome).collect()).await;
        let lengths: Vec<usize> = texts.iter().map(|text| text.as_array().unwrap().len()).collect();
        assert_eq!(lengths, [RECORDS, RECORDS, 6]);
        assert_eq!(texts[2][0]["index"], json!(2 * RECORDS));
        assert_eq!(texts[0][5], json!({"status": "fulfilled", "value": {"a": 1}, "index": 5}));
    }

    #[tokio::test]
    async fn long_values_come_in_parts_at_each_position() {
        let rows = (0..40).map(|n| format!("{{\"n\":{n}}}").into_bytes()).collect();
        let rest = "\"complete\":true".to_owned();
        let result = Arc::new(Ok(Json::Rows { field: "apps", rows, rest }));
        let texts = texts(vec![Outcome { positions: vec![3, 5], result }]).await;
        let elements: Vec<&Value> =
            texts.iter().flat_map(|text| text.as_array().unwrap()).collect();
        for index in [3, 5] {
            let mine = || elements.iter().filter(|element| element["index"] == index);
            let rows: Vec<&Value> =
                mine().filter_map(|element| element["rows"].as_array()).flatten().collect();
            assert_eq!(rows.len(), 40);
            assert_eq!(rows[39], &json!({"n": 39}));
            let last = mine().next_back().unwrap();
            assert_eq!(last["value"], json!({"apps": [], "complete": true}));
        }
        assert!(texts.iter().all(|text| {
            let rows = text.as_array().unwrap().iter().filter_map(|e| e["rows"].as_array());
            rows.map(Vec::len).sum::<usize>() <= RECORDS
        }));
    }

    #[tokio::test]
    async fn a_text_is_closed_when_it_is_long() {
        let row = || format!("\"{}\"", "1".repeat(LONG / 4)).into_bytes();
        let rows = (0..40).map(|_| row()).collect();
        let result = Arc::new(Ok(Json::Rows { field: "apps", rows, rest: String::new() }));
        let texts = texts(vec![Outcome { positions: vec![0], result }]).await;
        let rows = |text: &Value| text[0]["rows"].as_array().map(Vec::len);
        let lengths: Vec<usize> = texts.iter().filter_map(rows).collect();
        assert_eq!(lengths, [4; 10]);
    }

    #[test]
    fn failures_are_ascii() {
        let error = Error::new(ErrorKind::NotFound, "no 😀");
        let json: Value = serde_json::from_str(&failure(&error)).unwrap();
        assert!(failure(&error).is_ascii());
        assert_eq!(json["message"], "no 😀");
        assert_eq!(json["code"], "ERR_PLAYFAST_NOT_FOUND");
    }
}
