//! WHAT to ask: pure builders from a lookup to the call that Play understands. No I/O.

mod app;
pub(crate) mod chart;
mod envelope;
mod fields;
mod list;
mod locale;

pub use app::AppRequest;
pub use envelope::{BATCHEXECUTE, body, path_and_query};
pub use fields::Fields;
pub use list::{Collection, ListRequest};
pub use locale::Locale;

use std::fmt;

use crate::error::Error;

/// One thing to look up. Equal lookups are asked once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Lookup {
    /// One app's record.
    App(AppRequest),
    /// One chart.
    List(ListRequest),
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
    pub fn from_json(noun: &str, request: &serde_json::Value) -> Result<Self, Error> {
        match noun {
            "app" => AppRequest::from_json(request).map(Self::App),
            "list" => ListRequest::from_json(request).map(Self::List),
            _ => Err(Error::invalid("noun", "must be one of app, list")),
        }
    }

    /// The call that asks for it.
    pub fn call(&self) -> Call {
        match self {
            Self::App(request) => request.call(),
            Self::List(request) => request.call(),
        }
    }

    /// Language and country; lookups of one POST share them.
    pub fn locale(&self) -> &Locale {
        match self {
            Self::App(request) => &request.locale,
            Self::List(request) => &request.locale,
        }
    }

    /// How heavy its answer is, in thousandths of a POST.
    pub fn weight(&self) -> u32 {
        match self {
            Self::App(_) => AppRequest::WEIGHT,
            Self::List(request) => request.weight(),
        }
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
        }
        write!(f, " ({}, {})", self.locale().lang, self.locale().country)
    }
}
