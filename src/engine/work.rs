//! What is to be done: the batches, the calls they wait for, and the order of these. It sends
//! nothing; it only knows.

use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use foldhash::{HashMap, HashMapExt};
use rustc_hash::FxHashMap;
use tokio::time::Instant;

use super::batch::{Beginning, Item};
use super::batch_state::Batch;
use super::cache::Cache;
use super::call::{BatchId, Call, CallId, Group, Key, Task, Waiter};
use super::chain::Link;
use super::client::ClientSettings;
use super::queue::Queue;
use super::retry::Retries;
use super::weight::Weights;
use crate::error::Error;
use crate::extraction::Json;

pub(super) struct Work {
    pub(super) settings: ClientSettings,
    pub(super) batches: FxHashMap<BatchId, Batch>,
    pub(super) calls: FxHashMap<CallId, Box<Call>>,
    /// Equal lookups are one call, whichever batches ask.
    index: HashMap<Key, CallId>,
    pub(super) queue: Queue,
    pub(super) retries: Retries,
    pub(super) weights: Weights,
    cache: Option<Cache>,
    /// Batches with outcomes that are not handed over yet.
    ready: Vec<BatchId>,
    deadlines: BTreeSet<(Instant, BatchId)>,
    next_call: CallId,
}

impl Work {
    pub(super) fn new(settings: ClientSettings) -> Self {
        let cache = settings.cache.as_ref().map(Cache::new);
        Self {
            settings,
            batches: FxHashMap::default(),
            calls: FxHashMap::default(),
            index: HashMap::new(),
            queue: Queue::default(),
            retries: Retries::default(),
            weights: Weights::default(),
            cache,
            ready: Vec::new(),
            deadlines: BTreeSet::new(),
            next_call: 0,
        }
    }

    pub(super) fn begin(&mut self, beginning: Beginning, now: Instant) {
        let Beginning { id, items, options, sink, meter } = beginning;
        let batch = Batch::new(options, sink, meter, now);
        self.deadlines.extend(batch.deadline.map(|deadline| (deadline, id)));
        self.batches.insert(id, batch);
        self.add(id, items, now);
    }

    /// Adds lookups to a batch: to a call that is there already, or as a new one.
    pub(super) fn add(&mut self, id: BatchId, items: Vec<Item>, now: Instant) {
        let Some(batch) = self.batches.get(&id) else { return };
        let (source, chain) = (batch.options.source, batch.options.chain.clone().map(Link));
        let timeout = batch.options.timeout.unwrap_or(self.settings.timeout);
        let mut group = Arc::new(Group { timeout, chain: chain.clone(), ..Group::default() });
        self.make_room(id, items.len());
        for Item { lookup, priority } in items {
            let Some(batch) = self.batches.get_mut(&id) else { return };
            let position = batch.next_position();
            let lookup = match lookup {
                Ok(lookup) => Arc::new(lookup),
                Err(error) => {
                    self.deliver(id, vec![position], Arc::new(Err(error)));
                    continue;
                }
            };
            // A chain's answers are its own.
            if chain.is_none() {
                let key = (Arc::clone(&lookup), source);
                if let Some(value) = self.cache.as_mut().and_then(|cache| cache.get(&key, now)) {
                    self.deliver(id, vec![position], value);
                    continue;
                }
                if self.join(id, &key, position, priority, now) {
                    continue;
                }
            }
            let task = Task::new(lookup, source);
            // Most lookups have their group in common with the one before.
            let (locale, page) = (task.lookup.locale(), task.is_page());
            if group.locale != *locale || group.page != page {
                group = Arc::new(Group { locale: locale.clone(), page, ..(*group).clone() });
            }
            let waiter = Waiter { batch: id, positions: vec![position], priority };
            self.insert(Call::new(task, Arc::clone(&group), waiter), now);
        }
        self.end_if_done(id);
    }

    /// Maps that grow step by step are copied at each.
    fn make_room(&mut self, id: BatchId, calls: usize) {
        if let Some(batch) = self.batches.get_mut(&id) {
            batch.calls.reserve(calls);
        }
        self.calls.reserve(calls);
        self.index.reserve(calls);
    }

