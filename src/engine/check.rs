//! Checks whether a page publishes a request that Play answers with more than ours: one page, then one
//! POST that tries both for what the page shows. Calls that Play leaves unanswered wait for it.

use std::sync::Arc;

use tokio::time::Instant;

use super::batch::Source;
use super::call::{Ask, CallId, Group, Task};
use super::dispatch::Dispatcher;
use super::exits::Way;
use super::pack::Pack;
use super::templates::OnPage;
use crate::error::Error;
use crate::extraction::Served;
use crate::request::{Call, Lookup, Published, Template, TemplateKind};

/// What is under way for a kind of call.
pub(super) struct Check {
    pub(super) kind: TemplateKind,
    /// What the page is to show and the trial to ask for.
    lookup: Arc<Lookup>,
    group: Arc<Group>,
    /// What the page published, once it came, and how much of it the page shows.
    candidate: Option<(Template, Served)>,
    is_sent: bool,
    /// Calls whose pages would be asked otherwise.
    parked: Vec<CallId>,
}

/// What a check's request brought.
pub(super) enum Finding {
    /// What the page publishes, and what it shows.
    Page(OnPage, Served),
    /// Of both requests, ours first, what was served; or why the other was not answered.
    Trial(Result<[Served; 2], String>),
    /// Nothing, for this reason.
    Nothing(String),
}

impl Dispatcher {
    /// Whether a call that is to ask its page waits for a check instead, which may begin with it.
    pub(super) fn waits_for_check(&mut self, id: CallId, now: Instant) -> bool {
        let Some(call) = self.work.calls.get(&id) else { return false };
        let turned = |task: &Task| task.ask == Ask::Page && task.given_up.is_some();
        let published = call.lookup.published().filter(|_| call.task.as_ref().is_some_and(turned));
        let Some(Published { kind, .. }) = published else { return false };
        let (lookup, group) = (Arc::clone(&call.lookup), Arc::clone(&call.group));
        if !self.begin_check(kind, lookup, &group, now) {
            return false;
        }
        let check = self.checks.iter_mut().find(|check| check.kind == kind);
        check.map(|check| check.parked.push(id)).is_some()
    }

    /// The fields of a kind of record thin out: its page is asked, with this lookup's.
    pub(super) fn check_drifted(&mut self, lookup: Arc<Lookup>, group: &Arc<Group>, now: Instant) {
        if let Some(Published { kind, .. }) = lookup.published() {
            self.begin_check(kind, lookup, group, now);
        }
    }

    /// Whether there is a check of this kind, at least from now on.
    fn begin_check(
        &mut self,
        kind: TemplateKind,
        lookup: Arc<Lookup>,
        group: &Arc<Group>,
        now: Instant,
    ) -> bool {
        if self.checks.iter().any(|check| check.kind == kind) {
            return true;
        }
        let may = self.templates.may_ask_page(kind, now);
        if may {
            let group = Arc::new(Group { page: true, chain: None, ..(**group).clone() });
            let parked = Vec::new();
            self.checks.push(Check {
                kind,
                lookup,
                group,
                candidate: None,
                is_sent: false,
                parked,
            });
        }
        may
    }

    /// Sends what checks have to ask. Returns when to look again, if nothing happens before.
    pub(super) fn send_checks(&mut self, now: Instant) -> Option<Instant> {
        let mut soonest: Option<Instant> = None;
        for place in 0..self.checks.len() {
            let Check { is_sent: false, group, .. } = &self.checks[place] else { continue };
            match self.exits.way(&group.locale.country, None, now) {
                Way::Now(exit) => self.send_check(place, exit, now),
                Way::At(at) => soonest = Some(soonest.map_or(at, |soonest| soonest.min(at))),
                Way::Later => {}
            }
        }
        soonest
    }

    fn send_check(&mut self, place: usize, exit: usize, now: Instant) {
        let check = &mut self.checks[place];
        check.is_sent = true;
        let kind = check.kind;
        let pack = match &check.candidate {
            Some((template, _)) => trial(check, template, exit),
            None => self.page_of_check(place, exit, now),
        };
        self.send(pack, Some(kind), now);
    }

