//! One app's record: RPC `Ws7gDc` with the request that Play's own details page publishes
//! (PROTOCOL 2.1, verified on two builds of 2026).

use std::sync::Arc;

use serde_json::Value;

use super::{Call, Fields, Include, Locale, Selection, SimilarRequest};
use crate::error::Error;

pub(super) const RPC_ID: &str = "Ws7gDc";
/// The field selector of the whole record.
const ALL: &str = "1,9,10,11,13,14,19,20,38,43,47,49,52,58,59,63,69,70,73,74,75,78,79,80,91,92,95,96,97,100,101,103,106,112,119,129,137,140,139,141,145,146,149,151,155,169,183,187,193";
/// The field with the whole data safety section, which no page of an app asks for.
const DATA_SAFETY: u32 = 138;
/// The capability structure that goes with them; nobody has decoded it.
const CAPABILITIES: &str = "[[[1,null,1],null,[[[]]],null,null,null,null,[null,2],null,null,null,null,null,null,null,null,null,null,null,null,null,null,[1]],[null,[[[]]],null,null,[1]],[null,[[[]]],null,[1]],[null,[[[]]]],null,null,null,null,[[[[]]]],[[[[]]]]]";
/// The longest app id that is sent. Android's package names are shorter.
const MAX_ID_LENGTH: usize = 255;

/// Asks for one app.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AppRequest {
    /// The app id (package name).
    pub app_id: String,
    /// Language and country.
    pub locale: Locale,
    /// The fields wanted; all, if there is none.
    pub selection: Option<Arc<Selection>>,
    /// What comes with them.
    pub include: Include,
}

impl AppRequest {
    /// 32 full records are one POST, and so are 32 suggestions or permissions (PROTOCOL 1.5).
    pub(super) const WEIGHT: u32 = 1000 / 32;

    /// Reads a request: an app id, or an object with `appId`, `lang`, `country`.
    ///
    /// # Errors
    /// `InvalidArgument` that names the field.
    pub fn from_json(request: &Value) -> Result<Self, Error> {
        let (app_id, locale) = id_and_locale(request)?;
        Ok(Self { app_id, locale, selection: None, include: Include::default() })
    }

    /// Reads the field `appId`.
    pub(super) fn app_id(fields: &Fields) -> Result<String, Error> {
        let app_id = fields.str("appId")?;
        if !Self::is_app_id(app_id) {
            return Err(Error::invalid("appId", "must be an app id such as com.example.app"));
        }
        Ok(app_id.to_owned())
    }

    /// Whether a text may be an app id.
    pub(crate) fn is_app_id(text: &str) -> bool {
        let malformed = |c: char| c.is_whitespace() || c.is_control() || c == '/';
        (1..=MAX_ID_LENGTH).contains(&text.len()) && !text.contains(malformed)
    }

    pub(super) fn page(&self) -> String {
        page(&self.app_id, &self.locale)
    }

    pub(super) fn call(&self) -> Call {
        match &self.selection {
            Some(selection) => record_call(&self.app_id, selection.selector()),
            None if self.include.data_safety => {
                record_call(&self.app_id, &format!("{ALL},{DATA_SAFETY}"))
            }
            None => record_call(&self.app_id, ALL),
        }
    }

    /// The call for the first similar apps, if they come along.
    pub(super) fn call_beside(&self) -> Option<Call> {
        self.include.similar.then(|| super::similar::call(&self.app_id))
    }

    pub(super) fn weight(&self) -> u32 {
        let whole = Self::WEIGHT
            + if self.include.data_safety { super::selection::weight_of(DATA_SAFETY) } else { 0 };
        let record =
            self.selection.as_ref().map_or(whole, |selection| selection.weight().min(whole));
        record + if self.include.similar { SimilarRequest::WEIGHT } else { 0 }
    }
}

/// The call for these fields of an app's record. 7 is the type of an app.
pub(super) fn record_call(app_id: &str, fields: &str) -> Call {
    let app_id = Value::from(app_id);
    let request = format!("[null,null,[[{fields}]],{CAPABILITIES},null,[[{app_id},7]]]");
    Call { rpc_id: RPC_ID, request }
}

