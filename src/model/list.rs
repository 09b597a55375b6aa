//! A chart: what `list` returns.

use serde::{Deserialize, Serialize};

use super::{AppCard, IncompleteBecause};

/// The apps of one chart, best first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct AppList {
    /// The chart's rows in their order.
    pub apps: Vec<AppCard>,
    /// Whether as many apps came as were asked for.
    pub complete: bool,
    /// Why fewer apps came than were asked for: Play has none in this chart (`empty`) or ended it
    /// early (`short`; about 200 is the most it serves). Absent when `complete`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incomplete_because: Option<IncompleteBecause>,
}