    /// Makes a lookup wait for a call that is asked for already.
    fn join(
        &mut self,
        id: BatchId,
        key: &Key,
        position: usize,
        priority: i32,
        now: Instant,
    ) -> bool {
        let Some(&call_id) = self.index.get(key) else { return false };
        let Some(batch) = self.batches.get_mut(&id) else { return false };
        let Some(call) = self.calls.get_mut(&call_id) else { return false };
        if call.is_on_the_wire() {
            if batch.room() == 0 {
                return false;
            }
            batch.on_the_wire += 1;
        }
        batch.calls.insert(call_id);
        let known = call.waiters.iter().position(|waiter| waiter.batch == id);
        let place = known.unwrap_or(call.waiters.len());
        if known.is_none() {
            call.waiters.push(Waiter { batch: id, positions: Vec::new(), priority: i32::MIN });
        }
        let waiter = &mut call.waiters[place];
        waiter.positions.push(position);
        if waiter.priority >= priority {
            return true;
        }
        waiter.priority = priority;
        // It waits in the lines of all who wait for it; the first turn counts.
        if call.queued {
            self.queue.push(waiter.line(), &call.group, call_id, now);
        }
        true
    }

    /// Takes up a call that waits for its turn.
    fn insert(&mut self, call: Call, now: Instant) {
        let id = self.next_call;
        self.next_call += 1;
        for waiter in &call.waiters {
            if let Some(batch) = self.batches.get_mut(&waiter.batch) {
                batch.calls.insert(id);
            }
            self.queue.push(waiter.line(), &call.group, id, now);
        }
        // One that was split off is not found by others.
        if let Some(key) = call.key() {
            self.index.entry(key).or_insert(id);
        }
        self.calls.insert(id, Box::new(call));
    }

