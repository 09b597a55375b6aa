//! Whose turn it is: the more urgent first, batches of equal urgency by turns, and nobody never.

use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::time::Instant;

use super::call::{BatchId, CallId, Group, Line};

/// Waiting this long counts as one step of urgency, so that the least urgent get their turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// Calls that wait for their turn. It knows their ids only: what has left in another way is
/// skipped by those who take.
#[derive(Default)]
pub(super) struct Queue {
    levels: BTreeMap<Reverse<i32>, Level>,
}

/// Batches of equal urgency.
struct Level {
    turns: VecDeque<BatchId>,
    lines: FxHashMap<BatchId, Calls>,
    served: Instant,
}

/// A batch's calls, by what their requests have in common.
#[derive(Default)]
struct Calls {
    order: VecDeque<Arc<Group>>,
    calls: FxHashMap<Arc<Group>, VecDeque<CallId>>,
}

impl Queue {
    /// Puts a call at the end of a line.
    pub(super) fn push(&mut self, line: Line, group: &Arc<Group>, call: CallId, now: Instant) {
        self.line(line, group, now).push_back(call);
    }

    /// Puts a call at the head of a line: what was begun is finished first.
    pub(super) fn push_front(
        &mut self,
        line: Line,
        group: &Arc<Group>,
        call: CallId,
        now: Instant,
    ) {
        self.line(line, group, now).push_front(call);
    }

    fn line(&mut self, line: Line, group: &Arc<Group>, now: Instant) -> &mut VecDeque<CallId> {
        let level = self.levels.entry(Reverse(line.priority)).or_insert_with(|| Level {
            turns: VecDeque::new(),
            lines: FxHashMap::default(),
            served: now,
        });
        let line = level.lines.entry(line.batch).or_insert_with(|| {
            level.turns.push_back(line.batch);
            Calls::default()
        });
        line.calls.entry(Arc::clone(group)).or_insert_with(|| {
            line.order.push_back(Arc::clone(group));
            VecDeque::new()
        })
    }

    /// The lines, in the order of their turns.
    pub(super) fn turns(&self, now: Instant) -> impl Iterator<Item = Line> + '_ {
        let mut levels: Vec<(&Reverse<i32>, &Level)> = self.levels.iter().collect();
        levels.sort_by_key(|(Reverse(priority), level)| {
            let waited = now.duration_since(level.served).as_millis() / PATIENCE.as_millis();
            Reverse(i128::from(*priority) + i128::try_from(waited).unwrap_or(i128::MAX / 2))
        });
        levels.into_iter().flat_map(|(&Reverse(priority), level)| {
            level.turns.iter().map(move |&batch| Line { priority, batch })
        })
    }

    /// What the requests of a line have in common, in its order.
    pub(super) fn groups(&self, line: Line) -> impl Iterator<Item = &Arc<Group>> {
        self.calls(line).into_iter().flat_map(|calls| &calls.order)
    }

    fn calls(&self, line: Line) -> Option<&Calls> {
        self.levels.get(&Reverse(line.priority))?.lines.get(&line.batch)
    }

    /// How many calls wait in a line for such a request.
    pub(super) fn waiting(&self, line: Line, group: &Arc<Group>) -> usize {
        self.calls(line).and_then(|calls| calls.calls.get(group)).map_or(0, VecDeque::len)
    }

    /// Takes the next call of a line.
    pub(super) fn pop(&mut self, line: Line, group: &Arc<Group>) -> Option<CallId> {
        let level = self.levels.get_mut(&Reverse(line.priority))?;
        let waiting = level.lines.get_mut(&line.batch)?;
        let calls = waiting.calls.get_mut(group)?;
        let call = calls.pop_front();
        if calls.is_empty() {
            waiting.calls.remove(group);
            waiting.order.retain(|other| other != group);
            if waiting.order.is_empty() {
                level.lines.remove(&line.batch);
                level.turns.retain(|batch| *batch != line.batch);
                if level.turns.is_empty() {
                    self.levels.remove(&Reverse(line.priority));
                }
            }
        }
        call
    }

    /// A line has had its turn.
    pub(super) fn served(&mut self, line: Line, now: Instant) {
        let Some(level) = self.levels.get_mut(&Reverse(line.priority)) else { return };
        level.served = now;
        if level.turns.front() == Some(&line.batch) {
            level.turns.rotate_left(1);
        } else if let Some(at) = level.turns.iter().position(|batch| *batch == line.batch) {
            level.turns.remove(at);
            level.turns.push_back(line.batch);
        }
    }

    /// Removes a batch's lines.
    pub(super) fn remove(&mut self, batch: BatchId) {
        self.levels.retain(|_, level| {
            if level.lines.remove(&batch).is_some() {
                level.turns.retain(|other| *other != batch);
            }
            !level.turns.is_empty()
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(priority: i32, batch: BatchId) -> Line {
        Line { priority, batch }
    }

    /// Takes one call as the dispatcher does.
    fn take(queue: &mut Queue, now: Instant) -> Option<(Line, CallId)> {
        let line = queue.turns(now).next()?;
        let group = Arc::clone(queue.groups(line).next()?);
        let call = queue.pop(line, &group)?;
        queue.served(line, now);
        Some((line, call))
    }

    #[test]
    fn equals_take_turns_and_the_urgent_overtake() {
        let now = Instant::now();
        let group = Arc::new(Group::default());
        let mut queue = Queue::default();
        for (batch, calls) in [(1, 0..3), (2, 10..13)] {
            for call in calls {
                queue.push(line(0, batch), &group, call, now);
            }
        }
        queue.push(line(5, 3), &group, 20, now);
        let order: Vec<CallId> =
            std::iter::from_fn(|| take(&mut queue, now)).map(|(_, call)| call).collect();
        assert_eq!(order, [20, 0, 10, 1, 11, 2, 12]);
        assert!(queue.is_empty());
    }

    #[test]
    fn what_was_begun_goes_first_and_what_is_removed_is_gone() {
        let now = Instant::now();
        let group = Arc::new(Group::default());
        let mut queue = Queue::default();
        queue.push(line(0, 1), &group, 1, now);
        queue.push_front(line(0, 1), &group, 2, now);
        queue.push(line(0, 2), &group, 3, now);
        queue.remove(2);
        let order: Vec<CallId> =
            std::iter::from_fn(|| take(&mut queue, now)).map(|(_, call)| call).collect();
        assert_eq!(order, [2, 1]);
    }

    proptest! {
        /// However many urgent calls keep coming: each call gets its turn, once.
        #[test]
        fn nobody_starves(
            calls in prop::collection::vec((-10_i32..=10, 0_u64..5), 1..60),
            urgent in 0_i32..=10,
        ) {
            let group = Arc::new(Group::default());
            let mut now = Instant::now();
            let mut queue = Queue::default();
            for (call, (priority, batch)) in (0..).zip(&calls) {
                queue.push(line(*priority, *batch), &group, call, now);
            }
            let mut seen = vec![false; calls.len()];
            let mut left = calls.len();
            for round in 0..100_000_u64 {
                if left == 0 {
                    break;
                }
                let newcomer = 1_000_000 + round;
                queue.push(line(urgent, 99), &group, newcomer, now);
                let (_, call) = take(&mut queue, now).unwrap();
                if let Some(seen) = seen.get_mut(usize::try_from(call).unwrap()) {
                    prop_assert!(!std::mem::replace(seen, true), "{} came twice", call);
                    left -= 1;
                }
                now += Duration::from_millis(250);
            }
            prop_assert_eq!(left, 0, "some never had their turn");
        }
    }
}
