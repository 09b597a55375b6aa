//! Field tables: where Play keeps each field, as data. A table is compiled into a trie once and
//! then read in one guided pass over the answer, straight into JSON for JavaScript.

use std::ops::Range;

use super::close_object;
use super::field::{Field, Kind, Otherwise, write_key};
use super::mapping::{EXTRA, Mapping, Mappings};
use super::node::Node;
use super::shape::{ROOT, Shape};
use super::watch::{Nature, Seen, Watch};
use crate::request::Selection;

/// Where a selection has the fields that the user added: behind those of any table.
const EXTRA_PLACE: usize = 127;

/// A compiled table.
pub(super) struct Table {
    fields: Vec<Column>,
    /// Those that the user added.
    extras: Vec<Extra>,
    trie: Vec<Branch>,
    /// Number of paths; each has its own slot for the value found there.
    slots: usize,
    /// The first slot of the paths beside the fields.
    beside: usize,
    /// The slots of the field that says where an app stands.
    availability: Range<usize>,
    watch: Watch,
}

struct Column {
    field: &'static Field,
    /// How many.
    paths: usize,
    /// The numbers of the record's fields that they lead through.
    numbers: Vec<u32>,
}

struct Extra {
    name: String,
    kind: Kind,
    paths: usize,
    numbers: Vec<u32>,
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
    /// Compiles a shape, mended as the mappings say; its records answer this lookup.
    pub(super) fn new(shape: &Shape, lookup: &'static str, mappings: &Mappings) -> Self {
        let mapping = mappings.of(shape.name);
        let moved = |name: &str| mapping.and_then(|mapping| mapping.moved(name));
        // The same shape may also be found without a way to it.
        let root = moved(ROOT).filter(|_| !shape.root.is_empty());
        let root = root.and_then(|paths| paths.first()).map_or(shape.root, Vec::as_slice);
        let mut table = Self {
            fields: Vec::new(),
            extras: Vec::new(),
            trie: vec![Branch::default()],
            slots: 0,
            beside: 0,
            availability: 0..0,
            watch: Watch::new(lookup, shape.name, shape.shares),
        };
        for field in shape.fields() {
            let first = table.slots;
            let numbers = match moved(field.name) {
                Some(paths) => table.add_below(root, paths.iter().map(Vec::as_slice)),
                None => table.add_below(root, field.paths.iter().copied()),
            };
            table.fields.push(Column { field, paths: table.slots - first, numbers });
        }
        for added in mapping.map(Mapping::extras).unwrap_or_default() {
            let numbers = table.add_below(root, added.paths.iter().map(Vec::as_slice));
            let (name, paths) = (added.name.clone(), added.paths.len());
            table.extras.push(Extra { name, kind: added.kind(), paths, numbers });
        }
        table.beside = table.slots;
        for (name, path) in shape.places {
            let path = moved(name).and_then(|paths| paths.first()).map_or(*path, Vec::as_slice);
            table.add(path.iter());
        }
        table.availability = table.slots("availability");
        table
    }

    /// The slots of a field's values; none if there is no such field.
    pub(super) fn slots(&self, name: &str) -> Range<usize> {
        let mut first = 0;
        for Column { field, paths, .. } in &self.fields {
            if field.name == name {
                return first..first + paths;
            }
            first += paths;
        }
        0..0
    }