    /// The page of a call that waits for it, or, if nobody does any more, of what the check began with.
    fn page_of_check(&mut self, place: usize, exit: usize, now: Instant) -> Pack {
        let check = &mut self.checks[place];
        while !check.parked.is_empty() {
            let id = check.parked.remove(0);
            let Some(call) = self.work.calls.get(&id) else { continue };
            check.lookup = Arc::clone(&call.lookup);
            check.group = Arc::clone(&call.group);
            let group = Arc::clone(&call.group);
            let pack = self.work.send_out(exit, group, vec![id], now);
            if !pack.calls.is_empty() {
                return pack;
            }
        }
        let task = Task::new(Arc::clone(&check.lookup), Source::Page);
        Pack { exit, group: Arc::clone(&check.group), calls: Vec::new(), tasks: vec![task] }
    }

    /// A check's request has ended.
    pub(super) fn go_on_with_check(&mut self, kind: TemplateKind, found: Finding, now: Instant) {
        let Some(place) = self.checks.iter().position(|check| check.kind == kind) else { return };
        let mut check = self.checks.swap_remove(place);
        // What it asks with from now on, or why not, where that is not noted already.
        let verdict = match (found, check.candidate.take()) {
            (Finding::Page(OnPage::Another(template), shown), _) => {
                check.candidate = Some((template, shown));
                check.is_sent = false;
                self.checks.push(check);
                return;
            }
            (Finding::Page(OnPage::Same, _), _) => {
                Err(Some("the page publishes the request that is asked with already".to_owned()))
            }
            (Finding::Page(OnPage::Refused, _), _) => Err(None),
            // What is answered with less than the page shows is not its whole request.
            (Finding::Trial(Ok([ours, theirs])), Some((template, shown)))
                if theirs.is_more_than(ours) && theirs.is_about(shown) =>
            {
                Ok(template)
            }
            (Finding::Trial(Ok([ours, theirs])), _) => Err(Some(format!(
                "the page's request was answered with {} expected fields in {} records, ours with {} in {}",
                theirs.fields, theirs.records, ours.fields, ours.records
            ))),
            (Finding::Trial(Err(why)), _) => {
                Err(Some(format!("the page's request was not answered: {why}")))
            }
            (Finding::Nothing(why), _) => Err(Some(why)),
        };
        let is_adopted = verdict.is_ok();
        match verdict {
            Ok(template) => self.templates.adopt(kind, template),
            Err(Some(why)) => self.templates.refuse(kind, why),
            Err(None) => {}
        }
        // Each goes to the head of its line: the last first.
        for id in check.parked.into_iter().rev() {
            if is_adopted {
                self.turn_back_to_rpc(id);
            }
            self.work.requeue(id, now);
        }
    }

    /// A call's page need not be asked after all.
    fn turn_back_to_rpc(&mut self, id: CallId) {
        let Some(call) = self.work.calls.get_mut(&id) else { return };
        let Some(task) = &mut call.task else { return };
        (task.ask, task.given_up) = (Ask::Rpc, None);
        call.group = Arc::new(Group { page: false, ..(*call.group).clone() });
    }
}

/// Both requests, for the same: ours, then the other.
fn trial(check: &Check, template: &Template, exit: usize) -> Pack {
    let task = |ask| Task { ask, ..Task::new(Arc::clone(&check.lookup), Source::Rpc) };
    let theirs = check.lookup.published().map(|Published { asked, built_in, .. }| {
        Ask::More(Call { request: template.request(&asked), ..built_in })
    });
    let tasks = [Some(Ask::Rpc), theirs].into_iter().flatten().map(task).collect();
    let group = Arc::new(Group { page: false, ..(*check.group).clone() });
    Pack { exit, group, calls: Vec::new(), tasks }
}

/// Why a check's request brought nothing.
pub(super) fn nothing(error: &Error) -> Finding {
    Finding::Nothing(format!("Play was asked for its request in vain: {error}"))
}
