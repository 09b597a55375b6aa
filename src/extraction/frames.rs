//! The frames of a batchexecute answer, in either framing (PROTOCOL 1.4).

use super::cursor::{Cursor, Malformed};
use super::node::Node;
use super::tape::Tape;
use super::{scan, text};

/// One call's answer.
#[derive(Debug)]
pub struct Frame<'a> {
    /// The procedure that answers.
    pub rpc_id: &'a str,
    /// What the call was tagged with; empty where Play leaves it out.
    pub echo: &'a str,
    /// What it answers.
    pub payload: Payload<'a>,
}

/// What a call is answered with. A call without any frame is not answered at all.
#[derive(Debug)]
pub enum Payload<'a> {
    /// JSON text.
    Json(&'a [u8]),
    /// Nothing, and no error: not served here, no such app, or the end of the data.
    Null,
    /// Nothing, because of an error.
    Error {
        /// Status code; 5 is not found.
        code: i64,
        /// Type of the error, without its package.
        kind: String,
    },
}

impl Payload<'_> {
    /// Bytes of its text.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Json(json) => json.len(),
            Self::Null | Self::Error { .. } => 0,
        }
    }
}

/// Reads the frames of a body one by one. The payload's text is unescaped into a buffer that the
/// frames share.
pub struct Frames<'a> {
    lines: Lines<'a>,
    line: Option<Cursor<'a>>,
    buffer: Vec<u8>,
}

impl<'a> Frames<'a> {
    /// The frames of this body.
    pub fn new(body: &'a [u8]) -> Self {
        Self { lines: Lines(body), line: None, buffer: Vec::new() }
    }

    /// Whether the body has the form of an answer at all.
    pub fn is_answer(body: &[u8]) -> bool {
        body.trim_ascii_start().starts_with(b")]}'")
    }

    /// The next frame; nothing at the end, or where the body is cut.
    #[expect(clippy::should_implement_trait, reason = "a frame borrows the shared buffer")]
    pub fn next(&mut self) -> Option<Frame<'_>> {
        loop {
            let Some(line) = &mut self.line else {
                self.line = Some(self.lines.next_array()?);
                continue;
            };
            match read_array(line, &mut self.buffer) {
                Ok(Some(raw)) => {
                    if let Some(frame) = raw.frame() {
                        // The borrow checker cannot see that this arm returns: read it again below.
                        let (rpc_id, echo, state) = frame;
                        return Some(Frame {
                            rpc_id,
                            echo,
                            payload: match state {
                                State::Json => Payload::Json(&self.buffer),
                                State::Null => Payload::Null,
                                State::Error { code, kind } => Payload::Error { code, kind },
                            },
                        });
                    }
                }
                Ok(None) | Err(Malformed) => self.line = None,
            }
        }
    }
}

/// The lines of a body that hold an array. Chunk lengths are not used: they count UTF-16 units.
struct Lines<'a>(&'a [u8]);

impl<'a> Lines<'a> {
    fn next_array(&mut self) -> Option<Cursor<'a>> {
        loop {
            if self.0.is_empty() {
                return None;
            }
            let end = memchr::memchr(b'\n', self.0).unwrap_or(self.0.len());
            let (line, rest) = self.0.split_at(end);
            self.0 = rest.get(1..).unwrap_or_default();
            let mut cursor = Cursor::new(line);
            if cursor.eat(b'[') {
                return Some(cursor);
            }
        }
    }
}

/// `["wrb.fr", rpcId, payload, null, null, error?, echo]`, the payload's text set apart.
#[derive(Default)]
struct RawFrame<'a> {
    values: [Option<&'a [u8]>; 7],
    has_payload: bool,
}

enum State {
    Json,
    Null,
    Error { code: i64, kind: String },
}

impl<'a> RawFrame<'a> {
    fn frame(&self) -> Option<(&'a str, &'a str, State)> {
        let text = |index: usize| {
            self.values[index]
                .and_then(text::inside)
                .and_then(|text| std::str::from_utf8(text).ok())
        };
        if text(0)? != "wrb.fr" {
            return None;
        }
        let state = match self.values[5].filter(|error| *error != b"null") {
            _ if self.has_payload => State::Json,
            None => State::Null,
            Some(error) => {
                let error = Tape::of(error).ok()?;
                let code = error.root().at(&[0]).and_then(Node::i64).unwrap_or_default();
                State::Error { code, kind: error_kind(error.root()) }
            }
        };
        Some((text(1)?, text(6).unwrap_or_default(), state))
    }
}

/// `type.googleapis.com/….PlayDataError` without its package.
fn error_kind(error: Node<'_>) -> String {
    let name = error.at(&[2, 0, 0]).and_then(Node::str).unwrap_or_default();
    name.rsplit(['.', '/']).next().unwrap_or_default().to_owned()
}

