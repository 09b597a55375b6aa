//! Some of a record's fields: a lean request asks for no more (PROTOCOL 2.1).

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use super::AppRequest;

/// Bytes of an answer besides the fields asked for.
const ENVELOPE: u32 = 130;
/// Bytes of a field, where it is not one of the long ones.
const SHORT: u32 = 100;
/// Long fields and their bytes in recorded answers, on average.
const LONG: [(u32, u32); 10] = [
    (10, 600),
    (58, 300),
    (70, 230),
    (73, 2600),
    (75, 1350),
    (79, 2300),
    (101, 700),
    (119, 400),
    (137, 1750),
    (138, 8000),
];
/// Bytes in a thousandth of a POST: what 32 whole records are.
const THOUSANDTH: u32 = 512;

/// The fields wanted of a record. Each of many calls has it: what they ask is made once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// A bit for the place of each in the table that reads them.
    fields: u128,
    /// Numbers of the fields in Play's message, in order, as Play is asked for them.
    selector: String,
    /// How heavy an answer is, in thousandths of a POST.
    weight: u32,
}

impl Selection {
    /// The fields at these places of the table, which have these numbers.
    pub fn new(
        places: impl IntoIterator<Item = usize>,
        numbers: impl IntoIterator<Item = u32>,
    ) -> Self {
        let fields = places.into_iter().fold(0, |fields, place| fields | 1 << place);
        let numbers: BTreeSet<u32> = numbers.into_iter().collect();
        let bytes = ENVELOPE + numbers.iter().map(|number| bytes_of(*number)).sum::<u32>();
        let selector: Vec<String> = numbers.iter().map(u32::to_string).collect();
        Self { fields, selector: selector.join(","), weight: bytes.div_ceil(THOUSANDTH) }
    }

    /// Whether the field at this place is wanted.
    pub fn has(&self, place: usize) -> bool {
        self.fields & (1 << place) != 0
    }

    pub(super) fn selector(&self) -> &str {
        &self.selector
    }

    /// How many of these answers are as heavy as a whole record.
    pub fn per_record(&self) -> u32 {
        (AppRequest::WEIGHT / self.weight).max(1)
    }

    pub(super) fn weight(&self) -> u32 {
        self.weight
    }
}

impl Hash for Selection {
    /// The rest follows from the fields, but for what comes along: it is the same for all of a batch.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fields.hash(state);
    }
}

/// How heavy a field is, in thousandths of a POST.
pub(super) fn weight_of(number: u32) -> u32 {
    bytes_of(number).div_ceil(THOUSANDTH)
}

fn bytes_of(number: u32) -> u32 {
    LONG.iter().find(|(long, _)| *long == number).map_or(SHORT, |(_, bytes)| *bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weight_is_that_of_the_fields() {
        let weight = |numbers: &[u32]| Selection::new([], numbers.iter().copied()).weight();
        assert_eq!([weight(&[80]), weight(&[1, 52, 19]), weight(&[73])], [1, 1, 6]);
        assert!(weight(&[10, 58, 70, 73, 75, 79, 101, 119, 137]) <= 1000 / 32);
    }

    #[test]
    fn equal_selections_are_equal_in_any_order() {
        assert_eq!(Selection::new([9, 100], [2, 1]), Selection::new([100, 9, 100], [1, 2, 1]));
        assert_ne!(Selection::new([9], [2, 1]), Selection::new([100], [1, 2]));
        let selection = Selection::new([0, 127], [52, 1]);
        assert_eq!([0, 1, 126, 127].map(|place| selection.has(place)), [true, false, false, true]);
        assert_eq!(selection.selector(), "1,52");
    }
}
