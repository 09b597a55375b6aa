//! A batch as the dispatcher holds it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use rustc_hash::FxHashSet;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

use super::batch::{BatchOptions, Outcome};
use super::call::CallId;
use super::meter::Meter;
use crate::error::Error;
use crate::extraction::Json;

/// Retries that a batch may spend: two for each lookup, and some for small batches.
const RETRIES_PER_LOOKUP: usize = 2;
const MORE_RETRIES: usize = 30;

/// A batch whose lookups do not all have their outcome.
pub(super) struct Batch {
    pub(super) options: BatchOptions,
    pub(super) meter: Arc<Meter>,
    pub(super) deadline: Option<Instant>,
    pub(super) calls: FxHashSet<CallId>,
    /// Lookups whose calls are on the wire.
    pub(super) on_the_wire: usize,
    /// HTTP requests on the wire for it.
    pub(super) requests: usize,
    pub(super) retries_left: usize,
    sink: UnboundedSender<Vec<Outcome>>,
    /// Outcomes that are not handed over yet.
    ready: Vec<Outcome>,
    next_position: usize,
}

impl Batch {
    pub(super) fn new(
        options: BatchOptions,
        sink: UnboundedSender<Vec<Outcome>>,
        meter: Arc<Meter>,
        now: Instant,
    ) -> Self {
        Self {
            deadline: options.deadline.map(|deadline| now + deadline),
            options,
            meter,
            calls: FxHashSet::default(),
            on_the_wire: 0,
            requests: 0,
            retries_left: MORE_RETRIES,
            sink,
            ready: Vec::new(),
            next_position: 0,
        }
    }

    /// The position of one more lookup.
    pub(super) fn next_position(&mut self) -> usize {
        self.retries_left += RETRIES_PER_LOOKUP;
        let position = self.next_position;
        self.next_position += 1;
        position
    }

    /// Keeps an outcome for the next handing over. Returns whether it is the first.
    pub(super) fn deliver(
        &mut self,
        positions: Vec<usize>,
        result: Arc<Result<Json, Error>>,
    ) -> bool {
        let count = positions.len();
        self.meter.done.fetch_add(count, Ordering::Relaxed);
        self.meter.buffered.fetch_add(count, Ordering::Relaxed);
        if result.is_err() {
            self.meter.failed.fetch_add(count, Ordering::Relaxed);
        }
        self.ready.push(Outcome { positions, result });
        self.ready.len() == 1
    }

    /// Hands over what is delivered.
    pub(super) fn hand_over(&mut self) {
        if !self.ready.is_empty() {
            // Nobody listens any more: the batch is being dropped.
            let _ = self.sink.send(std::mem::take(&mut self.ready));
        }
    }

    /// Whether something of it is not on the wire.
    pub(super) fn waits(&self) -> bool {
        self.calls.len() > self.on_the_wire
    }

    /// Lookups that may go out.
    pub(super) fn room(&self) -> usize {
        let taken = self.on_the_wire + self.meter.buffered.load(Ordering::Relaxed);
        self.mark().saturating_sub(taken)
    }

    /// Who feeds an open batch keeps the mark.
    fn mark(&self) -> usize {
        if self.options.open { usize::MAX } else { self.options.high_water_mark }
    }

    /// Whether so many lookups of one call may go out. More than there is room for ever go alone.
    pub(super) fn fits(&self, lookups: usize) -> bool {
        let room = self.room();
        lookups <= room || room == self.mark()
    }

    /// Whether another HTTP request may go out for it. Room is used a quarter at a time, so that
    /// calls fill their requests.
    pub(super) fn may_ask(&self) -> bool {
        let quarter = self.mark().div_ceil(4);
        self.room() >= quarter && self.options.concurrency.is_none_or(|most| self.requests < most)
    }
}
