//! WHAT to ask: pure builders from a lookup to the call that Play understands. No I/O.

mod app;
mod availability;
mod catalogue;
mod categories;
mod cluster;
mod data_safety;
mod developer;
mod difference;
mod envelope;
mod fields;
mod include;
mod list;
mod locale;
mod nearest;
mod permissions;
mod reviews;
mod search;
mod selection;
mod shelves;
mod similar;
mod suggest;
mod template;

pub use app::AppRequest;
pub use availability::AvailabilityRequest;
pub use catalogue::{CatalogueFile, CatalogueRequest};
pub use categories::{CATEGORIES, CategoryKind, StoreCategory};
pub(crate) use cluster::{cluster_page, continuation, is_cluster_page};
pub use data_safety::DataSafetyRequest;
pub use developer::{DeveloperId, DeveloperRequest};
pub use difference::difference;
pub use envelope::{BATCHEXECUTE, Envelope};
pub use fields::{Fields, unknown_name};
pub use include::Include;
pub use list::{Collection, ListRequest};
pub use locale::Locale;
pub use nearest::hint;
pub use permissions::PermissionsRequest;
pub use reviews::{Device, ReviewsRequest, Sort};
pub use search::{Price, SearchRequest, search_flags};
pub use selection::Selection;
pub use similar::SimilarRequest;
pub use suggest::SuggestRequest;
pub use template::{Published, Template, TemplateKind};

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};
use serde_json::Value;

use crate::error::Error;

/// One thing to look up. Equal lookups are asked once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Lookup {
    /// One app's record.
    App(AppRequest),
    /// One chart.
    List(ListRequest),
    /// The apps that a term finds.
    Search(SearchRequest),
    /// A page of an app's reviews.
    Reviews(ReviewsRequest),
    /// What the search field suggests.
    Suggest(SuggestRequest),
    /// An app's permissions.
    Permissions(PermissionsRequest),
    /// What an app declares of its users' data.
    DataSafety(DataSafetyRequest),
    /// The apps that Play calls similar to one.
    Similar(SimilarRequest),
    /// A developer and the apps.
    Developer(DeveloperRequest),
    /// Where an app stands in one country.
    Availability(AvailabilityRequest),
    /// A file of the catalogue.
    Catalogue(CatalogueRequest),
}

/// One call of a batchexecute POST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Names the remote procedure.
    pub rpc_id: &'static str,
    /// Its request, as JSON text.
    pub request: String,
}

impl Lookup {
    /// Reads a lookup of this noun from a request as the user wrote it (a JSON value).
    ///
    /// # Errors
    /// `InvalidArgument` that names the field.
    pub fn from_json(noun: &str, request: &Value) -> Result<Self, Error> {
        match noun {
            "app" => AppRequest::from_json(request).map(Self::App),
            "list" => ListRequest::from_json(request).map(Self::List),
            "search" => SearchRequest::from_json(request).map(Self::Search),
            "reviews" => ReviewsRequest::from_json(request).map(Self::Reviews),
            "suggest" => SuggestRequest::from_json(request).map(Self::Suggest),
            "permissions" => PermissionsRequest::from_json(request).map(Self::Permissions),
            "dataSafety" => DataSafetyRequest::from_json(request).map(Self::DataSafety),
            "similar" => SimilarRequest::from_json(request).map(Self::Similar),
            "developer" => DeveloperRequest::from_json(request).map(Self::Developer),
            "availability" => AvailabilityRequest::from_json(request).map(Self::Availability),
            "catalogue" => CatalogueRequest::from_json(request).map(Self::Catalogue),
            _ => {
                let nouns = "app, list, search, reviews, suggest, permissions, dataSafety, similar, developer, availability, catalogue";
                Err(Error::invalid("noun", format!("must be one of {nouns}")))
            }
        }
    }

    /// The call that asks for it; nothing if only a page does.
    pub fn call(&self) -> Option<Call> {
        let call = match self {
            Self::App(request) => request.call(),
            Self::List(request) => request.call(),
            Self::Search(request) => request.call(),
            Self::Reviews(request) => request.call(),
            Self::Suggest(request) => request.call(),
            Self::Permissions(request) => request.call(),
            Self::DataSafety(request) => request.call(),
            Self::Similar(request) => request.call(),
            Self::Developer(request) => request.call(),
            Self::Availability(request) => request.call(),
            Self::Catalogue(_) => return None,
        };
        Some(call)
    }

    /// The call that asks, in the same POST, for what comes with it.
    pub fn call_beside(&self) -> Option<Call> {
        match self {
            Self::App(request) => request.call_beside(),
            _ => None,
        }
    }

    /// Whether it is asked for by its page, whatever the user wants.
    pub fn is_only_page(&self) -> bool {
        matches!(self, Self::Catalogue(_))
    }

    /// Whether its answer may be kept. A list of files that are replaced as a whole may not.
    pub fn is_kept(&self) -> bool {
        !matches!(self, Self::Catalogue(_))
    }

    /// Whether lookups of this noun have a page.
    pub fn has_page(noun: &str) -> bool {
        matches!(noun, "app" | "search" | "dataSafety" | "similar" | "developer")
    }

