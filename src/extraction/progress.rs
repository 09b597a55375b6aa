//! What is found so far of a list that takes several answers.

use std::collections::HashSet;

use super::Extracted;
use super::card::Row;
use super::node::Node;
use crate::request::{Call, continuation};

/// So many continuations of a lookup, whatever comes: 1,000 rows are 10 to 50.
const MOST_CONTINUATIONS: usize = 64;

/// What is found so far.
#[derive(Debug, Default)]
pub struct Progress {
    /// Each an app, as JSON.
    pub(super) rows: Vec<Vec<u8>>,
    /// What the next answer tells.
    pub(super) part: Part,
    /// Leads to more rows.
    pub(super) token: Option<String>,
    /// Whether there were apps, with a wanted price or without.
    pub(super) has_apps: bool,
    /// The list ends before Play's does.
    pub(super) is_cut: bool,
    /// What is told about the developer whose apps they are.
    pub(super) developer: Option<super::developer::Header>,
    /// What is found of an app that takes several answers.
    pub(super) parts: super::included::Parts,
    ids: HashSet<String>,
    tokens: HashSet<String>,
}

/// What an answer tells.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The first rows.
    #[default]
    First,
    /// Who the developer is.
    Header,
    /// The page of the cluster that the first rows are of.
    ClusterPage,
    /// The rows that a token leads to.
    Rows,
}

impl Progress {
    /// Keeps a row unless it is there already or has a price that is not wanted.
    pub(super) fn keep(
        &mut self,
        block: &str,
        row: &Row<'_, '_>,
        wanted: impl FnOnce(Option<i64>) -> bool,
    ) -> Result<(), Extracted> {
        // A row that is no app (an advertisement, a heading) names none.
        let Some(id) = row.app_id().and_then(Node::str) else { return Ok(()) };
        self.has_apps = true;
        if !wanted(row.price()) || !self.ids.insert(id.into_owned()) {
            return Ok(());
        }
        let app = row.record(block, self.rows.len())?;
        self.rows.push(app);
        Ok(())
    }

    /// Whether the record of an app is found, but not yet all that comes with it.
    pub fn has_record(&self) -> bool {
        self.parts.has_record()
    }

    /// Whether what comes with a record is found, but not yet that.
    pub fn has_what_is_beside(&self) -> bool {
        self.parts.has_similar()
    }

    /// Whether there is a token for more rows.
    pub fn leads_on(&self) -> bool {
        self.token.is_some()
    }

    /// The call for more rows, if there are fewer than these and Play has more. A token that leads
    /// back is not followed.
    pub(super) fn go_on(&mut self, num: usize) -> Option<Call> {
        let token = self.token.take().filter(|_| self.rows.len() < num)?;
        let call = continuation(&token);
        if self.tokens.len() >= MOST_CONTINUATIONS || !self.tokens.insert(token) {
            self.is_cut = true;
            return None;
        }
        self.part = Part::Rows;
        Some(call)
    }

    /// The rows, no more than these, and what is told beside them: `developer` and whether they are
    /// all that were asked for or all that Play has.
    pub(super) fn finish(&mut self, num: usize, beside: &str) -> Extracted {
        let mut rows = std::mem::take(&mut self.rows);
        let complete = rows.len() >= num || !self.is_cut;
        rows.truncate(num);
        let rest = if complete {
            format!("{beside}\"complete\":true")
        } else {
            format!("{beside}\"complete\":false,\"incompleteBecause\":\"short\"")
        };
        Extracted::Value(super::Json::Rows { field: "apps", rows, rest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_tokens_are_not_followed_for_ever() {
        let mut progress = Progress::default();
        let followed = (0..2 * MOST_CONTINUATIONS).take_while(|place| {
            progress.token = Some(format!("token {place}"));
            progress.go_on(1000).is_some()
        });
        assert_eq!(followed.count(), MOST_CONTINUATIONS);
        assert!(progress.is_cut);
    }
}
