//! What `developer` returns.

use serde::{Deserialize, Serialize};

use super::{AppCard, IncompleteBecause};

/// A developer and the apps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct DeveloperApps {
    /// Who it is.
    pub developer: Developer,
    /// The developer's apps in Play's order. Those that came with a continuation have fewer fields:
    /// neither screenshots nor a description, but a one-line `summary`.
    pub apps: Vec<AppCard>,
    /// Whether these are as many as were asked for, or all that Play has.
    pub complete: bool,
    /// Why there may be more: Play refused to go on, or led back to what was there (`short`).
    /// Absent when `complete`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incomplete_because: Option<IncompleteBecause>,
}

/// A developer. What Play does not serve is absent; only some of those that are known by a number
/// have a page with a head, which is where the pictures and the description are from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct Developer {
    /// Name.
    pub name: String,
    /// The number (as text, since it may be beyond 2^53) or the name by which Play was asked.
    pub id: String,
    /// Address of the developer's page.
    pub url: String,
    /// Address of the icon; append `=s512` for a size in px.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Address of the picture at the head of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
    /// What the developer says, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