    /// Path and query of the page that shows the same, where there is one.
    pub fn page(&self) -> Option<String> {
        match self {
            Self::App(request) => Some(request.page()),
            Self::Search(request) => Some(request.page()),
            Self::DataSafety(request) => Some(request.page()),
            Self::Similar(request) => Some(request.page()),
            Self::Developer(request) => Some(request.page()),
            Self::Catalogue(request) => Some(request.page()),
            Self::List(_)
            | Self::Reviews(_)
            | Self::Suggest(_)
            | Self::Permissions(_)
            | Self::Availability(_) => None,
        }
    }

    /// Language and country; lookups of one POST share them.
    pub fn locale(&self) -> &Locale {
        match self {
            Self::App(request) => &request.locale,
            Self::List(request) => &request.locale,
            Self::Search(request) => &request.locale,
            Self::Reviews(request) => &request.locale,
            Self::Suggest(request) => &request.locale,
            Self::Permissions(request) => &request.locale,
            Self::DataSafety(request) => &request.locale,
            Self::Similar(request) => &request.locale,
            Self::Developer(request) => &request.locale,
            Self::Availability(request) => &request.locale,
            Self::Catalogue(request) => &request.locale,
        }
    }

    /// In the client's language and country, where the request (as it was read) names none. Reviews
    /// have no country, a sweep names its own, and a file of the catalogue is everybody's.
    #[must_use]
    pub fn at_home(mut self, request: &Value, home: &Locale) -> Self {
        if matches!(self, Self::Catalogue(_)) {
            return self;
        }
        let has_country = !matches!(self, Self::Reviews(_) | Self::Availability(_));
        let own = self.locale_mut();
        if request.get("lang").is_none() {
            own.lang.clone_from(&home.lang);
        }
        if has_country && request.get("country").is_none() {
            own.country.clone_from(&home.country);
        }
        self
    }

    fn locale_mut(&mut self) -> &mut Locale {
        match self {
            Self::App(request) => &mut request.locale,
            Self::List(request) => &mut request.locale,
            Self::Search(request) => &mut request.locale,
            Self::Reviews(request) => &mut request.locale,
            Self::Suggest(request) => &mut request.locale,
            Self::Permissions(request) => &mut request.locale,
            Self::DataSafety(request) => &mut request.locale,
            Self::Similar(request) => &mut request.locale,
            Self::Developer(request) => &mut request.locale,
            Self::Availability(request) => &mut request.locale,
            Self::Catalogue(request) => &mut request.locale,
        }
    }

    /// How heavy its answer is, in thousandths of a POST.
    pub fn weight(&self) -> u32 {
        match self {
            Self::App(request) => request.weight(),
            Self::Suggest(_) | Self::Permissions(_) | Self::DataSafety(_) => AppRequest::WEIGHT,
            Self::List(request) => request.weight(),
            Self::Search(_) => SearchRequest::WEIGHT,
            Self::Reviews(request) => request.weight(),
            Self::Similar(_) => SimilarRequest::WEIGHT,
            Self::Developer(_) => DeveloperRequest::WEIGHT,
            Self::Availability(_) => AvailabilityRequest::WEIGHT,
            Self::Catalogue(_) => CatalogueRequest::WEIGHT,
        }
    }
}

/// A value of a query or a form: everything but RFC 3986's unreserved characters is encoded.
pub(crate) fn query(text: &str) -> PercentEncode<'_> {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, KEPT)
}

/// A request that is only a text stands for an object with this one field; `text_is` says what
/// the text is.
fn short_form<'a>(request: &'a Value, field: &str, text_is: &str) -> Result<Cow<'a, Value>, Error> {
    match request {
        Value::String(text) => Ok(Cow::Owned(serde_json::json!({ field: text }))),
        Value::Object(_) => Ok(Cow::Borrowed(request)),
        _ => Err(Error::invalid("", format!("must be {text_is} or an object with {field}"))),
    }
}

/// What was asked, for error messages: `app com.foo (en, us)`.
impl fmt::Display for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::App(request) => write!(f, "app {}", request.app_id)?,
            Self::List(request) => {
                write!(f, "list {} of {}", request.collection.name(), request.category)?;
            }
            Self::Search(request) => write!(f, "search {:?}", request.term)?,
            Self::Suggest(request) => write!(f, "suggestions for {:?}", request.term)?,
            Self::Permissions(request) => write!(f, "permissions of {}", request.app_id)?,
            Self::DataSafety(request) => write!(f, "data safety of {}", request.app_id)?,
            Self::Availability(request) => write!(f, "availability of {}", request.app_id)?,
            Self::Catalogue(request) => return write!(f, "catalogue {}", request.address),
            Self::Reviews(request) => {
                return write!(f, "reviews of {} ({})", request.app_id, request.locale.lang);
            }
            Self::Similar(request) => write!(f, "apps similar to {}", request.app_id)?,
            Self::Developer(request) => write!(f, "developer {:?}", request.id.text())?,
        }
        write!(f, " ({}, {})", self.locale().lang, self.locale().country)
    }
}