    /// Puts a call at the head of the lines of its waiters: what was begun is finished first.
    pub(super) fn requeue(&mut self, id: CallId, now: Instant) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        call.queued = true;
        for waiter in &call.waiters {
            self.queue.push_front(waiter.line(), &call.group, id, now);
        }
    }

    /// Puts the calls whose time has come back in their lines, in the order they were put aside.
    pub(super) fn take_due(&mut self, now: Instant) {
        for id in self.retries.take_due(now).into_iter().rev() {
            self.requeue(id, now);
        }
    }

    /// Whether a call may go out: for those who wait for it and have room. The others ask on their
    /// own, later.
    pub(super) fn admit(&mut self, id: CallId, now: Instant) -> bool {
        let Some(call) = self.calls.get_mut(&id) else { return false };
        let batches = &self.batches;
        let has_room = |waiter: &Waiter| {
            let batch = batches.get(&waiter.batch);
            batch.is_none_or(|batch| batch.fits(waiter.positions.len()))
        };
        if !call.waiters.iter().any(has_room) {
            self.requeue(id, now);
            return false;
        }
        let (stay, leave): (_, Vec<_>) =
            std::mem::take(&mut call.waiters).into_iter().partition(has_room);
        call.waiters = stay;
        let (lookup, source) = (Arc::clone(&call.lookup), call.source);
        let group = Arc::clone(&call.group);
        for waiter in leave {
            if let Some(batch) = self.batches.get_mut(&waiter.batch) {
                batch.calls.remove(&id);
            }
            let task = Task::new(Arc::clone(&lookup), source);
            let page = task.is_page();
            let group = Arc::new(Group { page, ..(*group).clone() });
            self.insert(Call::new(task, group, waiter), now);
        }
        true
    }

    /// Ends a call with its outcome, for all who wait for it.
    pub(super) fn finish(&mut self, id: CallId, result: Result<Json, Error>, now: Instant) {
        let Some(call) = self.remove(id) else { return };
        let result = Arc::new(result.map_err(|error| call.failed(error)));
        if let (Some(cache), Some(key), true) = (&mut self.cache, call.key(), call.lookup.is_kept())
        {
            cache.insert(key, &result, now);
        }
        for waiter in call.waiters {
            self.release(id, waiter, &result);
        }
    }

    /// A waiter of a call has its outcome.
    fn release(&mut self, id: CallId, waiter: Waiter, result: &Arc<Result<Json, Error>>) {
        if let Some(batch) = self.batches.get_mut(&waiter.batch) {
            batch.calls.remove(&id);
        }
        self.deliver(waiter.batch, waiter.positions, Arc::clone(result));
        self.end_if_done(waiter.batch);
    }

    /// Ends a call for some of those who wait for it.
    pub(super) fn fail_for(&mut self, id: CallId, which: impl Fn(&Waiter) -> bool, error: &Error) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        let (leave, stay): (Vec<_>, Vec<_>) =
            std::mem::take(&mut call.waiters).into_iter().partition(which);
        call.waiters = stay;
        let result = Arc::new(Err(call.failed(error.clone())));
        let on_the_wire = call.is_on_the_wire();
        for waiter in leave {
            if let Some(batch) = self.batches.get_mut(&waiter.batch).filter(|_| on_the_wire) {
                batch.on_the_wire = batch.on_the_wire.saturating_sub(waiter.positions.len());
            }
            self.release(id, waiter, &result);
        }
        self.let_go(id);
    }

    /// A call is asked again: for those who wait for it and may spend a retry.
    pub(super) fn spend_retries(&mut self, id: CallId, error: &Error) {
        let Some(call) = self.calls.get(&id) else { return };
        let mut spent = Vec::new();
        for waiter in &call.waiters {
            let Some(batch) = self.batches.get_mut(&waiter.batch) else { continue };
            if batch.retries_left == 0 {
                spent.push(waiter.batch);
            } else {
                batch.retries_left -= 1;
                batch.meter.retries.fetch_add(1, Ordering::Relaxed);
            }
        }
        self.fail_for(id, |waiter| spent.contains(&waiter.batch), error);
    }

    /// Forgets a batch; its calls go on if others wait for them.
    pub(super) fn cancel(&mut self, id: BatchId) {
        let Some(batch) = self.forget(id) else { return };
        self.queue.remove(id);
        for call_id in batch.calls {
            if let Some(call) = self.calls.get_mut(&call_id) {
                call.waiters.retain(|waiter| waiter.batch != id);
            }
            self.let_go(call_id);
        }
    }

    /// Forgets a call that nobody waits for.
    fn let_go(&mut self, id: CallId) {
        if self.calls.get(&id).is_some_and(|call| call.waiters.is_empty()) {
            self.remove(id);
        }
    }

    fn remove(&mut self, id: CallId) -> Option<Box<Call>> {
        let call = self.calls.remove(&id)?;
        if let Some(key) = call.key()
            && let Entry::Occupied(found) = self.index.entry(key)
            && *found.get() == id
        {
            found.remove();
        }
        Some(call)
    }

    /// No more lookups will be added to a batch.
    pub(super) fn close(&mut self, id: BatchId) {
        if let Some(batch) = self.batches.get_mut(&id) {
            batch.options.open = false;
        }
        self.end_if_done(id);
    }

    /// Ends all calls and all batches, also those that more was to be added to.
    pub(super) fn end_all(&mut self, error: &Error) {
        for id in self.calls.keys().copied().collect::<Vec<_>>() {
            self.fail_for(id, |_| true, error);
        }
        for id in self.batches.keys().copied().collect::<Vec<_>>() {
            self.forget(id);
        }
    }

    fn deliver(&mut self, id: BatchId, positions: Vec<usize>, result: Arc<Result<Json, Error>>) {
        if let Some(batch) = self.batches.get_mut(&id)
            && batch.deliver(positions, result)
        {
            self.ready.push(id);
        }
    }

    /// Hands over what is delivered: the outcomes of an answer go together.
    pub(super) fn hand_over(&mut self) {
        for id in std::mem::take(&mut self.ready) {
            if let Some(batch) = self.batches.get_mut(&id) {
                batch.hand_over();
            }
        }
    }

    /// A batch without calls that nothing will be added to is forgotten, and its outcomes end.
    fn end_if_done(&mut self, id: BatchId) {
        let done = |batch: &Batch| batch.calls.is_empty() && !batch.options.open;
        if self.batches.get(&id).is_some_and(done) {
            self.forget(id);
        }
    }

    fn forget(&mut self, id: BatchId) -> Option<Batch> {
        let mut batch = self.batches.remove(&id)?;
        batch.hand_over();
        if let Some(deadline) = batch.deadline {
            self.deadlines.remove(&(deadline, id));
        }
        Some(batch)
    }

    /// The next time at which a batch is overdue.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        self.deadlines.first().map(|(at, _)| *at)
    }

    /// Takes the batches whose time is over.
    pub(super) fn take_overdue(&mut self, now: Instant) -> Vec<BatchId> {
        let mut overdue = Vec::new();
        while let Some(&(at, id)) = self.deadlines.first()
            && at <= now
        {
            self.deadlines.pop_first();
            overdue.push(id);
        }
        overdue
    }

    pub(super) fn is_patient(&self, id: BatchId) -> bool {
        self.batches.get(&id).is_none_or(|batch| batch.options.patient)
    }
}
