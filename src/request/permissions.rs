//! An app's permissions: RPC `xdSrCf` (PROTOCOL 2.5).

use serde_json::Value;

use super::app::id_and_locale;
use super::{Call, Locale};
use crate::error::Error;

const RPC_ID: &str = "xdSrCf";

/// Asks for the permissions of one app.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PermissionsRequest {
    /// The app id (package name).
    pub app_id: String,
    /// Language, which is that of the texts, and country.
    pub locale: Locale,
}

impl PermissionsRequest {
    /// Reads a request: an app id, or an object with `appId`, `lang`, `country`.
    ///
    /// # Errors
    /// `InvalidArgument` that names the field.
    pub fn from_json(request: &Value) -> Result<Self, Error> {
        let (app_id, locale) = id_and_locale(request)?;
        Ok(Self { app_id, locale })
    }

    pub(super) fn call(&self) -> Call {
        let app_id = Value::from(self.app_id.as_str());
        Call { rpc_id: RPC_ID, request: format!("[[null,[{app_id},7],[]]]") }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_app_is_named_with_its_type() {
        let request = PermissionsRequest::from_json(&json!("com.\"]]")).unwrap();
        let sent: Value = serde_json::from_str(&request.call().request).unwrap();
        assert_eq!(sent, json!([[null, ["com.\"]]", 7], []]]));
    }

    #[test]
    fn bad_input_names_its_field() {
        for (request, field) in [
            (json!("not an id"), "appId"),
            (json!({"appId": "com.foo", "short": true}), "short"),
            (json!({"appId": "com.foo", "lang": "english"}), "lang"),
            (json!(["com.foo"]), ""),
        ] {
            let error = PermissionsRequest::from_json(&request).unwrap_err();
            assert_eq!(error.field(), Some(field), "{request}");
        }
    }
}
