//! Field tables: where Play keeps each field, as data. A table is compiled into a trie once and
//! then read in one guided pass over the answer, straight into JSON for JavaScript.

use std::fmt::Display;
use std::io::Write;

use super::cursor::{Cursor, Malformed};
use super::node::{Node, field_index};
use super::text;
use crate::request::Selection;

/// One field of a record.
pub(super) struct Field {
    /// Name in JavaScript.
    name: &'static str,
    /// Where it may be, the likeliest first. Indexes; field n of Play's message is index n-1.
    paths: &'static [&'static [u32]],
    kind: Kind,
    otherwise: Otherwise,
}

/// What stands where Play serves nothing.
enum Otherwise {
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

    /// Its name, and its numbers in Play's message: that of the likeliest place first.
    pub(super) fn named(&self) -> (&'static str, impl Iterator<Item = u32>) {
        (self.name, self.paths.iter().filter_map(|path| path.first()).map(|index| index + 1))
    }

    /// This JSON stands where Play serves nothing.
    pub(super) const fn or(mut self, json: &'static str) -> Self {
        self.otherwise = Otherwise::Json(json);
        self
    }
}

impl Kind {
    /// Writes the value as JSON; false where there is none.
    fn write(self, node: Node<'_>, out: &mut Vec<u8>) -> bool {
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
            Self::Int => return write_number(node.i64(), out),
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

/// A compiled table.
pub(super) struct Table {
    fields: Vec<&'static Field>,
    trie: Vec<Branch>,
    /// Number of paths; each has its own slot for the value found there.
    slots: usize,
    /// The first slot of the paths beside the fields.
    beside: usize,
}

#[derive(Default)]
struct Branch {
    /// The branch of each index that leads on.
    children: Vec<Option<usize>>,
    /// Slots of the paths that end here.
    slots: Vec<usize>,
}

/// The values found at a table's paths.
pub(super) struct Found<'a> {
    values: Vec<Option<Node<'a>>>,
    beside: usize,
}

impl Table {
    /// Compiles groups of fields whose paths begin below `root`, with further paths that begin at the top.
    pub(super) fn new(root: &[u32], groups: &[&'static [Field]], beside: &[&[u32]]) -> Self {
        let fields = groups.iter().copied().flatten().collect();
        let mut table = Self { fields, trie: vec![Branch::default()], slots: 0, beside: 0 };
        for path in groups.iter().copied().flatten().flat_map(|field| field.paths) {
            table.add(root.iter().chain(*path));
        }
        table.beside = table.slots;
        for path in beside {
            table.add(path.iter());
        }
        table
    }

    fn add<'p>(&mut self, path: impl Iterator<Item = &'p u32>) {
        let mut branch = 0;
        for &index in path {
            let index = index as usize;
            let next = self.trie.len();
            let children = &mut self.trie[branch].children;
            if children.len() <= index {
                children.resize(index + 1, None);
            }
            branch = *children[index].get_or_insert(next);
            if branch == next {
                self.trie.push(Branch::default());
            }
        }
        self.trie[branch].slots.push(self.slots);
        self.slots += 1;
    }

