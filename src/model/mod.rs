//! What a lookup returns: plain structs, no behaviour. They are the contract that the extraction's
//! JSON is tested against and the source of the TypeScript types.

mod app;
mod availability;
mod card;
mod data_safety;
mod developer;
mod list;
mod permissions;
mod review;
mod search;
mod similar;
mod suggest;

pub use app::{App, ChartPlace, DataSafetyNote, FormFactorScore, Histogram, ImageSize};
pub use availability::{CountryAvailability, Standing};
pub use card::AppCard;
pub use data_safety::{DataSafety, DataSafetyEntry, SecurityPractice};
pub use developer::{Developer, DeveloperApps};
pub use list::AppList;
pub use permissions::{Permission, PermissionGroup, Permissions};
pub use review::{Criteria, Review, ReviewPage};
pub use search::SearchResults;
pub use similar::SimilarApps;
pub use suggest::Suggestions;

use serde::{Deserialize, Serialize};

/// Where an app stands in the country asked: it can be installed (`available`), be pre-registered
/// for (`preregistration`), or is listed and not offered there (`notOffered`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "node", napi_derive::napi(string_enum = "camelCase"))]
pub enum Availability {
    /// Can be installed.
    Available,
    /// Can be pre-registered for.
    Preregistration,
    /// Listed, but not offered in this country.
    NotOffered,
}

/// What the button of an app's page does: it installs for nothing (`install`) or it buys (`buy`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "node", napi_derive::napi(string_enum = "camelCase"))]
pub enum OfferType {
    /// Installs, for nothing.
    Install,
    /// Buys.
    Buy,
}

/// Why fewer apps came than were asked for: Play has none (`empty`), or ended early (`short`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "node", napi_derive::napi(string_enum = "camelCase"))]
pub enum IncompleteBecause {
    /// Play has none.
    Empty,
    /// Play ended it early.
    Short,
}

/// A category or tag of an app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "node", napi_derive::napi(object, object_from_js = false))]
pub struct Category {
    /// Name, in the language asked.
    pub name: String,
    /// Id: `"TOOLS"`; absent for tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}
