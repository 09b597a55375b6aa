//! What an app declares of its users' data: fields of its record, RPC `Ws7gDc` with the request that
//! Play's own data safety page publishes, or the page itself (PROTOCOL 2.8).

use serde_json::Value;

use super::app::{id_and_locale, record_call};
use super::{Call, Locale, query};
use crate::error::Error;

/// Title, developer, contact, icon, privacy policy, the declaration.
const FIELDS: &str = "1,69,70,96,100,138";

/// Asks for the data safety section of one app.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DataSafetyRequest {
    /// The app id (package name).
    pub app_id: String,
    /// Language, which is that of the texts, and country.
    pub locale: Locale,
}

impl DataSafetyRequest {
    /// Reads a request: an app id, or an object with `appId`, `lang`, `country`.
    ///
    /// # Errors
    /// `InvalidArgument` that names the field.
    pub fn from_json(request: &Value) -> Result<Self, Error> {
        let (app_id, locale) = id_and_locale(request)?;
        Ok(Self { app_id, locale })
    }

    pub(super) fn call(&self) -> Call {
        record_call(&self.app_id, FIELDS)
    }

    /// Path and query of the page.
    pub(crate) fn page(&self) -> String {
        format!("/store/apps/datasafety?id={}&{}", query(&self.app_id), self.locale.query())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_request_is_the_pages_own() {
        let request = DataSafetyRequest::from_json(&json!("com.foo")).unwrap();
        let sent: Value = serde_json::from_str(&request.call().request).unwrap();
        assert_eq!(sent[2], json!([[1, 69, 70, 96, 100, 138]]));
        assert_eq!(sent[3][0][7], json!([null, 2]));
        assert_eq!(sent[5], json!([["com.foo", 7]]));
        // A page of 2026 publishes 314 characters for an app id of 33.
        let translate = "com.google.android.apps.translate";
        let call = DataSafetyRequest::from_json(&json!(translate)).unwrap().call();
        assert_eq!(call.request.len(), 314);
    }

    #[test]
    fn ids_are_encoded_in_the_address() {
        let request = json!({"appId": "com.a&b=é", "lang": "pt-BR", "country": "BR"});
        let request = DataSafetyRequest::from_json(&request).unwrap();
        assert_eq!(request.page(), "/store/apps/datasafety?id=com.a%26b%3D%C3%A9&hl=pt-BR&gl=br");
    }

    #[test]
    fn bad_input_names_its_field() {
        for (request, field) in [
            (json!({"lang": "en"}), "appId"),
            (json!({"appId": "com.foo", "source": "page"}), "source"),
            (json!({"appId": "com.foo", "country": "usa"}), "country"),
        ] {
            let error = DataSafetyRequest::from_json(&request).unwrap_err();
            assert_eq!(error.field(), Some(field), "{request}");
        }
    }
}
