//! What the core knows without asking: the categories of apps.

use napi_derive::napi;

use crate::request::CATEGORIES;

/// The categories of apps, as JSON.
#[napi]
pub fn categories() -> String {
    // Names only: nothing in it can fail to serialise.
    serde_json::to_string(CATEGORIES.as_slice()).unwrap_or_default()
}