    /// Finds the values of all paths in one pass.
    pub(super) fn find<'a>(&self, text: &'a [u8]) -> Result<Found<'a>, Malformed> {
        let mut found = Found { values: vec![None; self.slots], beside: self.beside };
        self.pass(&mut Cursor::new(text), 0, &mut found)?;
        Ok(found)
    }

    /// Passes a value and notes what of it is asked for.
    fn pass<'a>(
        &self,
        cursor: &mut Cursor<'a>,
        branch: usize,
        found: &mut Found<'a>,
    ) -> Result<(), Malformed> {
        let Branch { children, slots } = &self.trie[branch];
        let text = match cursor.peek() {
            Some(b'[') if !children.is_empty() => {
                cursor.reading(|cursor| self.pass_array(cursor, branch, found))?
            }
            Some(b'{') if !children.is_empty() => {
                let text = cursor.value()?;
                self.pass_keyed(text, branch, found)?;
                text
            }
            _ => cursor.value()?,
        };
        if text != b"null" {
            for &slot in slots {
                found.values[slot] = Some(Node::new(text));
            }
        }
        Ok(())
    }

    fn pass_array<'a>(
        &self,
        cursor: &mut Cursor<'a>,
        branch: usize,
        found: &mut Found<'a>,
    ) -> Result<(), Malformed> {
        cursor.eat(b'[');
        if cursor.eat(b']') {
            return Ok(());
        }
        let children = &self.trie[branch].children;
        for index in 0.. {
            let child = children.get(index).copied().flatten();
            if cursor.peek() == Some(b'{') {
                // Only what follows tells the trailing object from an element.
                let text = cursor.value()?;
                let more = cursor.more(b']')?;
                if !more {
                    return self.pass_keyed(text, branch, found);
                }
                if let Some(child) = child {
                    self.pass(&mut Cursor::new(text), child, found)?;
                }
                continue;
            }
            match child {
                Some(child) => self.pass(cursor, child, found)?,
                None => {
                    cursor.value()?;
                }
            }
            if !cursor.more(b']')? {
                break;
            }
        }
        Ok(())
    }

    fn pass_keyed<'a>(
        &self,
        text: &'a [u8],
        branch: usize,
        found: &mut Found<'a>,
    ) -> Result<(), Malformed> {
        let mut cursor = Cursor::new(text);
        cursor.eat(b'{');
        if cursor.eat(b'}') {
            return Ok(());
        }
        loop {
            let index = field_index(cursor.value()?);
            if !cursor.eat(b':') {
                return Err(Malformed);
            }
            let children = &self.trie[branch].children;
            match index.and_then(|index| children.get(index as usize).copied().flatten()) {
                Some(child) => self.pass(&mut cursor, child, found)?,
                None => {
                    cursor.value()?;
                }
            }
            if !cursor.more(b'}')? {
                return Ok(());
            }
        }
    }

    /// Writes `"name":value,` for each field that is there; returns the required ones that are not.
    pub(super) fn write(&self, found: &Found<'_>, out: &mut Vec<u8>) -> Vec<&'static str> {
        self.write_some(found, None, out)
    }

    /// As [`Table::write`], for the fields wanted.
    pub(super) fn write_some(
        &self,
        found: &Found<'_>,
        wanted: Option<&Selection>,
        out: &mut Vec<u8>,
    ) -> Vec<&'static str> {
        let mut missing = Vec::new();
        let mut slot = 0;
        for field in &self.fields {
            let values = &found.values[slot..slot + field.paths.len()];
            slot += field.paths.len();
            if wanted.is_some_and(|wanted| !wanted.has(field.name)) {
                continue;
            }
            let start = out.len();
            write_key(field.name, out);
            let written = values.iter().flatten().any(|node| field.kind.write(*node, out));
            match (written, &field.otherwise) {
                (true, _) => out.push(b','),
                (false, Otherwise::Json(json)) => {
                    out.extend_from_slice(json.as_bytes());
                    out.push(b',');
                }
                (false, Otherwise::Absent) => out.truncate(start),
                (false, Otherwise::Error) => {
                    out.truncate(start);
                    missing.push(field.name);
                }
            }
        }
        missing
    }
}

/// Writes `"name":`.
pub(super) fn write_key(name: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

impl<'a> Found<'a> {
    /// The value at one of the paths beside the fields.
    pub(super) fn beside(&self, place: usize) -> Option<Node<'a>> {
        self.values.get(self.beside + place).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[
        Field::new("a", Kind::Int, &[&[0, 1]]).required(),
        Field::new("b", Kind::Text, &[&[5], &[2, 0]]),
        Field::new("c", Kind::Present, &[&[3]]),
        Field::new("d", Kind::Units, &[&[4]]),
        Field::new("e", Kind::Time, &[&[6]]),
    ];

    fn read(text: &str) -> (String, Vec<&'static str>) {
        let table = Table::new(&[1], &[FIELDS], &[]);
        let mut out = Vec::new();
        let missing = table.write(&table.find(text.as_bytes()).unwrap(), &mut out);
        (String::from_utf8(out).unwrap(), missing)
    }

    #[test]
    fn dense_and_trailing_forms_read_alike() {
        let expected = r#""a":7,"b":"x","c":true,"d":6.99,"e":1099,"#;
        for text in [
            r#"[0,[[1,7],null,["x"],[],6990000,null,[1,99999999]]]"#,
            r#"[0,[[1,7],{"3":["x"],"4":[],"5":6990000,"7":[1,99999999]}]]"#,
            r#"[{"2":[{"1":[{"2":7}],"3":[{"1":"x"}],"4":0,"5":6990000,"7":[1,99999999]}]}]"#,
        ] {
            assert_eq!(read(text), (expected.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn the_first_candidate_that_has_a_value_wins() {
        assert_eq!(read(r#"[0,[[1,7],0,["x"],null,null,"y"]]"#).0, r#""a":7,"b":"y","c":false,"#);
        assert_eq!(read(r#"[0,[[1,7],0,["x"],null,null,5]]"#).0, r#""a":7,"b":"x","c":false,"#);
    }

    #[test]
    fn required_fields_are_reported() {
        assert_eq!(read("[0,[[1]]]"), (r#""c":false,"#.to_owned(), vec!["a"]));
        assert_eq!(read("null").1, ["a"]);
    }
}
