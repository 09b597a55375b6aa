//! How much of an HTTP request a call fills. It begins with what is known of each noun, and learns
//! from the answers: their bytes, and how long requests take.

use std::time::Duration;

use super::call::{Call, Task};
use crate::request::Lookup;

/// The weight of a full request.
pub(super) const FULL: u32 = 1000;

/// Share of the newest answer in what is learned.
const NEWEST: f64 = 0.2;
/// Calls are never taken for lighter or heavier than this.
const LIGHTEST: f64 = 0.5;
const HEAVIEST: f64 = 8.0;
/// More than 32 calls of the light nouns in a request gain nothing (PROTOCOL 1.5), however short
/// their answers.
const LIGHTEST_OF_32: f64 = 1.0;
const NOUNS: usize = 12;
/// Answers differ: what is about as heavy as expected counts as expected.
const AS_EXPECTED: std::ops::Range<f64> = 0.75..1.25;
/// A request should be answered within this part of the time it may take.
const PART_OF_TIMEOUT: f64 = 0.25;

/// What is learned of a noun.
#[derive(Debug, Clone, Copy)]
struct Noun {
    /// Bytes of a call's answer, in those expected.
    bytes: f64,
    /// Time of a full request, in that wanted.
    time: f64,
}

#[derive(Debug)]
pub(super) struct Weights([Noun; NOUNS]);

impl Default for Weights {
    fn default() -> Self {
        Self([Noun { bytes: 1.0, time: 0.0 }; NOUNS])
    }
}

impl Weights {
    /// The weight of a call, for packs that may be this full.
    pub(super) fn of(&self, call: &Call, pack: f64) -> u32 {
        let Some(task) = &call.task else { return FULL };
        if call.group.page {
            return FULL;
        }
        let lightest = match *task.lookup {
            Lookup::List(_)
            | Lookup::Search(_)
            | Lookup::Reviews(_)
            | Lookup::Similar(_)
            | Lookup::Developer(_)
            | Lookup::Availability(_)
            | Lookup::Catalogue(_) => LIGHTEST,
            Lookup::App(ref request) if request.include.similar => LIGHTEST,
            Lookup::App(_)
            | Lookup::Suggest(_)
            | Lookup::Permissions(_)
            | Lookup::DataSafety(_) => LIGHTEST_OF_32,
        };
        let learned = self.0[noun(&task.lookup)].factor().max(lightest);
        // A request that failed twice is split, then again and again; the last try goes alone.
        let split = match call.failed_requests {
            failed @ 0..=4 => f64::from(1 << failed.saturating_sub(1)),
            _ => return FULL,
        };
        let weight = f64::from(task.lookup.weight()) * learned * split / pack;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
        let weight = weight.round().clamp(1.0, f64::from(FULL)) as u32;
        weight
    }

    /// Learns from a call's answer.
    pub(super) fn learn_bytes(&mut self, task: &Task, bytes: usize) {
        let full = bytes_of_full(&task.lookup);
        let expected = f64::from(task.lookup.weight()) / f64::from(FULL) * full;
        #[expect(clippy::cast_precision_loss, reason = "64 MB at most")]
        let ratio = bytes as f64 / expected;
        let learned = &mut self.0[noun(&task.lookup)].bytes;
        *learned += NEWEST * (ratio.min(HEAVIEST) - *learned);
    }

    /// Learns from a request's time. Only a good part of a full request tells something.
    pub(super) fn learn_time<'t>(
        &mut self,
        tasks: impl Iterator<Item = &'t Task> + Clone,
        took: Duration,
        timeout: Duration,
    ) {
        let weight: u32 = tasks.clone().map(|task| task.lookup.weight()).sum();
        if weight < FULL / 4 {
            return;
        }
        let full = took.as_secs_f64() * f64::from(FULL) / f64::from(weight);
        let ratio = full / (timeout.as_secs_f64() * PART_OF_TIMEOUT);
        let mut seen = [false; NOUNS];
        for noun in tasks.map(|task| noun(&task.lookup)) {
            if !std::mem::replace(&mut seen[noun], true) {
                let learned = &mut self.0[noun].time;
                *learned += NEWEST * (ratio.min(HEAVIEST) - *learned);
            }
        }
    }
}

