//! Where an app stands in one country: RPC `Ws7gDc` for field 19 alone (PROTOCOL 2.12). The country
//! is a query parameter, so a sweep is a call for each.

use serde_json::Value;

use super::{AppRequest, Call, Fields, Locale};
use crate::error::Error;

/// The field of the record that says it.
const FIELD: &str = "19";

/// Asks for one app in one country.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AvailabilityRequest {
    /// The app id (package name).
    pub app_id: String,
    /// Language and country.
    pub locale: Locale,
}

impl AvailabilityRequest {
    /// A thousand lean records are one POST (PROTOCOL 1.5: 1,024 are always answered).
    pub(super) const WEIGHT: u32 = 1;
    /// How many of these answers are as heavy as a whole record.
    pub const PER_RECORD: u32 = AppRequest::WEIGHT / Self::WEIGHT;

    /// Reads a request: an object with `appId`, `lang`, and in `countries` one of the countries that
    /// the user named.
    ///
    /// # Errors
    /// `InvalidArgument` that names the field.
    pub fn from_json(request: &Value) -> Result<Self, Error> {
        let request = super::short_form(request, "appId", "an app id")?;
        let fields = Fields::new(&request, &["appId", "countries", "lang"])?;
        let app_id = AppRequest::app_id(&fields)?;
        let invalid = |_| Error::invalid("countries", MUST_BE);
        let code = fields.str("countries").map_err(invalid)?;
        let country = Locale::country(code).ok_or_else(|| Error::invalid("countries", MUST_BE))?;
        let locale = Locale { country, ..Locale::from_fields(&fields)? };
        Ok(Self { app_id, locale })
    }

    pub(super) fn call(&self) -> Call {
        super::app::record_call(&self.app_id, FIELD)
    }
}

const MUST_BE: &str = "must be a list of two-letter country codes such as us";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_one_field_is_asked_for() {
        let request = json!({"appId": "com.foo", "countries": "DE", "lang": "de"});
        let request = AvailabilityRequest::from_json(&request).unwrap();
        assert_eq!(request.locale.query(), "hl=de&gl=de");
        let sent: Value = serde_json::from_str(&request.call().request).unwrap();
        let app = AppRequest::from_json(&json!("com.foo")).unwrap();
        let whole: Value = serde_json::from_str(&app.call().request).unwrap();
        assert_eq!(sent[2], json!([[19]]));
        assert_eq!((&sent[3], &sent[5]), (&whole[3], &whole[5]));
    }

    #[test]
    fn bad_input_names_its_field() {
        for (request, field) in [
            (json!({"appId": "", "countries": "us"}), "appId"),
            (json!({"appId": "com.foo", "countries": "usa"}), "countries"),
            (json!({"appId": "com.foo", "countries": null}), "countries"),
            (json!({"appId": "com.foo"}), "countries"),
            (json!({"appId": "com.foo", "countries": "us", "lang": "?"}), "lang"),
            (json!({"appId": "com.foo", "countries": "us", "country": "us"}), "country"),
            (json!(7), ""),
        ] {
            let error = AvailabilityRequest::from_json(&request).unwrap_err();
            assert_eq!(error.field(), Some(field), "{request}");
        }
    }
}
