//! What a kind of record is made of, as data: what tables are compiled from and mappings speak of.

use super::field::Field;
use super::shares::Share;

/// A kind of record, or a place where records are. The names are those of mappings and reports.
pub(super) struct Shape {
    pub(super) name: &'static str,
    /// Where a record is; the paths of its fields begin there.
    pub(super) root: &'static [u32],
    pub(super) groups: &'static [&'static [Field]],
    /// What else is read; these paths begin at the top.
    pub(super) places: &'static [(&'static str, &'static [u32])],
    /// Whether the user may add fields.
    pub(super) grows: bool,
    /// How often its fields are served.
    pub(super) shares: &'static [Share],
}

/// The name of a shape's root in mappings.
pub(super) const ROOT: &str = "record";

impl Shape {
    /// One that has only places.
    pub(super) const fn of_places(
        name: &'static str,
        places: &'static [(&'static str, &'static [u32])],
    ) -> Self {
        Self { name, root: &[], groups: &[], places, grows: false, shares: &[] }
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.groups.iter().copied().flatten()
    }

    /// What mappings may re-point.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        let root = (!self.root.is_empty()).then_some(ROOT);
        let places = self.places.iter().map(|(name, _)| *name);
        self.fields().map(|field| field.name).chain(places).chain(root)
    }
}
