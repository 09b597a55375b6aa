//! Reviews: what `reviews` returns.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A page of reviews.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct ReviewPage {
    /// The reviews in the order asked for.
    pub reviews: Vec<Review>,
    /// Asks for the next page. Absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// A user's review. A field that Play does not serve for it is absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct Review {
    /// Id of the review. Absent with `reviewers: false`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Address of the review. Absent with `reviewers: false`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Name of the reviewer. Absent with `reviewers: false`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// Address of the reviewer's picture. Absent with `reviewers: false`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_image: Option<String>,
    /// Stars, 1 to 5.
    pub score: i64,
    /// Title; only some old reviews have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Text; absent when the reviewer gave stars only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Time of the review or of its last change, in ms since 1970 (UTC).
    pub date: i64,
    /// How many found it helpful.
    pub thumbs_up: i64,
    /// Version of the app that was reviewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Who answered for the developer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_author: Option<String>,
    /// The developer's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_text: Option<String>,
    /// Time of the answer, in ms since 1970 (UTC); before `date` when the review was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_date: Option<i64>,
    /// Ratings of single aspects.
    #[serde(default)]
    pub criterias: Vec<Criteria>,
    /// Two flags of Play's whose meaning no source states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<Vec<bool>>,
    /// Fields that `mappings` adds, where Play serves one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "node", napi(ts_type = "Record<string, unknown>"))]
    pub extra: Option<Map<String, Value>>,
}

/// The rating of one aspect of the app.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct Criteria {
    /// Play's name of the aspect: `"vaf_games_rating_controls"`.
    pub criteria: String,
    /// The rating: stars, or 1 to 3 for aspects with three answers. Absent where none was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<i64>,
}
