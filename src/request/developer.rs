//! A developer's apps: RPC `MRTdke` by number, `IRWBmd` by name, with the requests that Play's own
//! pages publish; what the head of the page says, by RPC `Ws7gDc` (PROTOCOL 2.7).

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::cluster::LAYOUTS;
use super::{Call, Fields, Locale, query};
use crate::error::Error;

pub(super) const BY_NUMBER: &str = "MRTdke";
pub(super) const BY_NAME: &str = "IRWBmd";
const HEADER: &str = "Ws7gDc";
/// The most that is asked for: the first answer has 10 to 20, each continuation up to 100.
const MAX_NUM: u32 = 1000;
const MAX_ID_BYTES: usize = 1000;
/// A number of 64 bits.
const MAX_DIGITS: usize = 20;

/// How Play knows a developer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DeveloperId {
    /// By a number, as text: it may be beyond 2^53.
    Number(String),
    /// By name.
    Name(String),
}

/// Asks for a developer and the apps.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DeveloperRequest {
    /// Which one.
    pub id: DeveloperId,
    /// Number of apps, 1 to 1,000.
    pub num: u32,
    /// Language and country.
    pub locale: Locale,
}

impl DeveloperId {
    /// The number or the name.
    pub fn text(&self) -> &str {
        match self {
            Self::Number(text) | Self::Name(text) => text,
        }
    }

    /// Path and query of the developer's page, without language and country.
    pub fn path(&self) -> String {
        let id = query(self.text());
        match self {
            Self::Number(_) => format!("/store/apps/dev?id={id}"),
            Self::Name(_) => format!("/store/apps/developer?id={id}"),
        }
    }

    /// Reads a number, a name, or the address of a developer's page.
    fn read(text: &str) -> Option<Self> {
        let is_address = text.contains("://") || text.contains("/store/apps/");
        let id = if is_address { id_of_page(text)? } else { text.to_owned() };
        let id = id.trim();
        let is_good = !id.is_empty() && id.len() <= MAX_ID_BYTES && !id.contains(char::is_control);
        let is_number = id.len() <= MAX_DIGITS && id.bytes().all(|byte| byte.is_ascii_digit());
        let kind = if is_number { Self::Number } else { Self::Name };
        is_good.then(|| kind(id.to_owned()))
    }
}

/// The id that the address of a developer's page names.
fn id_of_page(address: &str) -> Option<String> {
    let address = address.split('#').next()?;
    let (page, query) = address.split_once('?')?;
    if !page.ends_with("/store/apps/dev") && !page.ends_with("/store/apps/developer") {
        return None;
    }
    let id = query.split('&').find_map(|pair| pair.strip_prefix("id="))?.replace('+', " ");
    percent_decode_str(&id).decode_utf8().ok().map(Into::into)
}

impl DeveloperRequest {
    /// Up to 20 rows of some 9 KB: five are one POST.
    pub(super) const WEIGHT: u32 = 200;

    /// Reads a request: a developer's number, name or address, or an object with `devId`, `num`,
    /// `lang`, `country`.
    ///
    /// # Errors
    /// `InvalidArgument` that names the field.
    pub fn from_json(request: &Value) -> Result<Self, Error> {
        let request = super::short_form(request, "devId", "a developer's number, name or address")?;
        let fields = Fields::new(&request, &["devId", "num", "lang", "country"])?;
        if request["devId"].is_number() {
            let why = "must be a string: JavaScript cannot hold such numbers exactly";
            return Err(Error::invalid("devId", why));
        }
        let id = DeveloperId::read(fields.str("devId")?).ok_or_else(|| {
            Error::invalid("devId", "must be a developer's number, name or address on Google Play")
        })?;
        let num = fields.number("num", 60, 1, MAX_NUM)?;
        Ok(Self { id, num, locale: Locale::from_fields(&fields)? })
    }

    pub(super) fn call(&self) -> Call {
        match &self.id {
            DeveloperId::Number(number) => {
                let lists = format!("[[1,[10]],null,null,[{LAYOUTS}]]");
                let request = format!("[null,null,[null,{lists},null,[\"{number}\",8]],null,[1]]");
                Call { rpc_id: BY_NUMBER, request }
            }
            DeveloperId::Name(name) => {
                let name = Value::from(format!("pub:{name}"));
                let lists = format!("[[10,[20]],null,null,[{LAYOUTS}]]");
                Call { rpc_id: BY_NAME, request: format!("[[null,{lists},[{name}],4],[1]]") }
            }
        }
    }

