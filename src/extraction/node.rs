//! One value of Play's answer, and the rule by which its messages are read (PROTOCOL 1.6): field n
//! sits at index n-1, unless it was moved into a trailing object keyed by field number. Either
//! form may occur in any message at any depth; this is the only code that knows.

use std::borrow::Cow;

use super::tape::Tape;
use super::text;

/// A value of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    tape: &'a Tape<'a>,
    place: usize,
}

impl<'a> Node<'a> {
    pub(super) fn new(tape: &'a Tape<'a>, place: usize) -> Self {
        Self { tape, place }
    }

    /// The value as it stands in the answer.
    pub(super) fn text(self) -> &'a [u8] {
        self.tape.text(self.place)
    }

    pub(super) fn is_null(self) -> bool {
        self.text() == b"null"
    }

    pub(super) fn is_array(self) -> bool {
        self.text().first() == Some(&b'[')
    }

    /// Whether it is a message or a list, in whichever form.
    pub(super) fn has_fields(self) -> bool {
        matches!(self.text().first(), Some(b'[' | b'{'))
    }

    pub(super) fn is_object(self) -> bool {
        self.text().first() == Some(&b'{')
    }

    /// The value at a path of indexes, each read by the rule; nothing where the path ends early or
    /// in `null`.
    pub(super) fn at(self, path: &[u32]) -> Option<Self> {
        path.iter().try_fold(self, |node, &index| node.field(index))
    }

    /// The field of a message; nothing where there is none or it is `null`.
    fn field(self, index: u32) -> Option<Self> {
        let mut trailing = self.is_object().then_some(self);
        for (place, item) in (0..).zip(self.each_item()) {
            if self.is_trailing(item) {
                trailing = Some(item);
            } else if place == index && !item.is_null() {
                return Some(item);
            }
        }
        // What is null may have moved.
        let fields = trailing?.each_keyed().filter(|(moved, _)| *moved == index);
        fields.last().map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// Whether an element of this message is the object that has its moved fields, and no element.
    pub(super) fn is_trailing(self, item: Self) -> bool {
        item.tape.next(item.place) == self.tape.next(self.place) && item.is_object()
    }

    /// The fields that an object names by their numbers, each with its index.
    pub(super) fn each_keyed(self) -> impl Iterator<Item = (u32, Self)> {
        let mut values = self.inside(b'{');
        std::iter::from_fn(move || Some((values.next()?, values.next()?)))
            .filter_map(|(key, value)| Some((field_index(key.text())?, value)))
    }

    /// The elements of a list. A list has no fields, so none of them is moved.
    pub(super) fn items(self) -> Vec<Self> {
        self.each_item().collect()
    }

    /// As [`Node::items`], one by one.
    pub(super) fn each_item(self) -> impl Iterator<Item = Self> {
        self.inside(b'[')
    }

    /// The values that are directly in it, if it opens so.
    fn inside(self, open: u8) -> impl Iterator<Item = Self> {
        let Self { tape, place } = self;
        let end = if self.text().first() == Some(&open) { tape.next(place) } else { place };
        let mut place = place + 1;
        std::iter::from_fn(move || {
            let value = (place < end).then_some(Self { tape, place })?;
            place = tape.next(place);
            Some(value)
        })
    }

    /// The inside of a string, still escaped.
    pub(super) fn raw_str(self) -> Option<&'a [u8]> {
        text::inside(self.text())
    }

    pub(super) fn str(self) -> Option<Cow<'a, str>> {
        self.raw_str().map(text::decode)
    }

    pub(super) fn i64(self) -> Option<i64> {
        std::str::from_utf8(self.text()).ok()?.parse().ok()
    }

    pub(super) fn f64(self) -> Option<f64> {
        // `inf` and `nan` are numbers to Rust's parser and none to JSON's.
        let number: f64 = std::str::from_utf8(self.text()).ok()?.parse().ok()?;
        number.is_finite().then_some(number)
    }
}

/// The index of the field that a key of a trailing object names.
fn field_index(key: &[u8]) -> Option<u32> {
    std::str::from_utf8(text::inside(key)?).ok()?.parse::<u32>().ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, path: &[u32]) -> Option<i64> {
        Tape::of(text.as_bytes()).ok()?.root().at(path).and_then(Node::i64)
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
        assert!(Tape::of(br#"[1,{"5":7}]"#).unwrap().root().at(&[1]).is_none());
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
