//! What `similar` returns.

use serde::{Deserialize, Serialize};

use super::{AppCard, IncompleteBecause};

/// The apps that Play calls similar to one, the most similar first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct SimilarApps {
    /// The apps. Those that came with a continuation have fewer fields: neither screenshots nor a
    /// description, but a one-line `summary`.
    pub apps: Vec<AppCard>,
    /// Whether these are as many as were asked for, or all that Play has: none is complete too. With
    /// an app, whether Play has no more.
    pub complete: bool,
    /// Why there may be more: Play refused to go on, or led back to what was there; with an app,
    /// Play has more than come along (`short`).
    /// Absent when `complete`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incomplete_because: Option<IncompleteBecause>,
}
