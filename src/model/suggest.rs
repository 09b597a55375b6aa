//! What `suggest` returns.

use serde::{Deserialize, Serialize};

/// What Play's search field suggests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct Suggestions {
    /// Terms, best first: five at most, none where Play suggests nothing.
    pub suggestions: Vec<String>,
}
