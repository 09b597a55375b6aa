//! Mappings of fields that are in a file, which the settings or the environment name.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::Error;
use crate::extraction::Mappings;

/// The environment variable that names a file of mappings.
pub const MAPPINGS: &str = "PLAYFAST_MAPPINGS";
/// No mapping of all fields is as long.
const LONGEST: u64 = 1 << 20;

/// The mappings of a file.
///
/// # Errors
/// `InvalidArgument` when it cannot be read, is no JSON, or is none of mappings.
pub fn mappings_in(path: &Path) -> Result<Mappings, Error> {
    let invalid = |what: String| {
        Error::invalid(
            "mappings",
            format!("must name a file of mappings; {} {what}", path.display()),
        )
    };
    let mut text = String::new();
    let file = File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_string(&mut text));
    file.map_err(|error| invalid(format!("cannot be read: {error}")))?;
    if text.len() as u64 > LONGEST {
        return Err(invalid(format!("is longer than {LONGEST} bytes")));
    }
    let value = serde_json::from_str(&text);
    Mappings::from_json(&value.map_err(|error| invalid(format!("is no JSON: {error}")))?)
}

/// The mappings that the environment names, else none.
///
/// # Errors
/// As [`mappings_in`].
pub(super) fn mappings_of_environment() -> Result<Mappings, Error> {
    match std::env::var_os(MAPPINGS) {
        Some(path) if !path.is_empty() => mappings_in(Path::new(&path)).map_err(|error| {
            // No field of the caller's: the name of the variable says where it comes from.
            Error::new(error.kind(), format!("{MAPPINGS} {error}"))
        }),
        _ => Ok(Mappings::default()),
    }
}
