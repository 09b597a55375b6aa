//! Requests that Play's own pages publish, as templates for ours: what was asked for there is
//! replaced by what is asked for here (PROTOCOL 1.2).

use serde_json::Value;

use super::{Call, DeveloperId, Lookup};

/// The longest that is taken: three times the longest of Play's.
const LONGEST_TEMPLATE: usize = 64 << 10;

/// The kinds of calls that a page publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateKind {
    /// An app's whole record.
    App,
    /// The apps that a term finds.
    Search,
    /// What an app declares of its users' data.
    DataSafety,
    /// The clusters beside an app.
    Similar,
    /// A developer known by number.
    DeveloperByNumber,
    /// A developer known by name.
    DeveloperByName,
}

impl TemplateKind {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 6] = [
        Self::App,
        Self::Search,
        Self::DataSafety,
        Self::Similar,
        Self::DeveloperByNumber,
        Self::DeveloperByName,
    ];

    /// The lookup that asks so.
    pub fn lookup(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Search => "search",
            Self::DataSafety => "dataSafety",
            Self::Similar => "similar",
            Self::DeveloperByNumber | Self::DeveloperByName => "developer",
        }
    }

    /// The RPC that it calls.
    pub fn rpc_id(self) -> &'static str {
        match self {
            Self::App | Self::DataSafety => super::app::RPC_ID,
            Self::Search => super::search::RPC_ID,
            Self::Similar => super::similar::RPC_ID,
            Self::DeveloperByNumber => super::developer::BY_NUMBER,
            Self::DeveloperByName => super::developer::BY_NAME,
        }
    }
}

/// What a lookup asks in a call that its page publishes too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Which kind of call.
    pub kind: TemplateKind,
    /// What is asked for, as the call names it.
    pub asked: String,
    /// The call that is built in.
    pub built_in: Call,
}

impl Lookup {
    /// What it asks in a call that its page publishes too; nothing where no page has the same call.
    /// Some of a record's fields are a request of our own.
    pub fn published(&self) -> Option<Published> {
        let (kind, asked) = match self {
            Self::App(request) if request.selection.is_none() && !request.include.data_safety => {
                (TemplateKind::App, request.app_id.clone())
            }
            Self::Search(request) => (TemplateKind::Search, request.term.clone()),
            Self::DataSafety(request) => (TemplateKind::DataSafety, request.app_id.clone()),
            Self::Similar(request) => (TemplateKind::Similar, request.app_id.clone()),
            Self::Developer(request) => match &request.id {
                DeveloperId::Number(number) => (TemplateKind::DeveloperByNumber, number.clone()),
                DeveloperId::Name(name) => (TemplateKind::DeveloperByName, format!("pub:{name}")),
            },
            _ => return None,
        };
        Some(Published { kind, asked, built_in: self.call()? })
    }
}

/// A request with a gap for what is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    before: String,
    after: String,
}

impl Template {
    /// Makes one of a request that a page published for this.
    ///
    /// # Errors
    /// Why it is none, in words that follow "the request".
    pub fn read(text: &[u8], asked: &str) -> Result<Self, String> {
        if text.len() > LONGEST_TEMPLATE {
            let length = text.len();
            return Err(format!("has {length} bytes, more than {LONGEST_TEMPLATE}"));
        }
        let text = std::str::from_utf8(text).map_err(|_| "is no UTF-8".to_owned())?;
        serde_json::from_str::<Value>(text)
            .map_err(|error| format!("is no strict JSON: {error}"))?;
        let mut places = Vec::new();
        for (start, end) in strings(text) {
            let string: String = serde_json::from_str(&text[start..end])
                .map_err(|error| format!("is no strict JSON: {error}"))?;
            if string == asked {
                places.push((start, end));
            } else if string.contains(asked) {
                return Err("names what was asked for within another text".to_owned());
            }
        }
        match places[..] {
            [(start, end)] => {
                Ok(Self { before: text[..start].to_owned(), after: text[end..].to_owned() })
            }
            _ => Err(format!("names what was asked for {} times, not once", places.len())),
        }
    }

    /// The request for this.
    pub fn request(&self, asked: &str) -> String {
        format!("{}{}{}", self.before, Value::from(asked), self.after)
    }
}

