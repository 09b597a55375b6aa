//! Which calls go out next, together: those whose turn it is, and what fits beside them.

use std::sync::Arc;

use tokio::time::Instant;

use super::call::{CallId, Group, Line, Task};
use super::exits::{Exits, Way};
use super::weight::FULL;
use super::work::Work;

/// So many full requests are looked ahead, to fill the last ones evenly.
const LOOK_AHEAD: u32 = 4;

/// Calls that go out together.
pub(super) struct Pack {
    pub(super) exit: usize,
    pub(super) group: Arc<Group>,
    pub(super) calls: Vec<CallId>,
    pub(super) tasks: Vec<Task>,
}

impl Work {
    /// The next request, or when there can be one.
    pub(super) fn next_pack(&mut self, exits: &Exits, now: Instant) -> Result<Pack, Way> {
        while !self.queue.is_empty() {
            let (line, group, exit) = self.next_turn(exits, now)?;
            let pack = exits.all()[exit].limiter.pack();
            let calls = self.gather(line, &group, pack, now);
            self.queue.served(line, now);
            // Nothing, if what waited there has left in another way.
            if !calls.is_empty() {
                return Ok(self.send_out(exit, group, calls, now));
            }
        }
        Err(Way::Later)
    }

    /// The first line whose requests may go out now.
    fn next_turn(&self, exits: &Exits, now: Instant) -> Result<(Line, Arc<Group>, usize), Way> {
        match exits.way_of_any(now) {
            Way::Now(_) => {}
            not_yet => return Err(not_yet),
        }
        let mut soonest = Way::Later;
        for line in self.queue.turns(now).filter(|line| self.may_ask(*line)) {
            for group in self.queue.groups(line) {
                let chain = group.chain.as_ref().and_then(|link| link.0.exit.get().copied());
                soonest = match (exits.way(&group.locale.country, chain, now), soonest) {
                    (Way::Now(exit), _) => return Ok((line, Arc::clone(group), exit)),
                    (Way::At(at), Way::At(earlier)) if at < earlier => Way::At(at),
                    (Way::At(at), Way::Later) => Way::At(at),
                    (_, soonest) => soonest,
                };
            }
        }
        Err(soonest)
    }

    fn may_ask(&self, line: Line) -> bool {
        // A line without its batch is emptied, not kept.
        self.batches.get(&line.batch).is_none_or(super::work::Batch::may_ask)
    }

    /// Takes calls from a line, then from the others that have something for the same request: as
    /// few requests as the weights allow, filled evenly, so that the last is not nearly empty.
    fn gather(
        &mut self,
        line: Line,
        group: &Arc<Group>,
        pack: f64,
        now: Instant,
    ) -> Vec<(Line, CallId)> {
        let mut found = Vec::new();
        let mut total = self.gather_from(line, group, pack, 0, &mut found, now);
        if total < LOOK_AHEAD * FULL && !group.page {
            let others: Vec<Line> = self
                .queue
                .turns(now)
                .filter(|other| *other != line && self.may_ask(*other))
                .filter(|other| self.queue.groups(*other).any(|own| own == group))
                .collect();
            for other in others {
                total = self.gather_from(other, group, pack, total, &mut found, now);
            }
        }
        let requests = if total >= LOOK_AHEAD * FULL { LOOK_AHEAD } else { total.div_ceil(FULL) };
        let target = (total / requests.max(1)).max(total.div_ceil(requests.max(1))).min(FULL);
        let mut filled = 0;
        let mut fitting = 0;
        for (_, _, weight) in &found {
            if fitting > 0 && (filled >= target || filled + weight > FULL) {
                break;
            }
            filled += weight;
            fitting += 1;
        }
        for (line, id, _) in found.drain(fitting..).rev() {
            if let Some(call) = self.calls.get_mut(&id) {
                call.queued = true;
                self.queue.push_front(line, group, id, now);
            }
        }
        found.into_iter().map(|(line, call, _)| (line, call)).collect()
    }

    fn gather_from(
        &mut self,
        line: Line,
        group: &Arc<Group>,
        pack: f64,
        mut total: u32,
        found: &mut Vec<(Line, CallId, u32)>,
        now: Instant,
    ) -> u32 {
        let Some(batch) = self.batches.get(&line.batch) else {
            while self.queue.pop(line, group).is_some() {}
            return total;
        };
        let mut room = batch.room();
        while total < LOOK_AHEAD * FULL
            && let Some(id) = self.queue.pop(line, group)
        {
            // What has left in another way, or by another line, is skipped.
            let Some(call) = self.calls.get_mut(&id).filter(|call| call.queued) else { continue };
            let Some(own) = call.waiters.iter().find(|waiter| waiter.batch == line.batch) else {
                continue;
            };
            let lookups = own.positions.len();
            let is_first = found.is_empty() && batch.fits(lookups);
            if lookups > room && !is_first {
                self.queue.push_front(line, group, id, now);
                break;
            }
            room = room.saturating_sub(lookups);
            let weight = self.weights.of(call, pack);
            total += weight;
            call.queued = false;
            found.push((line, id, weight));
        }
        total
    }

    fn send_out(
        &mut self,
        exit: usize,
        group: Arc<Group>,
        calls: Vec<(Line, CallId)>,
        now: Instant,
    ) -> Pack {
        let mut pack = Pack { exit, group, calls: Vec::new(), tasks: Vec::new() };
        for (line, id) in calls {
            self.split_off(id, line, now);
            let Some(call) = self.calls.get_mut(&id) else { continue };
            let Some(task) = call.task.take() else { continue };
            call.requests += 1;
            call.failure = None;
            for waiter in &call.waiters {
                if let Some(batch) = self.batches.get_mut(&waiter.batch) {
                    batch.on_the_wire += waiter.positions.len();
                }
            }
            pack.calls.push(id);
            pack.tasks.push(task);
        }
        pack
    }
}
