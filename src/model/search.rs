//! What `search` returns.

use serde::{Deserialize, Serialize};

use super::{AppCard, IncompleteBecause};

/// The apps found for a term, best first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct SearchResults {
    /// The apps found; the one that the term names comes first.
    pub apps: Vec<AppCard>,
    /// Whether as many apps came as were asked for. Play serves some 20 to 30 and rarely more.
    pub complete: bool,
    /// Why fewer apps came than were asked for: Play found none (`empty`) or served no more
    /// (`short`). Absent when `complete`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incomplete_because: Option<IncompleteBecause>,
}
