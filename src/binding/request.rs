//! The requests of a batch, as JavaScript gives them.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;

use crate::engine::{Client, Item};
use crate::error::Error;
use crate::request::{Include, Locale, Lookup, Selection};

/// How urgent a request may be.
pub(super) const PRIORITIES: std::ops::RangeInclusive<i64> = -10..=10;

/// What the requests of a call have in common.
#[derive(Debug, Clone, Default)]
pub(super) struct Common {
    /// How urgent they are, if they don't say.
    pub(super) priority: i32,
    /// The fields wanted of each record, if not all.
    pub(super) selection: Option<Arc<Selection>>,
    /// What comes with each.
    pub(super) include: Include,
}

/// Reads requests of one noun for one client.
pub(super) struct Reader {
    noun: String,
    /// Where requests are asked that name no language or country.
    home: Locale,
    common: Common,
}

impl Reader {
    pub(super) fn new(noun: &str, client: &Client, common: Common) -> Self {
        Self { noun: noun.to_owned(), home: client.settings().locale.clone(), common }
    }

    /// Reads a list of requests; the first one that cannot be asked is the failure.
    pub(super) fn all(&self, requests: &str) -> Result<Vec<Item>, Error> {
        let requests = read_list(requests)?;
        let read = |(index, request): (usize, &Value)| {
            self.item(request).map_err(|error| error.at_index(index))
        };
        requests.iter().enumerate().map(read).collect()
    }

    /// As [`Reader::all`], but one that cannot be asked only fails itself.
    pub(super) fn one_by_one(&self, requests: &str) -> Vec<Item> {
        let requests = read_list(requests).unwrap_or_default();
        let failed = |error| Item { lookup: Err(error), priority: self.common.priority };
        requests.iter().map(|request| self.item(request).unwrap_or_else(failed)).collect()
    }

    /// A request may say how urgent it is; what it asks for is the rest.
    fn item(&self, request: &Value) -> Result<Item, Error> {
        let mut request = Cow::Borrowed(request);
        let mut own = None;
        if request.get("priority").is_some()
            && let Value::Object(fields) = request.to_mut()
        {
            own = fields.remove("priority");
        }
        let priority = read_priority(own.as_ref())?.unwrap_or(self.common.priority);
        let mut lookup = Lookup::from_json(&self.noun, &request)?.at_home(&request, &self.home);
        if let Lookup::App(app) = &mut lookup {
            app.selection.clone_from(&self.common.selection);
            app.include = self.common.include;
        }
        Ok(Item { lookup: Ok(lookup), priority })
    }
}

fn read_list(requests: &str) -> Result<Vec<Value>, Error> {
    serde_json::from_str(requests).map_err(|_| Error::invalid("", "must be a list"))
}

pub(super) fn read_priority(value: Option<&Value>) -> Result<Option<i32>, Error> {
    let Some(value) = value else { return Ok(None) };
    match value.as_i64().filter(|priority| PRIORITIES.contains(priority)) {
        Some(priority) => Ok(i32::try_from(priority).ok()),
        None => Err(Error::invalid("priority", "must be a whole number from -10 to 10")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(priority: i32) -> Reader {
        let common = Common { priority, ..Common::default() };
        Reader { noun: "app".to_owned(), home: Locale::usual(), common }
    }

    #[test]
    fn a_request_without_language_or_country_has_the_clients() {
        let home = Locale { lang: "ko".to_owned(), country: "kr".to_owned() };
        let requests =
            r#"["com.a", {"appId": "com.b", "lang": "de"}, {"appId": "com.c", "country": "US"}]"#;
        let shown = |noun: &str, requests: &str| {
            let reader =
                Reader { noun: noun.to_owned(), home: home.clone(), common: Common::default() };
            let items = reader.all(requests).unwrap();
            items.iter().map(|item| item.lookup.as_ref().unwrap().to_string()).collect::<Vec<_>>()
        };
        let apps = ["app com.a (ko, kr)", "app com.b (de, kr)", "app com.c (ko, us)"];
        assert_eq!(shown("app", requests), apps);
        assert_eq!(shown("search", r#"["x"]"#), ["search \"x\" (ko, kr)"]);
        assert_eq!(shown("list", "[{}]"), ["list TOP_FREE of APPLICATION (ko, kr)"]);
        let reader =
            Reader { noun: "reviews".to_owned(), home: home.clone(), common: Common::default() };
        let page = reader.all(r#"["com.a"]"#).unwrap().remove(0).lookup.unwrap();
        assert_eq!((page.locale().lang.as_str(), page.locale().country.as_str()), ("ko", "us"));
    }

    #[test]
    fn a_request_may_say_how_urgent_it_is() {
        let requests = r#"["com.a", {"appId": "com.b", "priority": 7}]"#;
        let items = reader(2).all(requests).unwrap();
        assert_eq!([items[0].priority, items[1].priority], [2, 7]);
        let (a, b) = (items[0].lookup.as_ref().unwrap(), items[1].lookup.as_ref().unwrap());
        assert_eq!([a.to_string(), b.to_string()], ["app com.a (en, us)", "app com.b (en, us)"]);
        for priority in ["11", "-11", "1.5", "\"high\"", "null"] {
            let request = format!(r#"[{{"appId": "com.b", "priority": {priority}}}]"#);
            let error = reader(0).all(&request).unwrap_err();
            assert_eq!((error.field(), error.index()), (Some("priority"), Some(0)));
        }
    }

    #[test]
    fn one_by_one_a_bad_request_only_fails_itself() {
        let items = reader(0).one_by_one(r#"["com.a", "", "com.b"]"#);
        assert_eq!([0, 1, 2].map(|place: usize| items[place].lookup.is_ok()), [true, false, true]);
        assert_eq!(reader(0).all(r#"["com.a", ""]"#).unwrap_err().index(), Some(1));
    }
}