    /// Adds paths of a record's field; gives the numbers of the fields of Play's that they lead through.
    fn add_below<'p>(&mut self, root: &[u32], paths: impl Iterator<Item = &'p [u32]>) -> Vec<u32> {
        let mut numbers = Vec::new();
        for path in paths {
            self.add(root.iter().chain(path));
            numbers.extend(path.first().map(|index| index + 1));
        }
        numbers
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

    /// Finds the values of all paths in one pass over what leads to them.
    pub(super) fn find<'a>(&self, node: Node<'a>) -> Found<'a> {
        let mut found = Found { values: vec![None; self.slots], beside: self.beside };
        self.pass(node, 0, &mut found);
        found
    }

    /// Notes what of a value is asked for.
    fn pass<'a>(&self, node: Node<'a>, branch: usize, found: &mut Found<'a>) {
        let Branch { children, slots } = &self.trie[branch];
        if !children.is_empty() {
            self.pass_fields(node, children, found);
        }
        if !slots.is_empty() && !node.is_null() {
            for &slot in slots {
                found.values[slot] = Some(node);
            }
        }
    }

    fn pass_fields<'a>(&self, node: Node<'a>, children: &[Option<usize>], found: &mut Found<'a>) {
        let mut trailing = node.is_object().then_some(node);
        for (index, item) in node.each_item().enumerate() {
            if node.is_trailing(item) {
                trailing = Some(item);
            } else if let Some(child) = children.get(index).copied().flatten() {
                self.pass(item, child, found);
            }
        }
        for (index, value) in trailing.into_iter().flat_map(Node::each_keyed) {
            if let Some(child) = children.get(index as usize).copied().flatten() {
                self.pass(value, child, found);
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
        let (mut asked, mut served) = (0, 0);
        let mut values = found.values.as_slice();
        for (place, Column { field, paths, .. }) in self.fields.iter().enumerate() {
            let (own, others) = values.split_at(*paths);
            values = others;
            if wanted.is_some_and(|wanted| !wanted.has(place)) {
                continue;
            }
            let start = out.len();
            write_key(field.name, out);
            let written = own.iter().flatten().any(|node| field.kind.write(*node, out));
            asked |= 1 << place;
            served |= u128::from(written) << place;
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
        if wanted.is_none_or(|wanted| wanted.has(EXTRA_PLACE)) {
            self.write_extras(values, out);
        }
        let nature = Nature::of(found.first(&self.availability));
        self.watch.note(Seen { asked, served, nature, rejected: !missing.is_empty() });
        missing
    }

    /// Writes `"extra":{…},` if one of the added fields is there.
    fn write_extras(&self, mut values: &[Option<Node<'_>>], out: &mut Vec<u8>) {
        if self.extras.is_empty() {
            return;
        }
        let start = out.len();
        write_key(EXTRA, out);
        out.push(b'{');
        let first = out.len();
        for extra in &self.extras {
            let field = out.len();
            write_key(&extra.name, out);
            let own = &values[..extra.paths];
            values = &values[extra.paths..];
            if own.iter().flatten().any(|node| extra.kind.write(*node, out)) {
                out.push(b',');
            } else {
                out.truncate(field);
            }
        }
        if out.len() == first {
            out.truncate(start);
            return;
        }
        close_object(out);
        out.push(b',');
    }

    /// A field's place, and its numbers in Play's message; with `extra` those of all that are added.
    pub(super) fn numbered(&self, name: &str) -> Option<(usize, Vec<u32>)> {
        if name == EXTRA && !self.extras.is_empty() {
            let numbers = self.extras.iter().flat_map(|extra| &extra.numbers);
            return Some((EXTRA_PLACE, numbers.copied().collect()));
        }
        let place = self.fields.iter().position(|column| column.field.name == name)?;
        Some((place, self.fields[place].numbers.clone()))
    }

    /// The names of its fields.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|column| column.field.name)
    }

    /// What is remembered of its records.
    pub(super) fn watch(&self) -> &Watch {
        &self.watch
    }
}

impl<'a> Found<'a> {
    /// The value at the likeliest of a field's places that has one.
    pub(super) fn first(&self, slots: &Range<usize>) -> Option<Node<'a>> {
        self.values.get(slots.clone())?.iter().copied().flatten().next()
    }

    /// The value at one of the paths beside the fields.
    pub(super) fn beside(&self, place: usize) -> Option<Node<'a>> {
        self.values.get(self.beside + place).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::tape::Tape;

    const FIELDS: &[Field] = &[
        Field::new("a", Kind::Int, &[&[0, 1]]).required(),
        Field::new("b", Kind::Text, &[&[5], &[2, 0]]),
        Field::new("c", Kind::Present, &[&[3]]),
        Field::new("d", Kind::Units, &[&[4]]),
        Field::new("e", Kind::Time, &[&[6]]),
    ];

    const SHAPE: Shape = Shape { root: &[1], groups: &[FIELDS], ..Shape::of_places("made", &[]) };

    fn read(text: &str) -> (String, Vec<&'static str>) {
        let table = Table::new(&SHAPE, "made", &Mappings::default());
        let mut out = Vec::new();
        let tape = Tape::of(text.as_bytes()).unwrap();
        let missing = table.write(&table.find(tape.root()), &mut out);
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
