//! Suggestions: the answer to `IJ4APc`.

use crate::random::{Random, fnv1a};
use serde_json::{Value, json};

/// What follows the term in each suggestion.
const ENDINGS: [&str; 4] = ["app", "games", "free", "offline"];

/// A request: `[[null,[TERM],[10],[2],4]]`.
pub(crate) struct Suggest {
    term: String,
}

impl Suggest {
    pub(crate) fn parse(request: &str) -> Option<Self> {
        let request: Value = serde_json::from_str(request).ok()?;
        Some(Self { term: request.get(0)?.get(1)?.get(0)?.as_str()?.to_owned() })
    }

    /// The payload; null for some terms that nothing is suggested for.
    pub(crate) fn answer(&self, hl: &str, gl: &str) -> Option<Value> {
        if self.term.starts_with("nonenull") {
            return None;
        }
        let entries: Vec<Value> = self.texts(hl, gl).iter().map(|text| entry(text)).collect();
        let entries = (!entries.is_empty()).then_some(entries);
        Some(json!([[entries, ["CAhKAggD"], [[null, [[172_800], null, [604_800]]]]]]))
    }

    fn texts(&self, hl: &str, gl: &str) -> Vec<String> {
        let term = &self.term;
        let mut texts: Vec<String> =
            ENDINGS.iter().map(|ending| format!("{term} {ending}")).collect();
        texts.push(format!("{term} {hl}/{gl}"));
        let count = match term.as_str() {
            none if none.starts_with("none") => 0,
            few if few.starts_with("few") => 2,
            _ => texts.len(),
        };
        texts.truncate(count);
        texts
    }
}

fn entry(text: &str) -> Value {
    let path = format!("/store/search?q={}&c=apps", text.replace(' ', "+"));
    let log = Random::new(fnv1a(text.as_bytes())).token(18);
    json!([
        text,
        null,
        [null, null, null, null, [null, null, path]],
        null,
        null,
        [log],
        null,
        null,
        null,
        null,
        1
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(term: &str) -> Option<Vec<String>> {
        let request = json!([[null, [term], [10], [2], 4]]).to_string();
        let answer = Suggest::parse(&request).expect("well formed").answer("de", "at")?;
        let entries = answer[0][0].as_array().cloned().unwrap_or_default();
        Some(entries.iter().filter_map(|entry| Some(entry[0].as_str()?.to_owned())).collect())
    }

    #[test]
    fn terms_choose_what_is_suggested() {
        let five = ["p&\"a app", "p&\"a games", "p&\"a free", "p&\"a offline", "p&\"a de/at"];
        assert_eq!(texts("p&\"a"), Some(five.map(String::from).to_vec()));
        assert_eq!(texts("few").map(|texts| texts.len()), Some(2));
        assert_eq!(texts("none of it"), Some(vec![]));
        assert_eq!(texts("nonenull"), None);
        assert!(Suggest::parse("[[null,[7]]]").is_none());
    }
}
