//! A search: RPC `lGYRle` with the request that Play's own search page publishes, and the page
//! itself (PROTOCOL 2.3).

use once_cell::sync::Lazy;
use serde_json::Value;

use super::cluster::LAYOUTS;
use super::shelves::{SEARCH_SHELVES, SEARCH_TYPES, table};
use super::{Call, Fields, Locale, query};
use crate::error::Error;

pub(super) const RPC_ID: &str = "lGYRle";
/// The most that is asked for; Play serves one page of 20 to 30 and rarely a token for more.
const MAX_NUM: u32 = 250;
const MAX_TERM_BYTES: usize = 1000;

/// The flags that precede the term: layouts, filter, and the fields of each entity.
static FLAGS: Lazy<String> = Lazy::new(|| {
    let filter = "[[1,null,1],null,[[[]]],null,null,null,null,[null,2],null,null,null,null,null,null,null,null,null,null,null,null,null,null,[1]],[null,[[[]]],null,null,[1]],[null,[[[]]],null,[1]],[null,[[[]]]],null,null,null,null,[[[[]]]],[[[[]]]]";
    let table = table(&SEARCH_TYPES, &SEARCH_SHELVES);
    format!(
        "[[8,[20,50]],null,null,[{LAYOUTS}],[null,null,[{filter}],[[{table}]]],null,null,[[[1,2],[10,8,9]]]]"
    )
});

/// The flags of a search, which pages publish by themselves too.
pub fn search_flags() -> &'static str {
    &FLAGS
}

/// Which apps to keep by their price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Price {
    /// All.
    All,
    /// Those that cost nothing.
    Free,
    /// Those that cost something.
    Paid,
}

/// Asks for the apps that a term finds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SearchRequest {
    /// What is searched for.
    pub term: String,
    /// Number of apps, 1 to 250.
    pub num: u32,
    /// Which prices. Play's own filter leaks, so the answer is filtered again.
    pub price: Price,
    /// Language and country.
    pub locale: Locale,
}

impl SearchRequest {
    /// 30 rows of some 6 KB: five searches are one POST.
    pub(super) const WEIGHT: u32 = 200;

    /// Reads a request: a term, or an object with `term`, `num`, `price`, `lang`, `country`.
    ///
    /// # Errors
    /// `InvalidArgument` that names the field.
    pub fn from_json(request: &Value) -> Result<Self, Error> {
        let request = super::short_form(request, "term", "a search term")?;
        let fields = Fields::new(&request, &["term", "num", "price", "lang", "country"])?;
        let term = Self::term(&fields)?;
        let price = fields.one_of(
            "price",
            &[("all", Price::All), ("free", Price::Free), ("paid", Price::Paid)],
        )?;
        Ok(Self {
            term,
            num: fields.number("num", 30, 1, MAX_NUM)?,
            price: price.unwrap_or(Price::All),
            locale: Locale::from_fields(&fields)?,
        })
    }

    /// Reads the field `term`.
    pub(super) fn term(fields: &Fields) -> Result<String, Error> {
        let term = fields.str("term")?;
        if term.trim().is_empty() || term.len() > MAX_TERM_BYTES {
            return Err(Error::invalid("term", "must be a search term of at most 1000 bytes"));
        }
        Ok(term.to_owned())
    }

    pub(super) fn call(&self) -> Call {
        let term = Value::from(self.term.as_str());
        let request = format!("[[[],{},[{term}],4,[null,1],null,null,[1],[1]],[1]]", *FLAGS);
        Call { rpc_id: RPC_ID, request }
    }

    pub(super) fn page(&self) -> String {
        let price = match self.price {
            Price::All => 0,
            Price::Free => 1,
            Price::Paid => 2,
        };
        let (term, locale) = (query(&self.term), &self.locale);
        format!("/store/search?q={term}&c=apps&{}&price={price}", locale.query())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_request_is_the_pages_own() {
        let request = SearchRequest::from_json(&json!("pan\"da")).unwrap();
        let sent: Value = serde_json::from_str(&request.call().request).unwrap();
        assert_eq!(sent[0][2], json!(["pan\"da"]));
        assert_eq!(sent[0][1][0], json!([8, [20, 50]]));
        let table = sent[0][1][4][3][0].as_array().unwrap();
        assert_eq!(table.len(), 11 * 37);
        assert_eq!((&table[0][0], &table[406][0]), (&json!([7, 285]), &json!([2, 122])));
        // A page of 2026 publishes 19,808 characters for `panda`.
        let panda = SearchRequest::from_json(&json!("panda")).unwrap().call().request;
        assert_eq!(panda.len(), 19_808);
    }

    #[test]
    fn terms_are_encoded() {
        let request = json!({"term": "a&b c=\"é\"", "price": "paid", "lang": "pt-BR"});
        let request = SearchRequest::from_json(&request).unwrap();
        assert_eq!(
            request.page(),
            "/store/search?q=a%26b%20c%3D%22%C3%A9%22&c=apps&hl=pt-BR&gl=us&price=2"
        );
    }

    #[test]
    fn bad_input_names_its_field() {
        for (request, field) in [
            (json!(" "), "term"),
            (json!({"term": 5}), "term"),
            (json!("x".repeat(1001)), "term"),
            (json!({"term": "x", "num": 251}), "num"),
            (json!({"term": "x", "price": "cheap"}), "price"),
            (json!({"term": "x", "page": 2}), "page"),
        ] {
            let error = SearchRequest::from_json(&request).unwrap_err();
            assert_eq!(error.field(), Some(field), "{request}");
        }
    }
}
