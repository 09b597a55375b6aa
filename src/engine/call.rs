//! A call: what is looked up, how it is asked for next, who waits for it.

use std::sync::Arc;
use std::time::Duration;

use super::batch::Source;
use super::chain::Link;
use crate::error::Error;
use crate::extraction::Progress;
use crate::request::{self, Locale, Lookup};

pub(super) type CallId = u64;
pub(super) type BatchId = u64;
/// What makes lookups equal.
pub(super) type Key = (Arc<Lookup>, Source);

/// What calls of one HTTP request have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Group {
    /// Query parameters of the address.
    pub(super) locale: Locale,
    /// Pages go alone.
    pub(super) page: bool,
    /// The longest that the request may take.
    pub(super) timeout: Duration,
    /// The chain that the request belongs to.
    pub(super) chain: Option<Link>,
}

impl Group {
    /// The exit of its chain.
    pub(super) fn exit(&self) -> Option<usize> {
        self.chain.as_ref().and_then(|link| link.0.exit.get().copied())
    }
}

/// A call that has no outcome yet.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) lookup: Arc<Lookup>,
    pub(super) source: Source,
    pub(super) group: Arc<Group>,
    pub(super) waiters: Vec<Waiter>,
    /// What is to be done for it; away while it is on the wire.
    pub(super) task: Option<Task>,
    /// It waits its turn in the lines of its waiters, and is not on the wire nor put aside.
    pub(super) queued: bool,
    /// HTTP requests spent.
    pub(super) requests: u32,
    /// Those of them that count as tries: a block is not the call's fault.
    pub(super) tries: u32,
    /// Whole requests in a row that failed with this call in them.
    pub(super) failed_requests: u32,
    /// Answered requests that brought nothing readable for this call.
    pub(super) misses: u32,
    /// Why the last try left it unanswered.
    pub(super) failure: Option<Error>,
}

/// A batch that waits for a call.
#[derive(Debug)]
pub(super) struct Waiter {
    pub(super) batch: BatchId,
    /// Where in the batch it was asked for.
    pub(super) positions: Vec<usize>,
    pub(super) priority: i32,
}

impl Waiter {
    pub(super) fn line(&self) -> Line {
        Line { priority: self.priority, batch: self.batch }
    }
}

/// A line in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) priority: i32,
    pub(super) batch: BatchId,
}

/// What travels with a request: enough to ask and to read the answer.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) lookup: Arc<Lookup>,
    pub(super) source: Source,
    pub(super) ask: Ask,
    /// What is found so far, where it takes several answers; most take one, and many wait.
    pub(super) progress: Option<Box<Progress>>,
    /// Why the page is asked instead of the RPC.
    pub(super) given_up: Option<Error>,
}

/// How a call is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    /// By the lookup's own call in a batchexecute POST.
    Rpc,
    /// By the call that continues it.
    More(request::Call),
    /// By the page that shows the same.
    Page,
    /// By the page that continues it: path and query.
    MorePage(String),
}

impl Call {
    pub(super) fn new(task: Task, group: Arc<Group>, waiter: Waiter) -> Self {
        Self {
            lookup: Arc::clone(&task.lookup),
            source: task.source,
            group,
            queued: true,
            waiters: vec![waiter],
            task: Some(task),
            requests: 0,
            tries: 0,
            failed_requests: 0,
            misses: 0,
            failure: None,
        }
    }

    /// By which equal lookups find it; a chain's answers are its own.
    pub(super) fn key(&self) -> Option<Key> {
        self.group.chain.is_none().then(|| (Arc::clone(&self.lookup), self.source))
    }

    /// An error with what is known of this call.
    pub(super) fn failed(&self, error: Error) -> Error {
        error.with_attempts(self.requests).asked(&self.lookup.to_string())
    }

    pub(super) fn is_on_the_wire(&self) -> bool {
        self.task.is_none()
    }
}

impl Task {
    pub(super) fn new(lookup: Arc<Lookup>, source: Source) -> Self {
        let page = (source == Source::Page && lookup.page().is_some()) || lookup.is_only_page();
        Self {
            lookup,
            source,
            ask: if page { Ask::Page } else { Ask::Rpc },
            progress: None,
            given_up: None,
        }
    }

    pub(super) fn is_page(&self) -> bool {
        matches!(self.ask, Ask::Page | Ask::MorePage(_))
    }
}
