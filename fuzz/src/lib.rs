//! What the targets ask of every value.

use std::sync::LazyLock;

use playfast::extraction::{Extracted, Tables};

#[path = "../../tests/robustness/value.rs"]
mod value;

/// As they are built in.
pub static TABLES: LazyLock<Tables> = LazyLock::new(Tables::default);

/// Looks at what a parser made of its input.
pub fn check(extracted: &Extracted) {
    value::check(extracted);
}
