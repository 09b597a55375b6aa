//! An app as a row of a chart, a search or a cluster shows it ("card").

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Availability, OfferType};

/// An app as Play's lists show it. A field that Play does not serve for this row is absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct AppCard {
    /// The app id (package name).
    pub app_id: String,
    /// Address of the app's page.
    pub url: String,
    /// Name of the app.
    pub title: String,
    /// Name of the developer. Lists serve no developer id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer: Option<String>,
    /// Address of the icon; append `=s512` for a size in px.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Dominant colour of the icon: red, green, blue, alpha, each 0 to 255.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon_color: Option<Vec<i64>>,
    /// Address of the header image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_image: Option<String>,
    /// Addresses of the screenshots.
    #[serde(default)]
    pub screenshots: Vec<String>,
    /// Address of the trailer's player.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video: Option<String>,
    /// Mean of the ratings, 1 to 5. Absent when the app is unrated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// The score as Play shows it, in the language asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score_text: Option<String>,
    /// Name of the genre, in the language asked. Lists serve no genre id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
    /// Whether the price is 0. Absent when there is no offer (pre-registration).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free: Option<bool>,
    /// Price in units of `currency`. 0 when free, absent when there is no offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<f64>,
    /// Price in millionths of a unit of `currency`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_micros: Option<i64>,
    /// ISO 4217 code: `"USD"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Price as Play shows it. Absent when the app is free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_text: Option<String>,
    /// Whether the button installs or buys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer_type: Option<OfferType>,
    /// Whether the app sells things inside.
    #[serde(rename = "offersIAP")]
    #[cfg_attr(feature = "node", napi(js_name = "offersIAP"))]
    pub offers_iap: bool,
    /// Range of the in-app prices as Play shows it.
    #[serde(rename = "IAPRange", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "node", napi(js_name = "IAPRange"))]
    pub iap_range: Option<String>,
    /// The one-line summary as plain text; only rows beyond those of the first answer have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The full description as plain text; rows beyond those of the first answer have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The full description as Play serves it, HTML.
    #[serde(rename = "descriptionHTML", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "node", napi(js_name = "descriptionHTML"))]
    pub description_html: Option<String>,
    /// Installs as Play shows them: `"50,000,000+"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub installs: Option<String>,
    /// Ages the app is for, on children's apps: `"Ages up to 12"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_text: Option<String>,
    /// Content rating by the country's system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_rating: Option<String>,
    /// Where the app stands in the country asked; absent where the row does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability: Option<Availability>,
    /// Fields that `mappings` adds, where Play serves one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "node", napi(ts_type = "Record<string, unknown>"))]
    pub extra: Option<Map<String, Value>>,
}