/// Reads an app id, or an object with `appId`, `lang`, `country` and nothing else.
pub(super) fn id_and_locale(request: &Value) -> Result<(String, Locale), Error> {
    // Most are an id, and many.
    if let Value::String(app_id) = request
        && AppRequest::is_app_id(app_id)
    {
        return Ok((app_id.clone(), Locale::usual()));
    }
    let request = super::short_form(request, "appId", "an app id")?;
    let fields = Fields::new(&request, &["appId", "lang", "country"])?;
    Ok((AppRequest::app_id(&fields)?, Locale::from_fields(&fields)?))
}

/// Path and query of an app's page.
pub(super) fn page(app_id: &str, locale: &Locale) -> String {
    format!("/store/apps/details?id={}&{}", super::query(app_id), locale.query())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_is_an_id_or_an_object() {
        let short = AppRequest::from_json(&json!("com.foo")).unwrap();
        let long =
            AppRequest::from_json(&json!({"appId": "com.foo", "lang": "en", "country": "US"}));
        assert_eq!(short, long.unwrap());
    }

    #[test]
    fn bad_input_names_its_field() {
        for (request, field) in [
            (json!(""), "appId"),
            (json!({}), "appId"),
            (json!({"appId": 5}), "appId"),
            (json!("not an id"), "appId"),
            (json!("a".repeat(256)), "appId"),
            (json!("https://play.google.com/store/apps/details?id=com.foo"), "appId"),
            (json!({"appId": "com.foo", "lang": "x".repeat(200)}), "lang"),
            (json!({"appId": "com.foo", "country": "usa"}), "country"),
            (json!({"appId": "com.foo", "contry": "us"}), "contry"),
            (json!(null), ""),
            (json!(7), ""),
        ] {
            let error = AppRequest::from_json(&request).unwrap_err();
            assert_eq!(error.field(), Some(field), "{request}");
        }
    }

    #[test]
    fn a_selection_asks_for_its_fields_only() {
        let request = AppRequest::from_json(&json!("com.foo")).unwrap();
        let whole: Value = serde_json::from_str(&request.call().request).unwrap();
        let selection = Arc::new(Selection::new([0, 1], [52, 1, 52]));
        let lean = AppRequest { selection: Some(selection), ..request };
        let asked: Value = serde_json::from_str(&lean.call().request).unwrap();
        assert_eq!(asked[2], json!([[1, 52]]));
        assert_eq!((&asked[3], &asked[5]), (&whole[3], &whole[5]));
        assert_eq!(whole[2][0].as_array().unwrap().len(), 49);
    }

    #[test]
    fn what_comes_along_is_asked_for_in_the_same_post() {
        let request = AppRequest::from_json(&json!("com.foo")).unwrap();
        assert_eq!(request.call_beside(), None);
        let all = Include { permissions: true, data_safety: true, similar: true };
        let whole = AppRequest { include: all, ..request };
        let asked: Value = serde_json::from_str(&whole.call().request).unwrap();
        let numbers = asked[2][0].as_array().unwrap();
        assert_eq!((numbers.len(), &numbers[49]), (50, &json!(138)));
        let similar = SimilarRequest::from_json(&json!("com.foo")).unwrap();
        assert_eq!(whole.call_beside(), Some(similar.call()));
        assert_eq!(whole.weight(), 31 + 16 + 125);
        // With some fields only theirs are asked for.
        let selection = Arc::new(Selection::new([0], [1, 75, 138, 1, 100]));
        let lean = AppRequest { selection: Some(selection), ..whole };
        let asked: Value = serde_json::from_str(&lean.call().request).unwrap();
        assert_eq!(asked[2], json!([[1, 75, 100, 138]]));
        assert_eq!(lean.weight(), 19 + 125);
    }

    #[test]
    fn ids_are_encoded_never_pasted() {
        for id in ["com.\"]],7]", "com.\\", "com.\"]]", "com.😀", "\u{2028}x"] {
            if let Ok(request) = AppRequest::from_json(&json!(id)) {
                let sent: Value = serde_json::from_str(&request.call().request).unwrap();
                assert_eq!(sent[5], json!([[id, 7]]));
            }
        }
    }
}
