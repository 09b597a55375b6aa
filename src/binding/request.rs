//! The requests of a batch, as JavaScript gives them.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;

use crate::engine::Item;
use crate::error::Error;
use crate::request::{Lookup, Selection};

/// How urgent a request may be.
pub(super) const PRIORITIES: std::ops::RangeInclusive<i64> = -10..=10;

/// What the requests of a call have in common.
#[derive(Debug, Clone, Default)]
pub(super) struct Common {
    /// How urgent they are, if they don't say.
    pub(super) priority: i32,
    /// The fields wanted of each record, if not all.
    pub(super) selection: Option<Arc<Selection>>,
}

/// Reads a list of requests; the first one that cannot be asked is the failure.
pub(super) fn read_items(noun: &str, requests: &str, common: &Common) -> Result<Vec<Item>, Error> {
    let requests = read_list(requests)?;
    let read = |(index, request): (usize, &Value)| {
        read_item(noun, request, common).map_err(|error| error.at_index(index))
    };
    requests.iter().enumerate().map(read).collect()
}

/// As [`read_items`], but one that cannot be asked only fails itself.
pub(super) fn read_items_one_by_one(noun: &str, requests: &str, common: &Common) -> Vec<Item> {
    let requests = read_list(requests).unwrap_or_default();
    let read = |request: &Value| {
        read_item(noun, request, common)
            .unwrap_or_else(|error| Item { lookup: Err(error), priority: common.priority })
    };
    requests.iter().map(read).collect()
}

fn read_list(requests: &str) -> Result<Vec<Value>, Error> {
    serde_json::from_str(requests).map_err(|_| Error::invalid("", "must be a list"))
}

/// A request may say how urgent it is; what it asks for is the rest.
fn read_item(noun: &str, request: &Value, common: &Common) -> Result<Item, Error> {
    let mut request = Cow::Borrowed(request);
    let mut own = None;
    if request.get("priority").is_some()
        && let Value::Object(fields) = request.to_mut()
    {
        own = fields.remove("priority");
    }
    let priority = read_priority(own.as_ref())?.unwrap_or(common.priority);
    let mut lookup = Lookup::from_json(noun, &request)?;
    if let Lookup::App(app) = &mut lookup {
        app.selection.clone_from(&common.selection);
    }
    Ok(Item { lookup: Ok(lookup), priority })
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

    #[test]
    fn a_request_may_say_how_urgent_it_is() {
        let requests = r#"["com.a", {"appId": "com.b", "priority": 7}]"#;
        let common = Common { priority: 2, selection: None };
        let items = read_items("app", requests, &common).unwrap();
        assert_eq!([items[0].priority, items[1].priority], [2, 7]);
        let (a, b) = (items[0].lookup.as_ref().unwrap(), items[1].lookup.as_ref().unwrap());
        assert_eq!([a.to_string(), b.to_string()], ["app com.a (en, us)", "app com.b (en, us)"]);
        for priority in ["11", "-11", "1.5", "\"high\"", "null"] {
            let request = format!(r#"[{{"appId": "com.b", "priority": {priority}}}]"#);
            let error = read_items("app", &request, &Common::default()).unwrap_err();
            assert_eq!((error.field(), error.index()), (Some("priority"), Some(0)));
        }
    }

    #[test]
    fn one_by_one_a_bad_request_only_fails_itself() {
        let items = read_items_one_by_one("app", r#"["com.a", "", "com.b"]"#, &Common::default());
        assert_eq!([0, 1, 2].map(|place: usize| items[place].lookup.is_ok()), [true, false, true]);
        assert_eq!(
            read_items("app", r#"["com.a", ""]"#, &Common::default()).unwrap_err().index(),
            Some(1)
        );
    }
}
