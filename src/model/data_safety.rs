//! What `dataSafety` returns.

use serde::{Deserialize, Serialize};

/// What an app's developer declares of its users' data. Nobody but the developer has checked it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct DataSafety {
    /// The app id (package name).
    pub app_id: String,
    /// Address of the page that shows it.
    pub url: String,
    /// Name of the app.
    pub title: String,
    /// Address of the privacy policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy_policy_url: Option<String>,
    /// Heading of what is shared, in the language asked: `"No data shared with third parties"`. Absent
    /// where Play serves none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_heading: Option<String>,
    /// Heading of what is collected, in the language asked: `"Data collected"`. Absent where Play
    /// serves none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collected_heading: Option<String>,
    /// What is shared with other companies. Empty where nothing is shared or nothing is declared.
    pub shared_data: Vec<DataSafetyEntry>,
    /// What is collected. Empty where nothing is collected or nothing is declared.
    pub collected_data: Vec<DataSafetyEntry>,
    /// How the data is kept safe.
    pub security_practices: Vec<SecurityPractice>,
}

/// A kind of data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct DataSafetyEntry {
    /// Which data, in the language asked: `"Email address"`.
    pub data: String,
    /// Whether users can choose not to give it.
    pub optional: bool,
    /// What for, in the language asked; several purposes are separated by commas, and one has commas
    /// in it: `"Analytics, Fraud prevention, security, and compliance"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The category that it belongs to, in the language asked: `"Personal info"`.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "node", napi(js_name = "type"))]
    pub category: String,
}

/// A way in which data is kept safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct SecurityPractice {
    /// Which, in the language asked: `"Data is encrypted in transit"`.
    pub practice: String,
    /// What it means, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it means as Play serves it, HTML, which may hold a link.
    #[serde(rename = "descriptionHTML", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "node", napi(js_name = "descriptionHTML"))]
    pub description_html: Option<String>,
}
