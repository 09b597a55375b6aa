//! The page of an app, as somebody else fetched it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use playfast::extraction::{Recorded, parse};
use playfast_fuzz::check;

fuzz_target!(|text: &[u8]| check(&parse(Recorded::AppPage, text, None)));
