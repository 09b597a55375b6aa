//! Some of a record's fields: a lean request asks for no more (PROTOCOL 2.1).

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

/// The fields wanted of a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Selection {
    names: Vec<&'static str>,
    /// Numbers of the fields in Play's message, in order.
    numbers: Vec<u32>,
}

impl Selection {
    /// The fields of these names, which have these numbers.
    pub fn new(
        names: impl IntoIterator<Item = &'static str>,
        numbers: impl IntoIterator<Item = u32>,
    ) -> Self {
        let mut names: Vec<_> = names.into_iter().collect();
        let mut numbers: Vec<_> = numbers.into_iter().collect();
        names.sort_unstable();
        names.dedup();
        numbers.sort_unstable();
        numbers.dedup();
        Self { names, numbers }
    }

    /// Whether this field is wanted.
    pub fn has(&self, name: &str) -> bool {
        self.names.binary_search(&name).is_ok()
    }

    pub(super) fn selector(&self) -> String {
        let numbers: Vec<String> = self.numbers.iter().map(u32::to_string).collect();
        numbers.join(",")
    }

    /// How many of these answers are as heavy as a whole record.
    pub fn per_record(&self) -> u32 {
        (AppRequest::WEIGHT / self.weight()).max(1)
    }

    /// How heavy an answer is, in thousandths of a POST.
    pub(super) fn weight(&self) -> u32 {
        let bytes = self.numbers.iter().map(|number| bytes_of(*number));
        (ENVELOPE + bytes.sum::<u32>()).div_ceil(THOUSANDTH)
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
        assert_eq!(Selection::new(["b", "a"], [2, 1]), Selection::new(["a", "b", "a"], [1, 2]));
        assert!(Selection::new(["b", "a"], []).has("b"));
        assert!(!Selection::new(["b", "a"], []).has("c"));
    }
}
