//! What the targets ask of every value.

use playfast::extraction::Extracted;

#[path = "../../tests/robustness/value.rs"]
mod value;

/// Looks at what a parser made of its input.
pub fn check(extracted: &Extracted) {
    value::check(extracted);
}
