//! One value of Play's answer, and the rule by which its messages are read (PROTOCOL 1.6): field n
//! sits at index n-1, unless it was moved into a trailing object keyed by field number. Either
//! form may occur in any message at any depth; this is the only code that knows.

use std::borrow::Cow;

use super::cursor::{Cursor, Malformed};
use super::text;

/// A value, as its text in the answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a>(&'a [u8]);

impl<'a> Node<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self(text)
    }

    /// The value as it stands in the answer.
    pub(super) fn text(self) -> &'a [u8] {
        self.0
    }

    pub(super) fn is_null(self) -> bool {
        self.0 == b"null"
    }

    pub(super) fn is_array(self) -> bool {
        self.0.first() == Some(&b'[')
    }

    /// Whether it is a message or a list, in whichever form.
    pub(super) fn has_fields(self) -> bool {
        matches!(self.0.first(), Some(b'[' | b'{'))
    }

    pub(super) fn is_object(self) -> bool {
        self.0.first() == Some(&b'{')
    }

    /// The value at a path of indexes, each read by the rule; nothing where the path ends early or
    /// in `null`.
    pub(super) fn at(self, path: &[u32]) -> Option<Self> {
        self.at_dense(path).or_else(|| {
            path.iter()
                .try_fold(self, |node, &index| node.index(index))
                .filter(|node| !node.is_null())
        })
    }

    /// As [`Node::at`], where no message on the path has moved the field: what follows is not passed.
    fn at_dense(self, path: &[u32]) -> Option<Self> {
        let mut cursor = Cursor::new(self.0);
        for &index in path {
            if !cursor.eat(b'[') {
                return None;
            }
            for _ in 0..index {
                cursor.value().ok()?;
                if !cursor.more(b']').ok()? {
                    return None;
                }
            }
            // Only what follows tells the trailing object from an element; what is null may have moved.
            if matches!(cursor.peek()?, b'{' | b'n') {
                return None;
            }
        }
        cursor.value().ok().map(Self).filter(|node| !node.is_null())
    }

    fn index(self, index: u32) -> Option<Self> {
        let mut found = None;
        self.each(|place, value| {
            if place == index {
                found = Some(value);
            }
        })
        .ok()?;
        found
    }

    /// Every field of a message with its index, those of the trailing object last.
    fn each(self, mut visit: impl FnMut(u32, Self)) -> Result<(), Malformed> {
        if self.0.first() == Some(&b'{') {
            return self.each_keyed(&mut visit);
        }
        let mut cursor = Cursor::new(self.0);
        if !cursor.eat(b'[') {
            return Err(Malformed);
        }
        if cursor.eat(b']') {
            return Ok(());
        }
        for index in 0.. {
            let value = Self(cursor.value()?);
            let more = cursor.more(b']')?;
            if !more && value.0.first() == Some(&b'{') {
                return value.each_keyed(&mut visit);
            }
            visit(index, value);
            if !more {
                break;
            }
        }
        Ok(())
    }

    fn each_keyed(self, visit: &mut impl FnMut(u32, Self)) -> Result<(), Malformed> {
        let mut cursor = Cursor::new(self.0);
        if !cursor.eat(b'{') {
            return Err(Malformed);
        }
        if cursor.eat(b'}') {
            return Ok(());
        }
        loop {
            let index = field_index(cursor.value()?);
            if !cursor.eat(b':') {
                return Err(Malformed);
            }
            let value = Self(cursor.value()?);
            if let Some(index) = index {
                visit(index, value);
            }
            if !cursor.more(b'}')? {
                return Ok(());
            }
        }
    }

    /// The elements of a list. A list has no fields, so none of them is moved.
    pub(super) fn items(self) -> Vec<Self> {
        self.each_item().collect()
    }

    /// As [`Node::items`], one by one.
    pub(super) fn each_item(self) -> impl Iterator<Item = Self> {
        let mut cursor = Cursor::new(self.0);
        let mut more = cursor.eat(b'[') && !cursor.eat(b']');
        std::iter::from_fn(move || {
            if !more {
                return None;
            }
            let value = cursor.value().ok()?;
            more = matches!(cursor.more(b']'), Ok(true));
            Some(Self(value))
        })
    }

    /// The inside of a string, still escaped.
    pub(super) fn raw_str(self) -> Option<&'a [u8]> {
        self.0.strip_prefix(b"\"")?.strip_suffix(b"\"")
    }

    pub(super) fn str(self) -> Option<Cow<'a, str>> {
        self.raw_str().map(text::decode)
    }

    pub(super) fn i64(self) -> Option<i64> {
        std::str::from_utf8(self.0).ok()?.parse().ok()
    }

    pub(super) fn f64(self) -> Option<f64> {
        // `inf` and `nan` are numbers to Rust's parser and none to JSON's.
        let number: f64 = std::str::from_utf8(self.0).ok()?.parse().ok()?;
        number.is_finite().then_some(number)
    }
}

/// The index of the field that a key of a trailing object names.
pub(super) fn field_index(key: &[u8]) -> Option<u32> {
    let number = key.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    std::str::from_utf8(number).ok()?.parse::<u32>().ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, path: &[u32]) -> Option<i64> {
        Node::new(text.as_bytes()).at(path).and_then(Node::i64)
    }

    #[test]
    fn a_field_is_found_in_either_form() {
        assert_eq!(at("[1,2,3]", &[1]), Some(2));
        assert_eq!(at(r#"[1,{"2":7}]"#, &[1]), Some(7));
        assert_eq!(at(r#"[{"80":[[9]]}]"#, &[79, 0, 0]), Some(9));
        assert_eq!(at(r#"{"80":[[9]]}"#, &[79, 0, 0]), Some(9));
        assert_eq!(at(r#"[5,{"5":[null,{"4":[8]}]}]"#, &[4, 3, 0]), Some(8));
    }

    #[test]
    fn the_trailing_object_is_no_field_of_its_own() {
        assert_eq!(at(r#"[1,{"5":7}]"#, &[1]), None);
        assert!(Node::new(br#"[1,{"5":7}]"#).at(&[1]).is_none());
        // An object that is not last is an element.
        assert_eq!(at(r#"[{"1":7},2]"#, &[0, 0]), Some(7));
        assert_eq!(at(r#"[{"1":7},2]"#, &[1]), Some(2));
    }

    #[test]
    fn a_path_that_leads_nowhere_is_absent() {
        for text in ["[]", "[null]", "7", "\"x\"", "[[", "{\"1\"", "[1,", "[{]"] {
            assert_eq!(at(text, &[0, 0]), None, "{text}");
        }
    }
}