    /// What the head of the page says; only developers with a number have one.
    pub(crate) fn header(&self) -> Option<Call> {
        let DeveloperId::Number(number) = &self.id else { return None };
        let request = format!("[null,null,[[1,2,3,5,6]],null,null,[[\"{number}\",8]]]");
        Some(Call { rpc_id: HEADER, request })
    }

    pub(super) fn page(&self) -> String {
        format!("{}&{}", self.id.path(), self.locale.query())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(request: &Value) -> DeveloperRequest {
        DeveloperRequest::from_json(request).unwrap()
    }

    fn sent(call: &Call) -> Value {
        serde_json::from_str(&call.request).unwrap()
    }

    #[test]
    fn a_developer_is_a_number_a_name_or_an_address() {
        let number = DeveloperId::Number("5700313618786177705".into());
        let name = DeveloperId::Name("Café & Co, Inc.".into());
        for (text, id) in [
            ("5700313618786177705", &number),
            ("https://play.google.com/store/apps/dev?id=5700313618786177705", &number),
            ("/store/apps/dev?id=5700313618786177705", &number),
            ("https://play.google.com/store/apps/dev?hl=de&id=5700313618786177705#x", &number),
            ("Café & Co, Inc.", &name),
            ("https://play.google.com/store/apps/developer?id=Caf%C3%A9+%26+Co,+Inc.&gl=de", &name),
        ] {
            assert_eq!(&read(&json!(text)).id, id, "{text}");
            assert_eq!(&read(&json!({"devId": text, "num": 5})).id, id, "{text}");
        }
        // Longer than any number of Play's.
        assert_eq!(read(&json!("9".repeat(21))).id, DeveloperId::Name("9".repeat(21)));
    }

    #[test]
    fn the_requests_are_the_pages_own() {
        let layouts: Value = serde_json::from_str(&format!("[{LAYOUTS}]")).unwrap();
        assert_eq!(layouts.as_array().unwrap().len(), 43);
        let google = read(&json!("5700313618786177705"));
        let list = json!([[1, [10]], null, null, layouts]);
        let entity = json!(["5700313618786177705", 8]);
        assert_eq!(
            sent(&google.call()),
            json!([null, null, [null, list, null, entity], null, [1]])
        );
        assert_eq!(
            sent(&google.header().unwrap()),
            json!([null, null, [[1, 2, 3, 5, 6]], null, null, [entity]])
        );
        assert_eq!(google.page(), "/store/apps/dev?id=5700313618786177705&hl=en&gl=us");
        let named = read(&json!({"devId": "A \"B\"", "lang": "de", "country": "at"}));
        let list = json!([[10, [20]], null, null, layouts]);
        assert_eq!(sent(&named.call()), json!([[null, list, ["pub:A \"B\""], 4], [1]]));
        assert_eq!(named.header(), None);
        assert_eq!(named.page(), "/store/apps/developer?id=A%20%22B%22&hl=de&gl=at");
    }

    #[test]
    fn bad_input_names_its_field() {
        for (request, field) in [
            (json!(""), "devId"),
            (json!("  "), "devId"),
            (json!("a\nb"), "devId"),
            (json!("x".repeat(1001)), "devId"),
            (json!("https://play.google.com/store/apps/details?id=com.foo"), "devId"),
            (json!("https://play.google.com/store/apps/dev?hl=de"), "devId"),
            (json!("https://play.google.com/store/apps/developer?id=%FF"), "devId"),
            (json!({"devId": 5_700_313_618_786_177_705_u64}), "devId"),
            (json!({"appId": "com.foo"}), "appId"),
            (json!({"devId": "x", "num": 1001}), "num"),
            (json!({"devId": "x", "country": "usa"}), "country"),
            (json!(5), ""),
        ] {
            let error = DeveloperRequest::from_json(&request).unwrap_err();
            assert_eq!(error.field(), Some(field), "{request}");
        }
    }
}
