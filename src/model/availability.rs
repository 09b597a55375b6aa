//! Where an app stands: what a sweep over countries says of each.

use serde::{Deserialize, Serialize};

/// Where an app stands in one country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct CountryAvailability {
    /// Two-letter code, in lower case.
    pub country: String,
    /// What Play says of it there.
    pub status: Standing,
}

/// What Play says of an app in a country: it can be installed (`available`), be pre-registered for
/// (`preregistration`), is listed but not offered there (`notOffered`), or is not listed there
/// (`notListed`), because there is no such app, because it was removed, or because the country is
/// embargoed: Play does not say which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "node", napi_derive::napi(string_enum = "camelCase"))]
pub enum Standing {
    /// Can be installed.
    Available,
    /// Can be pre-registered for.
    Preregistration,
    /// Listed, but not offered there.
    NotOffered,
    /// Not listed there.
    NotListed,
}
