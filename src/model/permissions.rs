//! What `permissions` returns.

use serde::{Deserialize, Serialize};

/// An app's permissions, in two views of the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct Permissions {
    /// All permissions in the order in which Play lists them; one that is in several groups comes
    /// once for each. Empty for an app that asks for none.
    pub permissions: Vec<Permission>,
    /// The groups; the permissions that are in none are only in `permissions`.
    pub groups: Vec<PermissionGroup>,
}

/// A permission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct Permission {
    /// What it allows, in the language asked: `"take pictures and videos"`.
    pub permission: String,
    /// Name of its group, in the language asked: `"Camera"`. Absent where it is in none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Play's id of the group, the same in every language: `"camera"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    /// Where Play lists it: among the common groups, under "Other", or in no group.
    #[cfg_attr(feature = "node", napi(ts_type = "'common' | 'other' | 'ungrouped'"))]
    pub section: String,
}

/// A group of permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct PermissionGroup {
    /// Name, in the language asked: `"Camera"`.
    pub name: String,
    /// Play's id, the same in every language: `"camera"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Address of the icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon_url: Option<String>,
    /// Where Play lists it: among the common groups, or under "Other".
    #[cfg_attr(feature = "node", napi(ts_type = "'common' | 'other'"))]
    pub section: String,
    /// What its permissions allow, in the language asked.
    pub permissions: Vec<String>,
}
