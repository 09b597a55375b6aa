//! The page of a search, as somebody else fetched it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use playfast::extraction::{Recorded, parse};
use playfast_fuzz::{TABLES, check};

fuzz_target!(|text: &[u8]| check(&parse(&TABLES, Recorded::SearchPage, text, None)));
