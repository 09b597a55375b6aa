//! What Google does from time to time: fields and blocks move, and old requests are served less.

use crate::answer::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What has moved. Everything is where it was recorded unless told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Drift {
    /// New numbers of fields of an app's record, by their old ones.
    pub(crate) fields: BTreeMap<usize, usize>,
    /// Whether the blocks of pages have changed places.
    pub(crate) blocks: bool,
    /// What becomes of the request for an app that was recorded. The pages then publish another.
    pub(crate) template: Template,
    /// What else is wrong with the request for an app that its page publishes.
    pub(crate) published: Published,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Template {
    #[default]
    Kept,
    Thinned,
    Refused,
    /// Answered as if there were no such app.
    Unknown,
}

/// Requests that are none to ask with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Published {
    /// Nothing is wrong.
    #[default]
    Whole,
    /// It asks for four fields.
    Few,
    /// It is longer than 65 KB.
    Long,
    /// It names the app twice.
    Twice,
    /// It is JavaScript and no JSON.
    Loose,
    /// It is one of another RPC.
    Elsewhere,
}

/// The field that the new request asks for besides, and that nothing is served for.
pub(crate) const MARK: u64 = 201;
/// A request for so many fields or more is one for the whole record.
const WHOLE: usize = 20;
/// From here on fields are left out of what is thinned, but for that of the developer.
const THINNED_FROM: usize = 52;
const DEVELOPER: usize = 69;
/// Google's code for an argument that is not valid.
const INVALID_ARGUMENT: u32 = 3;

impl Drift {
    pub(crate) fn check(&self) -> Result<(), String> {
        let numbers = self.fields.iter().flat_map(|(old, new)| [old, new]);
        match numbers.copied().find(|number| !(1..=999).contains(number)) {
            Some(number) => Err(format!("{number} is not a number of a field, 1 to 999.")),
            None => Ok(()),
        }
    }

    /// The number that a field has now.
    pub(crate) fn number(&self, field: usize) -> usize {
        self.fields.get(&field).copied().unwrap_or(field)
    }

    /// Whether a request for these fields is the old one for the whole record.
    fn is_old(&self, fields: &[u64]) -> bool {
        self.template != Template::Kept && fields.len() >= WHOLE && !fields.contains(&MARK)
    }

    pub(crate) fn refusal(&self, fields: &[u64]) -> Option<Refusal> {
        match self.template {
            _ if !self.is_old(fields) => None,
            Template::Kept | Template::Thinned => None,
            Template::Refused => Some(Refusal::Coded(INVALID_ARGUMENT)),
            Template::Unknown => Some(Refusal::Data),
        }
    }

    pub(crate) fn leaves_out(&self, fields: &[u64], field: usize) -> bool {
        self.is_old(fields) && field >= THINNED_FROM && field != DEVELOPER
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_old_request_for_all_is_served_less() {
        let whole: Vec<u64> = (1..50).collect();
        let new = [&whole[..], &[MARK]].concat();
        for (template, refused, thinned) in [
            (Template::Kept, false, false),
            (Template::Thinned, false, true),
            (Template::Refused, true, true),
            (Template::Unknown, true, true),
        ] {
            let drift = Drift { template, ..Drift::default() };
            assert_eq!(drift.refusal(&whole).is_some(), refused);
            assert_eq!(drift.leaves_out(&whole, 80), thinned);
            assert!(!drift.leaves_out(&whole, 19) && !drift.leaves_out(&whole, DEVELOPER));
            for others in [&new[..], &[19]] {
                assert!(drift.refusal(others).is_none() && !drift.leaves_out(others, 80));
            }
        }
    }
}
