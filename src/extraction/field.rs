//! A field of a record: its name, where Play may keep it, and how its value becomes JSON.

use std::fmt::Display;
use std::io::Write;

use super::node::Node;
use super::text;

/// One field of a record.
pub(super) struct Field {
    /// Name in JavaScript.
    pub(super) name: &'static str,
    /// Where it may be, the likeliest first. Indexes; field n of Play's message is index n-1.
    pub(super) paths: &'static [&'static [u32]],
    pub(super) kind: Kind,
    pub(super) otherwise: Otherwise,
}

/// What stands where Play serves nothing.
pub(super) enum Otherwise {
    Absent,
    Json(&'static str),
    Error,
}

/// How a served value becomes a JSON value.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Text, as it is; empty text is absent.
    Text,
    /// HTML or text with entities, to plain text; empty text is absent.
    Plain,
    /// A whole number.
    Int,
    /// Micros, to units.
    Units,
    /// Seconds, to ms.
    Seconds,
    /// Seconds and nanoseconds, to ms.
    Time,
    /// Whether anything is served.
    Present,
    /// Whether it is this number.
    Is(i64),
    /// A path on Play, to an address.
    Link,
    /// Anything else: writes JSON and says whether there was a value.
    Other(fn(Node<'_>, &mut Vec<u8>) -> bool),
}

impl Field {
    /// A field that is absent where Play serves nothing.
    pub(super) const fn new(
        name: &'static str,
        kind: Kind,
        paths: &'static [&'static [u32]],
    ) -> Self {
        let otherwise = match kind {
            Kind::Present => Otherwise::Json("false"),
            _ => Otherwise::Absent,
        };
        Self { name, paths, kind, otherwise }
    }

    /// A record without this field is an error.
    pub(super) const fn required(mut self) -> Self {
        self.otherwise = Otherwise::Error;
        self
    }

    /// This JSON stands where Play serves nothing.
    pub(super) const fn or(mut self, json: &'static str) -> Self {
        self.otherwise = Otherwise::Json(json);
        self
    }
}

impl Kind {
    /// Writes the value as JSON; false where there is none.
    pub(super) fn write(self, node: Node<'_>, out: &mut Vec<u8>) -> bool {
        match self {
            Self::Text => match node.raw_str() {
                Some(text) if !text.is_empty() => text::write_escaped_string(text, out),
                _ => return false,
            },
            Self::Plain => {
                let Some(html) = node.str() else { return false };
                let text = super::html::to_text(&html);
                if text.is_empty() {
                    return false;
                }
                text::write_string(&text, out);
            }
            Self::Int => return write_int(node, out),
            Self::Seconds => {
                return write_number(node.i64().and_then(|s| s.checked_mul(1000)), out);
            }
            Self::Time => return write_number(time_ms(node), out),
            Self::Units => return write_number(node.i64().map(units), out),
            Self::Present => out.extend_from_slice(b"true"),
            Self::Is(number) => {
                let is = node.i64() == Some(number);
                out.extend_from_slice(if is { b"true" } else { b"false" });
            }
            Self::Link => match node.str() {
                Some(path) if path.starts_with('/') => {
                    text::write_string(&(super::PLAY.to_owned() + &path), out);
                }
                _ => return false,
            },
            Self::Other(write) => return write(node, out),
        }
        true
    }
}

/// Writes a number; false where there is none. Rust and JSON spell finite numbers alike.
pub(super) fn write_number(number: Option<impl Display>, out: &mut Vec<u8>) -> bool {
    // Writing to a vector cannot fail.
    number.is_some_and(|number| write!(out, "{number}").is_ok())
}

/// As [`write_number`] of a whole one: the digits that are there are those that it is written with.
pub(super) fn write_int(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    /// Any number of so many digits is one of 64 bits.
    const DIGITS: usize = 18;
    match node.text() {
        digits @ [b'1'..=b'9', rest @ ..]
            if digits.len() <= DIGITS && rest.iter().all(u8::is_ascii_digit) =>
        {
            out.extend_from_slice(digits);
            true
        }
        _ => write_number(node.i64(), out),
    }
}

#[expect(clippy::cast_precision_loss, reason = "prices are far below 2^53 micros")]
pub(super) fn units(micros: i64) -> f64 {
    micros as f64 / 1e6
}

/// `[seconds, nanoseconds]`, cut to whole ms.
fn time_ms(node: Node<'_>) -> Option<i64> {
    let ms = node.at(&[0])?.i64()?.checked_mul(1000)?;
    let nanos = node.at(&[1]).and_then(Node::i64).unwrap_or(0);
    ms.checked_add(nanos / 1_000_000)
}

/// Writes `"name":`.
pub(super) fn write_key(name: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}
