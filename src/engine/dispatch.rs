//! The loop of a client: it takes commands and answers as they come, and sends what may go out.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures::FutureExt;
use rustc_hash::{FxHashMap, FxHashSet};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::attempt::{Attempt, Report};
use super::batch::{Beginning, Item};
use super::call::{BatchId, CallId, Group};
use super::check::{Check, Finding};
use super::client::closed;
use super::exits::{Exits, Way};
use super::limiter::Sign;
use super::pack::Pack;
use super::stats::Stats;
use super::templates::Templates;
use super::work::Work;
use crate::error::Error;
use crate::extraction::{Json, Tables};
use crate::request::TemplateKind;

/// What the callers want.
pub(super) enum Command {
    /// Batches begin, together.
    Begin(Vec<Beginning>),
    /// Lookups are added.
    Add(BatchId, Vec<Item>),
    /// No more lookups will be added.
    Close(BatchId),
    /// Outcomes are used: there is room for more.
    GiveBack(Vec<Arc<Result<Json, Error>>>),
    /// Nobody wants the batch any more.
    Cancel(BatchId),
    /// The client is closed. Let go of when all has ended.
    Shut(oneshot::Sender<()>),
}

type RequestId = u64;

/// How often what is held back is looked at.
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

pub(super) struct Dispatcher {
    pub(super) work: Work,
    pub(super) exits: Exits,
    pub(super) stats: Arc<Stats>,
    pub(super) templates: Arc<Templates>,
    /// Of each kind of call one at most.
    pub(super) checks: Vec<Check>,
    tables: Arc<Tables>,
    running: JoinSet<(RequestId, Option<Report>)>,
    requests: FxHashMap<RequestId, Sent>,
    next_request: RequestId,
    /// Since when something waits although it could be asked, were it not for the limits.
    held_since: Option<Instant>,
    /// Who waits for the end, once the client is closed.
    closing: Option<oneshot::Sender<()>>,
}

/// A request on the wire.
pub(super) struct Sent {
    pub(super) exit: usize,
    pub(super) probe: bool,
    pub(super) at: Instant,
    pub(super) group: Arc<Group>,
    pub(super) calls: Vec<CallId>,
    /// The batches that it was counted for.
    pub(super) batches: FxHashSet<BatchId>,
    /// The cookie against consent went along.
    pub(super) consent: bool,
    /// The check that it belongs to.
    pub(super) check: Option<TemplateKind>,
    abort: AbortHandle,
}

impl Dispatcher {
    pub(super) fn new(
        work: Work,
        exits: Exits,
        tables: &Arc<Tables>,
        templates: &Arc<Templates>,
        stats: &Arc<Stats>,
    ) -> Self {
        Self {
            work,
            exits,
            stats: Arc::clone(stats),
            templates: Arc::clone(templates),
            checks: Vec::new(),
            tables: Arc::clone(tables),
            running: JoinSet::new(),
            requests: FxHashMap::default(),
            next_request: 0,
            held_since: None,
            closing: None,
        }
    }

    /// Runs until the client is closed, or nobody can send commands any more.
    pub(super) async fn run(mut self, mut inbox: UnboundedReceiver<Command>) {
        loop {
            let wake = self.dispatch();
            tokio::select! {
                command = inbox.recv() => match command {
                    Some(command) => self.obey(command),
                    None => return,
                },
                Some(finished) = self.running.join_next() => self.take_back(finished.ok()),
                () = sleep_until(wake.unwrap_or_else(Instant::now)), if wake.is_some() => {}
            }
            // All that is there already, before anything is sent.
            while let Ok(command) = inbox.try_recv() {
                self.obey(command);
            }
            while let Some(finished) = self.running.try_join_next() {
                self.take_back(finished.ok());
            }
            if self.closing.is_some() {
                inbox.close();
                while let Ok(command) = inbox.try_recv() {
                    self.obey(command);
                }
                return self.end_all();
            }
        }
    }

    /// The client is closed: what has no outcome fails.
    fn end_all(&mut self) {
        let now = Instant::now();
        self.work.end_all(&closed());
        self.checks.clear();
        self.drop_unwanted(now);
        self.stats.note_exits(&self.exits, now);
    }

    fn obey(&mut self, command: Command) {
        let now = Instant::now();
        match command {
            Command::Begin(beginnings) => {
                for beginning in beginnings {
                    let id = beginning.id;
                    self.work.begin(beginning, now);
                    self.give_up_batch(id, now);
                }
            }
            Command::Add(id, items) => {
                self.work.add(id, items, now);
                self.give_up_batch(id, now);
            }
            Command::Close(id) => self.work.close(id),
            Command::GiveBack(outcomes) => drop(outcomes),
            Command::Cancel(id) => {
                self.work.cancel(id);
                self.drop_unwanted(now);
            }
            Command::Shut(done) => self.closing = Some(done),
        }
    }

