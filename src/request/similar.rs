//! Apps like one app: RPC `ag2B9c` with the request that Play's own details page publishes, which
//! answers with a few apps and where there are more (PROTOCOL 2.10).

use serde_json::Value;

use super::{AppRequest, Call, Fields, Locale};
use crate::error::Error;

pub(super) const RPC_ID: &str = "ag2B9c";
/// The most that is asked for; Play serves some 70.
const MAX_NUM: u32 = 250;

/// Asks for the apps that Play calls similar to one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SimilarRequest {
    /// The app id (package name).
    pub app_id: String,
    /// Number of apps, 1 to 250.
    pub num: u32,
    /// Language and country.
    pub locale: Locale,
}

impl SimilarRequest {
    /// Two clusters of 6 rows of some 9 KB: eight are one POST.
    pub(super) const WEIGHT: u32 = 125;

    /// Reads a request: an app id, or an object with `appId`, `num`, `lang`, `country`.
    ///
    /// # Errors
    /// `InvalidArgument` that names the field.
    pub fn from_json(request: &Value) -> Result<Self, Error> {
        let request = super::short_form(request, "appId", "an app id")?;
        let fields = Fields::new(&request, &["appId", "num", "lang", "country"])?;
        Ok(Self {
            app_id: AppRequest::app_id(&fields)?,
            num: fields.number("num", 50, 1, MAX_NUM)?,
            locale: Locale::from_fields(&fields)?,
        })
    }

    pub(super) fn call(&self) -> Call {
        call(&self.app_id)
    }

    /// The app's own page, which has the same.
    pub(super) fn page(&self) -> String {
        super::app::page(&self.app_id, &self.locale)
    }
}

/// The call for an app's first similar apps.
pub(super) fn call(app_id: &str) -> Call {
    let app_id = Value::from(app_id);
    let request = format!("[[null,[{app_id},7],null,[[3,[6]],null,null,[1,8]]],[1]]");
    Call { rpc_id: RPC_ID, request }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_request_is_the_pages_own() {
        let request = SimilarRequest::from_json(&json!("com.\"foo")).unwrap();
        assert_eq!(request.num, 50);
        let sent: Value = serde_json::from_str(&request.call().request).unwrap();
        let published =
            json!([[null, ["com.\"foo", 7], null, [[3, [6]], null, null, [1, 8]]], [1]]);
        assert_eq!(sent, published);
        assert_eq!(request.page(), "/store/apps/details?id=com.%22foo&hl=en&gl=us");
    }

    #[test]
    fn bad_input_names_its_field() {
        for (request, field) in [
            (json!(""), "appId"),
            (json!({"appId": "not an id"}), "appId"),
            (json!({"appId": "com.foo", "num": 0}), "num"),
            (json!({"appId": "com.foo", "num": 251}), "num"),
            (json!({"appId": "com.foo", "country": "usa"}), "country"),
            (json!({"appId": "com.foo", "fullDetail": true}), "fullDetail"),
            (json!(7), ""),
        ] {
            let error = SimilarRequest::from_json(&request).unwrap_err();
            assert_eq!(error.field(), Some(field), "{request}");
        }
    }
}
