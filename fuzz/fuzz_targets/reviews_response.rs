//! An answer with reviews: frames, or the payload alone.
#![no_main]

use libfuzzer_sys::fuzz_target;
use playfast::extraction::{Recorded, parse};
use playfast_fuzz::{TABLES, check};

fuzz_target!(|text: &[u8]| check(&parse(&TABLES, Recorded::ReviewsResponse, text, None)));