/// Passes the next array of a line; nothing at the line's end.
fn read_array<'a>(
    line: &mut Cursor<'a>,
    buffer: &mut Vec<u8>,
) -> Result<Option<RawFrame<'a>>, Malformed> {
    line.eat(b',');
    if line.peek() != Some(b'[') {
        return Ok(None);
    }
    line.eat(b'[');
    let mut raw = RawFrame::default();
    if line.eat(b']') {
        return Ok(Some(raw));
    }
    for index in 0.. {
        if index == 2 && line.peek() == Some(b'"') {
            read_payload(line, buffer)?;
            raw.has_payload = true;
        } else {
            let value = line.value()?;
            if let Some(place) = raw.values.get_mut(index) {
                *place = Some(value);
            }
        }
        if !line.more(b']')? {
            break;
        }
    }
    Ok(Some(raw))
}

/// Unescapes a string and finds its end in the same pass.
fn read_payload(line: &mut Cursor<'_>, buffer: &mut Vec<u8>) -> Result<(), Malformed> {
    buffer.clear();
    line.advance(1);
    let text = line.rest();
    let mut from = 0;
    loop {
        let at = from + scan::quote_or_backslash(&text[from..]).ok_or(Malformed)?;
        buffer.extend_from_slice(&text[from..at]);
        match (text[at], text.get(at + 1)) {
            (b'"', _) => {
                line.advance(at + 1);
                return Ok(());
            }
            // Nearly every escape of the outer text is one of these two.
            (_, Some(&byte @ (b'"' | b'\\'))) => {
                buffer.push(byte);
                from = at + 2;
            }
            (_, Some(b'u')) => {
                // A surrogate pair is decoded whole.
                let end = (at + 12).min(text.len());
                let pair = text[at..end].starts_with(b"\\ud") || text[at..end].starts_with(b"\\uD");
                let length = if pair && text.get(at + 6..at + 8) == Some(b"\\u") { 12 } else { 6 };
                let end = (at + length).min(text.len());
                text::decode_into(&text[at..end], buffer);
                from = end;
            }
            (_, Some(_)) => {
                text::decode_into(&text[at..at + 2], buffer);
                from = at + 2;
            }
            (_, None) => return Err(Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(body: &str) -> Vec<(String, String, String)> {
        let mut frames = Frames::new(body.as_bytes());
        let mut seen = Vec::new();
        while let Some(frame) = frames.next() {
            let payload = match frame.payload {
                Payload::Json(json) => String::from_utf8_lossy(json).into_owned(),
                Payload::Null => "-".to_owned(),
                Payload::Error { code, kind } => format!("{code} {kind}"),
            };
            seen.push((frame.rpc_id.to_owned(), frame.echo.to_owned(), payload));
        }
        seen
    }

    fn owned(frames: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
        frames.iter().map(|(a, b, c)| ((*a).into(), (*b).into(), (*c).into())).collect()
    }

    #[test]
    fn one_line_and_chunks_read_alike() {
        let frames = r#"["wrb.fr","A","[\"x\\\"y\"]",null,null,null,"1"],["wrb.fr","B",null,null,null,null,"0"]"#;
        let expected = owned(&[("A", "1", r#"["x\"y"]"#), ("B", "0", "-")]);
        assert_eq!(
            all(&format!(")]}}'\n\n[{frames},[\"di\",5],[\"af.httprm\",1,\"2\",3]]")),
            expected
        );
        let (a, b) = frames.split_once("],").unwrap();
        assert_eq!(
            all(&format!(")]}}'\n\n99\n[{a}]]\n12\n[{b}]\n25\n[[\"e\",4,null,null,9]]\n")),
            expected
        );
    }

    #[test]
    fn the_four_silences_are_told_apart() {
        let error = r#"["wrb.fr","A",null,null,null,[5,null,[["type.googleapis.com/x.y.PlayDataError",[1]]]],"0"]"#;
        let body = format!(
            ")]}}'\n\n[{error},[\"wrb.fr\",\"A\",null,null,null,null,\"1\"],[\"wrb.fr\",\"A\",\"[]\",null,null,null,\"\"]]"
        );
        assert_eq!(
            all(&body),
            owned(&[("A", "0", "5 PlayDataError"), ("A", "1", "-"), ("A", "", "[]")])
        );
    }

    #[test]
    fn a_cut_body_keeps_its_whole_frames() {
        let body = ")]}'\n\n[[\"wrb.fr\",\"A\",\"[1]\",null,null,null,\"0\"],[\"wrb.fr\",\"A\",\"[2]\",null,null,null,\"1\"]]";
        for cut in 0..body.len() {
            let seen = all(&body[..cut]);
            assert!(seen.len() <= 2);
            for (place, frame) in seen.iter().enumerate() {
                assert_eq!(frame.1, place.to_string());
            }
        }
        assert_eq!(all(body).len(), 2);
    }

    #[test]
    fn every_escape_of_the_outer_text_decodes() {
        let body = r#"[["wrb.fr","A","\u003ca\n\t\/\ud83d\ude00\ud83dX",null,null,null,"0"]]"#;
        assert_eq!(all(body), owned(&[("A", "0", "<a\n\t/😀\u{fffd}X")]));
    }
}