    /// Sends what may go out. Returns when to look again, if nothing happens before.
    fn dispatch(&mut self) -> Option<Instant> {
        let now = Instant::now();
        self.note_held(now);
        self.work.take_due(now);
        self.end_overdue(now);
        let check = self.send_checks(now);
        let way = loop {
            match self.work.next_pack(&self.exits, now) {
                Ok(pack) => self.send(pack, None, now),
                Err(way) => break way,
            }
        };
        self.work.hand_over();
        self.stats.note_exits(&self.exits, now);
        let held = self.holds_something();
        self.held_since = held.then_some(now);
        let due = match way {
            Way::At(at) => Some(at),
            Way::Now(_) | Way::Later => None,
        };
        // Who looks at a batch that is held back sees how long it has been.
        let look = held.then_some(now + BETWEEN_LOOKS);
        let (retries, deadline) = (self.work.retries.next(), self.work.next_deadline());
        [due, check, look, retries, deadline].into_iter().flatten().min()
    }

    pub(super) fn send(&mut self, pack: Pack, check: Option<TemplateKind>, now: Instant) {
        let Pack { exit, group, calls, tasks } = pack;
        let probe = self.exits.take(exit, now);
        if let Some(link) = &group.chain {
            // Set once, by the chain's first request.
            let _ = link.0.exit.set(exit);
        }
        let batches: FxHashSet<BatchId> = calls
            .iter()
            .filter_map(|id| self.work.calls.get(id))
            .flat_map(|call| call.waiters.iter().map(|waiter| waiter.batch))
            .collect();
        for batch in &batches {
            if let Some(batch) = self.work.batches.get_mut(batch) {
                batch.requests += 1;
                batch.meter.requests.fetch_add(1, Ordering::Relaxed);
            }
        }
        self.stats.sent(tasks.len());
        let out = self.exits.get(exit);
        let consent = out.consent;
        let transport = Arc::clone(&out.way.transport);
        let tables = Arc::clone(&self.tables);
        let templates = Arc::clone(&self.templates);
        let mappings = || self.work.settings.mappings.clone().unwrap_or_default();
        let attempt = Attempt {
            transport,
            tables,
            templates,
            group: Arc::clone(&group),
            tasks,
            consent,
            check: check.map(|_| mappings()),
        };
        let id = self.next_request;
        self.next_request += 1;
        let abort = self.running.spawn(async move {
            // Even if our own code panics, the calls get their outcome.
            (id, AssertUnwindSafe(attempt.run()).catch_unwind().await.ok())
        });
        let sent = Sent { exit, probe, at: now, group, calls, batches, consent, check, abort };
        self.requests.insert(id, sent);
    }

    fn take_back(&mut self, finished: Option<(RequestId, Option<Report>)>) {
        // One that was dropped is settled already.
        let Some((id, report)) = finished else { return };
        let Some(sent) = self.requests.remove(&id) else { return };
        self.off_the_wire(&sent);
        self.finish(&sent, report, Instant::now());
    }

    fn off_the_wire(&mut self, sent: &Sent) {
        for id in &sent.batches {
            if let Some(batch) = self.work.batches.get_mut(id) {
                batch.requests = batch.requests.saturating_sub(1);
            }
        }
        for waiter in sent
            .calls
            .iter()
            .filter_map(|id| self.work.calls.get(id))
            .flat_map(|call| &call.waiters)
        {
            if let Some(batch) = self.work.batches.get_mut(&waiter.batch) {
                batch.on_the_wire = batch.on_the_wire.saturating_sub(waiter.positions.len());
            }
        }
    }

    /// Drops requests on the wire that nobody waits for.
    pub(super) fn drop_unwanted(&mut self, now: Instant) {
        let calls = &self.work.calls;
        let unwanted: Vec<RequestId> = self
            .requests
            .iter()
            .filter(|(_, sent)| !sent.calls.iter().any(|id| calls.contains_key(id)))
            .filter(|(_, sent)| {
                sent.check.is_none() || !sent.calls.is_empty() || self.checks.is_empty()
            })
            .map(|(id, _)| *id)
            .collect();
        for id in unwanted {
            let Some(sent) = self.requests.remove(&id) else { continue };
            sent.abort.abort();
            self.off_the_wire(&sent);
            self.stats.dropped();
            self.let_go_of_exit(&sent, now);
            if let Some(kind) = sent.check {
                let why = "nobody waited for the page any more".to_owned();
                self.go_on_with_check(kind, Finding::Nothing(why), now);
            }
        }
    }

    /// A request is over that says nothing about its exit.
    pub(super) fn let_go_of_exit(&mut self, sent: &Sent, now: Instant) {
        let exit = self.exits.get(sent.exit);
        exit.limiter.give_back(sent.at, Sign::None, now);
        exit.health.dropped(sent.probe);
    }

    /// Counts the time in which limits, pauses and blocks hold something back.
    fn note_held(&mut self, now: Instant) {
        if let Some(since) = self.held_since.take() {
            let us = u64::try_from((now - since).as_micros()).unwrap_or(u64::MAX);
            for batch in self.work.batches.values().filter(|batch| batch.waits()) {
                batch.meter.waiting_us.fetch_add(us, Ordering::Relaxed);
            }
        }
    }

    fn holds_something(&self) -> bool {
        !self.work.queue.is_empty() || self.work.retries.next().is_some()
    }
}
