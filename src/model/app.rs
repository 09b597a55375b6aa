//! One app's record: what `app` returns. Field names are google-play-scraper's where it has one.
//!
//! The values are written straight from Play's answer by the table in `extraction/app.rs`; these
//! structs are the shape they are written in (a test reads every answer back through them), and
//! the TypeScript types are generated from them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Availability, Category, OfferType};

/// An app as Google Play's web front end describes it (`Ws7gDc`). A field that Play does not serve
/// for this app is absent.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own on Play's page")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct App {
    /// The app id (package name) that was asked for.
    pub app_id: String,
    /// Address of the app's page in the language and country asked.
    pub url: String,
    /// Name of the app.
    pub title: String,
    /// One-line description, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Description as plain text, line breaks kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Description as Play serves it, HTML.
    #[serde(rename = "descriptionHTML", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "node", napi(js_name = "descriptionHTML"))]
    pub description_html: Option<String>,
    /// Whether the description is Play's translation into the language asked.
    pub translated: bool,

    /// Where the app stands in the country asked. Decided from Play's availability field only.
    pub availability: Availability,
    /// Whether the app can be installed in the country asked (`availability` is `available`).
    pub available: bool,
    /// Whether the app can only be pre-registered for (`availability` is `preregistration`).
    pub preregister: bool,
    /// Whether the app is in early access.
    pub early_access_enabled: bool,

    /// Installs as Play shows them: `"50,000,000+"`. Absent for pre-registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub installs: Option<String>,
    /// Installs in short: `"50M+"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub installs_short: Option<String>,
    /// Lower bound of the shown range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_installs: Option<i64>,
    /// Play's own count of installs; can exceed 2^32.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_installs: Option<i64>,

    /// Mean of all ratings, 1 to 5. Absent when the app is unrated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// The score as Play shows it, in the language asked: `"4.3"`, `"4,3"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score_text: Option<String>,
    /// Number of ratings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratings: Option<i64>,
    /// Number of reviews; depends on the country asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviews: Option<i64>,
    /// Ratings per star. Their sum can be a little below `ratings`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub histogram: Option<Histogram>,
    /// Score per kind of device, where Play serves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score_by_form_factor: Option<Vec<FormFactorScore>>,

    /// Whether the price is 0. Absent when there is no offer (pre-registration).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free: Option<bool>,
    /// Price in units of `currency`: `6.99`. 0 when free, absent when there is no offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<f64>,
    /// Price in millionths of a unit of `currency`, for every currency: `6990000`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_micros: Option<i64>,
    /// ISO 4217 code: `"USD"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Price as Play shows it: `"$6.99"`. Absent when the app is free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_text: Option<String>,
    /// Price before the sale, in units of `currency`. Only while on sale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_price: Option<f64>,
    /// Price before the sale, in millionths of a unit of `currency`. Only while on sale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_price_micros: Option<i64>,
    /// End of the sale, in ms since 1970 (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_end_date: Option<i64>,
    /// End of the sale as Play shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_end_text: Option<String>,
    /// Whether the button installs or buys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer_type: Option<OfferType>,
    /// Address the button leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buy_url: Option<String>,
    /// Whether the app sells things inside.
    #[serde(rename = "offersIAP")]
    #[cfg_attr(feature = "node", napi(js_name = "offersIAP"))]
    pub offers_iap: bool,
    /// Range of the in-app prices as Play shows it: `"$0.99 - $149.99 per item"`.
    #[serde(rename = "IAPRange", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "node", napi(js_name = "IAPRange"))]
    pub iap_range: Option<String>,
    /// Whether the app shows advertisements.
    pub ad_supported: bool,
    /// Whether the app is part of Play Pass.
    pub is_available_in_play_pass: bool,
    /// Play's note on sharing the app in a family library, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_library: Option<String>,
    /// The chart the app is in and its place there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chart: Option<ChartPlace>,

    /// Name of the developer.
    pub developer: String,
    /// Id in the address of the developer's page: a number or a name, decoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_id: Option<String>,
    /// Address of the developer's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_url: Option<String>,
    /// Numeric id of the developer, a string because it exceeds 2^53.
    #[serde(rename = "developerInternalID", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "node", napi(js_name = "developerInternalID"))]
    pub developer_internal_id: Option<String>,
    /// E-mail address for support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_email: Option<String>,
    /// The developer's website.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_website: Option<String>,
    /// Postal address, lines separated by `\n`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_address: Option<String>,
    /// Name of the legal entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_legal_name: Option<String>,
    /// E-mail address of the legal entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_legal_email: Option<String>,
    /// Postal address of the legal entity, lines separated by `\n`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_legal_address: Option<String>,
    /// Telephone number of the legal entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_legal_phone_number: Option<String>,
    /// Who sells the app; differs from the developer in some countries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offered_by: Option<String>,
    /// Address of the privacy policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy_policy: Option<String>,
    /// The short form of what the developer declares on data safety.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_safety_summary: Option<Vec<DataSafetyNote>>,

    /// Name of the genre, in the language asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
    /// Id of the genre: `"TOOLS"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub genre_id: Option<String>,
    /// Categories and tags; the genre alone where Play lists none.
    #[serde(default)]
    pub categories: Vec<Category>,

    /// Address of the icon; append `=s512` for a size in px.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Dominant colour of the icon: red, green, blue, alpha, each 0 to 255.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon_color: Option<Vec<i64>>,
    /// Address of the header image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_image: Option<String>,
    /// Addresses of the screenshots, all kinds of device mixed.
    #[serde(default)]
    pub screenshots: Vec<String>,
    /// Their sizes, in the same order. Absent where Play does not say them for all, or there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screenshot_sizes: Option<Vec<ImageSize>>,
    /// Address of the trailer's player.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video: Option<String>,
    /// The trailer's `YouTube` id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_id: Option<String>,
    /// Address of the trailer's still.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_image: Option<String>,
    /// Address of the short preview, MP4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview_video: Option<String>,

    /// Content rating by the country's system: `"Everyone"`, `"USK: Ages 18+"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_rating: Option<String>,
    /// Address of the content rating's badge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_rating_icon: Option<String>,
    /// What the rating is for: `"Fantasy Violence"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_rating_description: Option<String>,
    /// Interactive elements: `"Users Interact, In-Game Purchases"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interactive_elements: Option<String>,

    /// Date of the first release as Play shows it. Absent for many of Google's own apps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released: Option<String>,
    /// Time of the first release, in ms since 1970 (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released_at: Option<i64>,
    /// Time of the last update, in ms since 1970 (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<i64>,
    /// Date of the last update as Play shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_text: Option<String>,
    /// Version; absent when it varies with the device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What is new, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recent_changes: Option<String>,
    /// What is new as Play serves it, HTML.
    #[serde(rename = "recentChangesHTML", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "node", napi(js_name = "recentChangesHTML"))]
    pub recent_changes_html: Option<String>,
    /// Lowest Android version: `"8.0"`; absent when it varies with the device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub android_version: Option<String>,
    /// Highest Android version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub android_max_version: Option<String>,
    /// Lowest API level: `26`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_api_level: Option<i64>,
    /// API level the app is built for; absent where the version varies with the device. Only one source knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_sdk: Option<i64>,
    /// Fields that `mappings` adds, where Play serves one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "node", napi(ts_type = "Record<string, unknown>"))]
    pub extra: Option<Map<String, Value>>,
}