impl Noun {
    fn factor(&self) -> f64 {
        let factor = self.bytes.max(self.time).min(HEAVIEST);
        if AS_EXPECTED.contains(&factor) { 1.0 } else { factor }
    }
}

fn noun(lookup: &Lookup) -> usize {
    match lookup {
        // Its answer is mostly that of the call beside.
        Lookup::App(request) if request.include.similar => 11,
        Lookup::App(_) => 0,
        Lookup::List(_) => 1,
        Lookup::Search(_) => 2,
        Lookup::Reviews(_) => 3,
        Lookup::Suggest(_) => 4,
        Lookup::Permissions(_) => 5,
        Lookup::DataSafety(_) => 6,
        Lookup::Similar(_) => 7,
        Lookup::Developer(_) => 8,
        Lookup::Availability(_) => 9,
        Lookup::Catalogue(_) => 10,
    }
}

/// Bytes of a full request's answer, unpacked, as recorded ones are: 16 KB an app, 9 KB a row, 190
/// KB a search, 830 bytes a review, 180 a lean record, 8 MB a shard; a row of similar apps and of a
/// developer as a chart's. Suggestions, permissions and data safety (1, 3 and 8 KB) are fewer than fit:
/// it is their number that fills a request.
fn bytes_of_full(lookup: &Lookup) -> f64 {
    match lookup {
        Lookup::App(request) if request.include.similar => 1000.0 / 156.0 * (16e3 + 12.0 * 8.5e3),
        Lookup::App(_) | Lookup::Suggest(_) | Lookup::Permissions(_) | Lookup::DataSafety(_) => {
            32.0 * 16e3
        }
        Lookup::List(_) => 300.0 * 8.5e3,
        Lookup::Search(_) => 5.0 * 190e3,
        Lookup::Reviews(_) => 1000.0 * 830.0,
        Lookup::Similar(_) => 8.0 * 12.0 * 8.5e3,
        Lookup::Developer(_) => 5.0 * 20.0 * 8.5e3,
        Lookup::Availability(_) => 1000.0 * 180.0,
        Lookup::Catalogue(_) => 8e6,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::engine::batch::Source;
    use crate::engine::call::{Group, Waiter};

    fn call(failed_requests: u32) -> Call {
        let lookup = Arc::new(Lookup::from_json("app", &json!("com.a.b")).unwrap());
        let waiter = Waiter { batch: 1, positions: vec![0], priority: 0 };
        let task = Task::new(lookup, Source::Auto);
        let call = Call::new(task, Arc::new(Group::default()), waiter);
        Call { failed_requests, ..call }
    }

    fn per_request(weights: &Weights, failed_requests: u32, pack: f64) -> u32 {
        FULL / weights.of(&call(failed_requests), pack)
    }

    #[test]
    fn a_request_that_failed_twice_is_split() {
        let weights = Weights::default();
        let sizes = [0, 1, 2, 3, 4, 5, 9].map(|failed| per_request(&weights, failed, 1.0));
        assert_eq!(sizes, [32, 32, 16, 8, 4, 1, 1]);
        assert_eq!(per_request(&weights, 0, 0.25), 8);
    }

    #[test]
    fn weights_are_learned_from_bytes_within_bounds() {
        let mut weights = Weights::default();
        let learn = |weights: &mut Weights, bytes| {
            for _ in 0..50 {
                weights.learn_bytes(call(0).task.as_ref().unwrap(), bytes);
            }
            per_request(weights, 0, 1.0)
        };
        assert_eq!(learn(&mut weights, 17_500), 32);
        assert_eq!(learn(&mut weights, 64_000), 8);
        assert_eq!(learn(&mut weights, 10), 32);
        assert_eq!(learn(&mut weights, 50_000_000), 4);
    }

    #[test]
    fn requests_that_take_long_become_smaller() {
        let mut weights = Weights::default();
        let tasks: Vec<Task> = (0..32).filter_map(|_| call(0).task).collect();
        let timeout = Duration::from_secs(30);
        for _ in 0..50 {
            weights.learn_time(tasks.iter(), Duration::from_secs(15), timeout);
        }
        assert_eq!(per_request(&weights, 0, 1.0), 16);
        for _ in 0..50 {
            weights.learn_time(tasks.iter(), Duration::from_secs(1), timeout);
        }
        assert_eq!(per_request(&weights, 0, 1.0), 32);
    }
}