/// Where the texts of a JSON text begin and end, with their quotes.
fn strings(json: &str) -> Vec<(usize, usize)> {
    let (mut found, mut at) = (Vec::new(), 0);
    let bytes = json.as_bytes();
    while let Some(start) = memchr::memchr(b'"', &bytes[at..]).map(|found| at + found) {
        let mut end = start + 1;
        while end < bytes.len() && bytes[end] != b'"' {
            // What is escaped ends nothing.
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        at = (end + 1).min(bytes.len());
        found.push((start, at));
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn published(noun: &str, request: &Value) -> Option<Published> {
        Lookup::from_json(noun, request).unwrap().published()
    }

    #[test]
    fn every_built_in_call_is_a_template_of_itself() {
        let requests = [
            ("app", json!("com.\"a")),
            ("search", json!("pan\"d\\a")),
            ("dataSafety", json!("com.a")),
            ("similar", json!("com.a")),
            ("developer", json!("5700313618786177705")),
            ("developer", json!("A \"B\"")),
        ];
        for ((noun, request), kind) in requests.iter().zip(TemplateKind::ALL) {
            let Published { kind: own, asked, built_in } = published(noun, request).unwrap();
            assert_eq!((own, own.lookup(), own.rpc_id()), (kind, *noun, built_in.rpc_id));
            let template = Template::read(built_in.request.as_bytes(), &asked).unwrap();
            assert_eq!(template.request(&asked), built_in.request);
            let other: Value = serde_json::from_str(&template.request("é\"]]")).unwrap();
            assert!(other.to_string().contains("é\\\"]]"));
        }
    }

    #[test]
    fn what_no_page_asks_has_none() {
        for (noun, request) in [
            ("list", json!({})),
            ("reviews", json!("com.a")),
            ("suggest", json!("a")),
            ("permissions", json!("com.a")),
            ("availability", json!({"appId": "com.a", "countries": "us"})),
        ] {
            assert_eq!(published(noun, &request), None, "{noun}");
        }
    }

    #[test]
    fn only_what_can_be_replaced_is_a_template() {
        for (text, why) in [
            (r#"[["com.b",7]]"#, "names what was asked for 0 times, not once"),
            (r#"[["com.a"],["com\u002ea"]]"#, "names what was asked for 2 times, not once"),
            (r#"[["com.a"],"of com.a"]"#, "names what was asked for within another text"),
            (r#"[["com.a"],{"com.ab":1}]"#, "names what was asked for within another text"),
            (r"[['com.a',7]]", "is no strict JSON"),
            (r#"[["com.a",7],]"#, "is no strict JSON"),
            (r#"[["com.a",7]] x"#, "is no strict JSON"),
            (r#"["com.a","\ud800"]"#, "is no strict JSON"),
            ("", "is no strict JSON"),
        ] {
            let refused = Template::read(text.as_bytes(), "com.a").unwrap_err();
            assert!(refused.starts_with(why), "{text}: {refused}");
        }
        let long = |length: usize| format!("[\"com.a\",\"{}\"]", "x".repeat(length - 12));
        assert!(Template::read(long(LONGEST_TEMPLATE).as_bytes(), "com.a").is_ok());
        let refused = Template::read(long(LONGEST_TEMPLATE + 1).as_bytes(), "com.a");
        assert_eq!(refused.unwrap_err(), "has 65537 bytes, more than 65536");
        assert!(Template::read(b"[\"\xff\"]", "a").is_err());
        let deep = format!("{}\"com.a\"{}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(Template::read(deep.as_bytes(), "com.a").is_err());
    }

    proptest! {
        /// Whatever stands around it: what is asked for goes in, and nothing else changes.
        #[test]
        fn another_takes_its_place(before in ".{0,20}", after in ".{0,20}", other in ".{0,20}") {
            prop_assume!(!before.contains("com.a") && !after.contains("com.a"));
            let request = |asked: &str| json!([before, {"1": [[asked, 7]]}, after, 1.5e8]).to_string();
            let template = Template::read(request("com.a").as_bytes(), "com.a").unwrap();
            prop_assert_eq!(template.request(&other), request(&other));
        }

        #[test]
        fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200), asked in ".{0,5}") {
            let _ = Template::read(&bytes, &asked);
        }

        #[test]
        fn any_damage(at in 0..480_usize, by: u8) {
            let Published { asked, built_in, .. } = published("app", &json!("com.a")).unwrap();
            let mut text = built_in.request.into_bytes();
            let at = at % text.len();
            text[at] = by;
            if let Ok(template) = Template::read(&text, &asked) {
                prop_assert_eq!(template.request(&asked).into_bytes(), text);
            }
        }
    }
}