/// Ratings per star.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct Histogram {
    /// Ratings with one star.
    #[serde(rename = "1")]
    #[cfg_attr(feature = "node", napi(js_name = "1"))]
    pub one: i64,
    /// Ratings with two stars.
    #[serde(rename = "2")]
    #[cfg_attr(feature = "node", napi(js_name = "2"))]
    pub two: i64,
    /// Ratings with three stars.
    #[serde(rename = "3")]
    #[cfg_attr(feature = "node", napi(js_name = "3"))]
    pub three: i64,
    /// Ratings with four stars.
    #[serde(rename = "4")]
    #[cfg_attr(feature = "node", napi(js_name = "4"))]
    pub four: i64,
    /// Ratings with five stars.
    #[serde(rename = "5")]
    #[cfg_attr(feature = "node", napi(js_name = "5"))]
    pub five: i64,
}

/// The score on one kind of device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct FormFactorScore {
    /// Play's number of the kind of device: 2 phone, 3 tablet, 5 Chromebook; others are served
    /// whose meaning no source states.
    pub form_factor: i64,
    /// Mean of the ratings given on it, 1 to 5.
    pub score: f64,
}

/// The size of an image as it was uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct ImageSize {
    /// In px.
    pub width: i64,
    /// In px.
    pub height: i64,
}

/// A chart and the app's place in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct ChartPlace {
    /// Name of the chart: `"top grossing casual"`.
    pub label: String,
    /// Place as Play shows it: `"#1"`.
    pub rank: String,
}

/// One line of the data safety summary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct DataSafetyNote {
    /// What is declared: `"No data shared with third parties"`.
    pub title: String,
    /// Play's explanation, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}
