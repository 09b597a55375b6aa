//! Recorded answers, where they are at hand: whole, cut and damaged.

use std::ops::Range;
use std::path::Path;

use memchr::memmem;
use playfast::extraction::{Frames, Payload};
use serde_json::{Value, json};

use crate::feed::{Parsers, on_all_cores};

/// The most memory a parser may take, in times of its input.
pub(crate) const TIMES: usize = 8;
/// Around a block's edges every single byte is left out once.
const WINDOW: usize = 2 << 10;
/// Where a block or a payload begins and ends.
const EDGES: [&[u8]; 5] = [
    b"AF_initDataCallback(",
    b", sideChannel: {}});</script>",
    b"[\"wrb.fr\"",
    b"]\",null,null,null,",
    b"AF_dataServiceRequests = {",
];

/// A recorded answer, or what is made of one.
pub(crate) struct Capture {
    pub(crate) name: String,
    pub(crate) text: Vec<u8>,
}

/// All that there are.
pub(crate) fn captures() -> Vec<Capture> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folders = ["pages", "rpc", "records"].map(|folder| corpus.join(folder));
    let files = folders.iter().filter_map(|folder| folder.read_dir().ok()).flatten();
    files
        .map(|file| {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            Capture { name, text: std::fs::read(file.path()).unwrap() }
        })
        .collect()
}

/// The payloads of recorded answers and records, each with its RPC.
pub(crate) fn recorded_payloads() -> Vec<(&'static str, Value)> {
    let payload = |capture: &Capture| -> Option<(&'static str, Value)> {
        if capture.name == "details-maps-2026.json" {
            return Some(("Ws7gDc", serde_json::from_slice(&capture.text).unwrap()));
        }
        let mut frames = Frames::new(&capture.text);
        let frame = frames.next()?;
        let rpc_id = ["Ws7gDc", "vyAe2", "UsvDTd"].into_iter().find(|id| *id == frame.rpc_id)?;
        let Payload::Json(json) = frame.payload else { return None };
        Some((rpc_id, serde_json::from_slice(json).unwrap()))
    };
    captures().iter().filter_map(payload).collect()
}

/// Every one, or with a limit of the bytes that are fed in all, every so many.
fn step(bytes: usize, limit: usize) -> usize {
    let exhaustive = std::env::var_os("PLAYFAST_EXHAUSTIVE").is_some_and(|value| value == "1");
    if exhaustive { 1 } else { bytes.div_ceil(limit).max(1) }
}

impl Capture {
    /// Whole, the parsers may take so much memory and no more.
    pub(crate) fn feed(&self) {
        Parsers::of(&self.text).feed(&self.text, TIMES);
    }

    /// Feeds its beginnings; all of them where that is no more than a number of bytes, else as many.
    pub(crate) fn feed_cut(&self, limit: usize) {
        let parsers = Parsers::of(&self.text);
        let step = step(self.text.len() * self.text.len() / 2, limit);
        let cuts: Vec<usize> = (0..self.text.len()).step_by(step).collect();
        on_all_cores(&format!("{} cut at", self.name), &cuts, |cut| {
            parsers.feed(&self.text[..cut], TIMES);
        });
    }

    /// Feeds it with each single byte near an edge left out.
    pub(crate) fn feed_damaged(&self, limit: usize) {
        let parsers = Parsers::of(&self.text);
        let near: Vec<usize> = self.near_edges().into_iter().flatten().collect();
        let step = step(self.text.len() * near.len(), limit);
        let near: Vec<usize> = near.into_iter().step_by(step).collect();
        on_all_cores(&format!("{} without byte", self.name), &near, |at| {
            let damaged = [&self.text[..at], &self.text[at + 1..]].concat();
            parsers.feed(&damaged, TIMES);
        });
    }

    /// The ranges around edges, those that meet joined.
    fn near_edges(&self) -> Vec<Range<usize>> {
        let ends = [0, self.text.len()];
        let mut edges: Vec<usize> =
            EDGES.iter().flat_map(|mark| memmem::find_iter(&self.text, mark)).chain(ends).collect();
        edges.sort_unstable();
        let around =
            |edge: usize| edge.saturating_sub(WINDOW / 2)..(edge + WINDOW / 2).min(self.text.len());
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for range in edges.into_iter().map(around) {
            match ranges.last_mut().filter(|last| range.start <= last.end) {
                Some(last) => last.end = range.end,
                None => ranges.push(range),
            }
        }
        ranges
    }

    /// The same with less of what is only searched through, or comes again and again.
    pub(crate) fn condensed(self) -> Self {
        let text = match Parsers::of(&self.text) {
            Parsers::Pages => self.without_markup(),
            Parsers::Answers => self.with_few_rows(),
            Parsers::All => return self,
        };
        Self { name: format!("{}, condensed,", self.name), text }
    }

    /// A page's parts that a parser reads, and what stands near an edge.
    fn without_markup(&self) -> Vec<u8> {
        let mut ranges = self.near_edges();
        ranges.extend(self.read());
        ranges.sort_by_key(|range| range.start);
        let mut text = Vec::new();
        let mut done = 0;
        for Range { start, end } in ranges {
            text.extend_from_slice(&self.text[start.max(done)..end.max(done)]);
            done = done.max(end);
        }
        text
    }

    /// An answer of which long lists are cut.
    fn with_few_rows(&self) -> Vec<u8> {
        let mut frames = Frames::new(&self.text);
        let mut text = b")]}'\n\n".to_vec();
        while let Some(frame) = frames.next() {
            let payload = match frame.payload {
                Payload::Json(json) => few_rows(serde_json::from_slice(json).unwrap()).to_string(),
                Payload::Null | Payload::Error { .. } => return self.text.clone(),
            };
            let frames = json!([["wrb.fr", frame.rpc_id, payload, null, null, null, frame.echo]]);
            text.extend_from_slice(format!("{frames}\n").as_bytes());
        }
        text
    }

    /// The map of requests, the JSON-LD and the blocks that may have an app, a search or a list.
    fn read(&self) -> impl Iterator<Item = Range<usize>> {
        [
            ("AF_dataServiceRequests = {", "</script>"),
            ("<script type=\"application/ld+json\"", "</script>"),
            ("AF_initDataCallback({key: 'ds:3'", "</script>"),
            ("AF_initDataCallback({key: 'ds:4'", "</script>"),
            ("AF_initDataCallback({key: 'ds:5'", "</script>"),
        ]
        .into_iter()
        .filter_map(|(start, end)| {
            let start = memmem::find(&self.text, start.as_bytes())?;
            let length = memmem::find(&self.text[start..], end.as_bytes())?;
            Some(start..start + length + end.len())
        })
    }
}

/// The same value; of a list of more than 20 lists, the first three.
fn few_rows(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            let is_long = items.len() > 20 && items.iter().all(Value::is_array);
            let count = if is_long { 3 } else { items.len() };
            items.into_iter().take(count).map(few_rows).collect()
        }
        Value::Object(fields) => {
            fields.into_iter().map(|(key, value)| (key, few_rows(value))).collect()
        }
        other => other,
    }
}
