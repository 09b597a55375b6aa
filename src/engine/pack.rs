//! Which calls go out next, together: those whose turn it is, and what fits beside them.

use std::sync::Arc;

use tokio::time::Instant;

use super::batch_state::Batch;
use super::call::{CallId, Group, Line, Task};
use super::exits::{Exits, Way};
use super::weight::FULL;
use super::work::Work;

/// So many full requests are looked ahead, to fill the last ones evenly.
const LOOK_AHEAD: u32 = 4;
/// So many waiting calls fill more than these, whatever they are.
const PLENTY: usize = 512;

/// Calls that go out together.
pub(super) struct Pack {
    pub(super) exit: usize,
    pub(super) group: Arc<Group>,
    pub(super) calls: Vec<CallId>,
    pub(super) tasks: Vec<Task>,
}

/// Calls for one request and some more.
#[derive(Default)]
struct Gathered {
    /// From which line each came, and its weight.
    calls: Vec<(Line, CallId, u32)>,
    /// The same calls in other lines.
    twice: Vec<(Line, CallId)>,
    weight: u32,
    /// There is so much that nothing need be seen of it but the next request.
    plenty: bool,
}

impl Gathered {
    fn has_room(&self) -> bool {
        self.weight < if self.plenty { FULL } else { LOOK_AHEAD * FULL }
    }

    /// How many of them make one of as few requests as there can be, all about equally full.
    fn fitting(&self) -> usize {
        let requests = self.weight.div_ceil(FULL).max(1);
        let even = !self.plenty && self.has_room();
        let target = if even { self.weight.div_ceil(requests) } else { FULL };
        let mut filled = 0;
        let fits = |(_, _, weight): &&(Line, CallId, u32)| {
            let fits = filled == 0 || (filled < target && filled + weight <= FULL);
            filled += weight;
            fits
        };
        self.calls.iter().take_while(fits).count()
    }
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
                soonest = match (exits.way(&group.locale.country, group.exit(), now), soonest) {
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
        self.batches.get(&line.batch).is_none_or(Batch::may_ask)
    }

    /// Takes calls from a line, then from the others that have something for the same request: as
    /// few requests as the weights allow, filled evenly, so that the last is not nearly empty.
    fn gather(&mut self, line: Line, group: &Arc<Group>, pack: f64, now: Instant) -> Vec<CallId> {
        let plenty = self.queue.waiting(line, group) >= PLENTY;
        let mut gathered = Gathered { plenty, ..Gathered::default() };
        self.gather_from(line, group, pack, &mut gathered, now);
        if gathered.has_room() && !group.page {
            let others: Vec<Line> = self
                .queue
                .turns(now)
                .filter(|other| *other != line && self.may_ask(*other))
                .filter(|other| self.queue.groups(*other).any(|own| own == group))
                .collect();
            for other in others {
                self.gather_from(other, group, pack, &mut gathered, now);
            }
        }
        let fitting = gathered.fitting();
        let surplus = gathered.calls.split_off(fitting);
        for (line, id, _) in surplus.into_iter().rev() {
            let Some(call) = self.calls.get_mut(&id) else { continue };
            call.queued = true;
            self.queue.push_front(line, group, id, now);
            for (line, _) in gathered.twice.iter().filter(|(_, other)| *other == id) {
                self.queue.push_front(*line, group, id, now);
            }
        }
        gathered.calls.into_iter().map(|(_, call, _)| call).collect()
    }

    fn gather_from(
        &mut self,
        line: Line,
        group: &Arc<Group>,
        pack: f64,
        gathered: &mut Gathered,
        now: Instant,
    ) {
        let Some(batch) = self.batches.get(&line.batch) else {
            while self.queue.pop(line, group).is_some() {}
            return;
        };
        let mut room = batch.room();
        while gathered.has_room()
            && let Some(id) = self.queue.pop(line, group)
        {
            // What has left in another way is skipped.
            let Some(call) = self.calls.get_mut(&id) else { continue };
            let own = call.waiters.iter().find(|waiter| waiter.batch == line.batch);
            let Some(lookups) = own.map(|waiter| waiter.positions.len()) else { continue };
            if !call.queued {
                if gathered.calls.iter().any(|(_, other, _)| *other == id) {
                    gathered.twice.push((line, id));
                }
                continue;
            }
            let is_first = gathered.calls.is_empty() && batch.fits(lookups);
            if lookups > room && !is_first {
                self.queue.push_front(line, group, id, now);
                break;
            }
            room = room.saturating_sub(lookups);
            call.queued = false;
            let weight = self.weights.of(call, pack);
            gathered.weight += weight;
            gathered.calls.push((line, id, weight));
        }
    }

    pub(super) fn send_out(
        &mut self,
        exit: usize,
        group: Arc<Group>,
        calls: Vec<CallId>,
        now: Instant,
    ) -> Pack {
        let (ids, tasks) = (Vec::with_capacity(calls.len()), Vec::with_capacity(calls.len()));
        let mut pack = Pack { exit, group, calls: ids, tasks };
        for id in calls {
            if !self.admit(id, now) {
                continue;
            }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gathered(weights: &[u32]) -> Gathered {
        let line = Line { priority: 0, batch: 1 };
        let calls: Vec<_> = (0..).zip(weights).map(|(id, weight)| (line, id, *weight)).collect();
        Gathered { calls, weight: weights.iter().sum(), ..Gathered::default() }
    }

    /// The sizes of the requests that these calls make.
    fn sizes(mut weights: &[u32]) -> Vec<usize> {
        let mut sizes = Vec::new();
        while !weights.is_empty() {
            let ahead = weights.len().min(130);
            sizes.push(gathered(&weights[..ahead]).fitting());
            weights = &weights[sizes[sizes.len() - 1]..];
        }
        sizes
    }

    #[test]
    fn requests_are_as_few_as_can_be_and_about_equally_full() {
        assert_eq!(sizes(&[31; 1]), [1]);
        assert_eq!(sizes(&[31; 33]), [17, 16]);
        assert_eq!(sizes(&[31; 100]), [25; 4]);
        assert_eq!(sizes(&[31; 1000]).len(), 32);
        assert_eq!(sizes(&[333; 5]), [3, 2]);
        assert_eq!(sizes(&[150; 20]), [6, 5, 5, 4]);
        assert_eq!(sizes(&[FULL; 3]), [1, 1, 1]);
    }

    proptest! {
        #[test]
        fn no_request_is_too_full(weights in prop::collection::vec(1..=FULL, 1..100)) {
            let fitting = gathered(&weights).fitting();
            let filled: u32 = weights[..fitting].iter().sum();
            prop_assert!(fitting == 1 || (fitting > 1 && filled <= FULL), "{} in {}", filled, fitting);
        }
    }
}
