//! What Play's search field suggests for the beginning of a term: RPC `IJ4APc` (PROTOCOL 2.6).

use serde_json::Value;

use super::{Call, Fields, Locale, SearchRequest};
use crate::error::Error;

const RPC_ID: &str = "IJ4APc";

/// Asks for suggestions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SuggestRequest {
    /// What is typed so far.
    pub term: String,
    /// Language and country.
    pub locale: Locale,
}

impl SuggestRequest {
    /// Reads a request: a term, or an object with `term`, `lang`, `country`.
    ///
    /// # Errors
    /// `InvalidArgument` that names the field.
    pub fn from_json(request: &Value) -> Result<Self, Error> {
        let request = super::short_form(request, "term", "a term")?;
        let fields = Fields::new(&request, &["term", "lang", "country"])?;
        Ok(Self { term: SearchRequest::term(&fields)?, locale: Locale::from_fields(&fields)? })
    }

    /// Ten are asked for, as other libraries do; five come.
    pub(super) fn call(&self) -> Call {
        let term = Value::from(self.term.as_str());
        Call { rpc_id: RPC_ID, request: format!("[[null,[{term}],[10],[2],4]]") }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_term_is_json_and_nothing_else() {
        for term in ["pand", "a\"]],[1", "100% & é 日本 😀", "\\", " x "] {
            let request = SuggestRequest::from_json(&json!(term)).unwrap();
            let sent: Value = serde_json::from_str(&request.call().request).unwrap();
            assert_eq!(sent, json!([[null, [term], [10], [2], 4]]));
        }
    }

    #[test]
    fn bad_input_names_its_field() {
        for (request, field) in [
            (json!(""), "term"),
            (json!(" "), "term"),
            (json!("x".repeat(1001)), "term"),
            (json!({}), "term"),
            (json!({"term": "x", "num": 5}), "num"),
            (json!({"term": "x", "country": "usa"}), "country"),
            (json!(5), ""),
        ] {
            let error = SuggestRequest::from_json(&request).unwrap_err();
            assert_eq!(error.field(), Some(field), "{request}");
        }
    }
}
