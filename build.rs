//! Has cargo compile the package again when the napi CLI asks for its types in another place: napi's macros write them while
//! they run, and a build that finds everything compiled would have none. `addon/build.rs` tells how the addon is linked.

use std::env;

/// Where the napi CLI wants them.
const TYPES: &str = "NAPI_TYPE_DEF_TMP_FOLDER";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Who wants none (tests, linters) does not care who did.
    if env::var_os(TYPES).is_some() {
        println!("cargo::rerun-if-env-changed={TYPES}");
    }
}
