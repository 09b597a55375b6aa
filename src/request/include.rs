//! What comes with an app's record on request, in the same POST (PROTOCOL 2.1, 2.5, 2.8, 2.10).

use serde_json::Value;

use super::hint;
use crate::error::Error;

/// Fields of the record that permissions are read from, and the data safety section.
const PERMISSIONS: [u32; 1] = [75];
const DATA_SAFETY: [u32; 3] = [1, 100, 138];

const NAMES: [&str; 3] = ["permissions", "dataSafety", "similar"];

/// What comes with the record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Include {
    /// The app's permissions: a field of the record.
    pub permissions: bool,
    /// The whole data safety section: another field.
    pub data_safety: bool,
    /// The first similar apps: a call of their own.
    pub similar: bool,
}

impl Include {
    /// Reads a list of names.
    ///
    /// # Errors
    /// `InvalidArgument` when it is no list or has another name in it.
    pub fn from_json(names: &Value) -> Result<Self, Error> {
        let invalid =
            || Error::invalid("include", format!("must be a list of {}", NAMES.join(", ")));
        let mut include = Self::default();
        for name in names.as_array().ok_or_else(invalid)? {
            match name.as_str().ok_or_else(invalid)? {
                "permissions" => include.permissions = true,
                "dataSafety" => include.data_safety = true,
                "similar" => include.similar = true,
                other => {
                    let must = "must name what comes with an app";
                    let hint = hint(other, NAMES);
                    return Err(Error::invalid(
                        "include",
                        format!("{must}; {other:?} is none{hint}"),
                    ));
                }
            }
        }
        Ok(include)
    }

    /// Numbers of the record's fields that it takes.
    pub fn numbers(self) -> impl Iterator<Item = u32> {
        let permissions = PERMISSIONS.into_iter().filter(move |_| self.permissions);
        permissions.chain(DATA_SAFETY.into_iter().filter(move |_| self.data_safety))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_read_and_others_refused() {
        let all = json!(["similar", "dataSafety", "permissions", "similar"]);
        let include = Include::from_json(&all).unwrap();
        assert_eq!(include, Include { permissions: true, data_safety: true, similar: true });
        assert_eq!(Include::from_json(&json!([])).unwrap(), Include::default());
        for bad in [json!("similar"), json!(["reviews"]), json!([7]), json!({}), json!(null)] {
            assert_eq!(Include::from_json(&bad).unwrap_err().field(), Some("include"), "{bad}");
        }
    }

    #[test]
    fn what_is_asked_of_the_record_follows() {
        let of = |names: Value| Include::from_json(&names).unwrap().numbers().collect::<Vec<_>>();
        assert_eq!(of(json!(["similar"])), [0_u32; 0]);
        assert_eq!(of(json!(["permissions", "dataSafety"])), [75, 1, 100, 138]);
    }
}
