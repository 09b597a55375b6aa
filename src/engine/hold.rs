//! When an exit asks nothing: because it is blocked, because the server asked for a pause, or
//! because it cannot be reached.

use std::time::Duration;

use tokio::time::Instant;

use crate::error::Error;

/// The first pause of a blocked exit; each one that follows is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(30);
const LONGEST_PAUSE: Duration = Duration::from_secs(600);
/// Failures in a row after which an exit counts as out of reach, where there are others.
const FAILURES: u32 = 3;

/// Whether and when an exit may ask.
#[derive(Debug, Default)]
pub(super) struct Health {
    block: Option<Block>,
    /// Until when the server asked to wait, and its refusal.
    asked: Option<(Instant, Error)>,
    /// Transport failures in a row.
    failures: u32,
}

#[derive(Debug)]
struct Block {
    until: Instant,
    why: Error,
    pauses: u32,
    /// One request finds out whether the block is lifted.
    probing: bool,
}

/// Why an exit asks nothing now.
#[derive(Debug)]
pub(super) struct Hold<'a> {
    /// When it asks again; nothing while a probe is on its way.
    pub(super) until: Option<Instant>,
    /// What made it stop.
    pub(super) why: &'a Error,
    /// Pauses so far without an answer in between; none where the server said how long.
    pub(super) pauses: u32,
}

impl Health {
    /// What holds the exit back now.
    pub(super) fn hold(&self, now: Instant) -> Option<Hold<'_>> {
        let block = self.block.as_ref().filter(|block| block.probing || block.until > now);
        let block = block.map(|block| Hold {
            until: (!block.probing).then_some(block.until),
            why: &block.why,
            pauses: block.pauses,
        });
        block.or_else(|| {
            let (until, why) = self.asked.as_ref().filter(|(until, _)| *until > now)?;
            Some(Hold { until: Some(*until), why, pauses: 0 })
        })
    }

    /// A request goes out; after a block it is the probe. Returns whether it is.
    pub(super) fn sends(&mut self) -> bool {
        if let Some(block) = &mut self.block {
            block.probing = true;
        }
        self.block.is_some()
    }

    /// An answer came that is one. It lifts a block only if it was the probe's: others went out
    /// before.
    pub(super) fn answered(&mut self, probe: bool) {
        self.failures = 0;
        if probe {
            self.block = None;
        }
    }

    /// The exit is blocked.
    pub(super) fn blocked(&mut self, why: Error, probe: bool, now: Instant) {
        // Requests that went out together before the block are one block.
        if self.block.is_some() && !probe {
            return;
        }
        let pauses = self.block.as_ref().map_or(0, |block| block.pauses);
        let pause = FIRST_PAUSE.saturating_mul(1 << pauses.min(16)).min(LONGEST_PAUSE);
        let block = Block { until: now + pause, why, pauses: pauses + 1, probing: false };
        self.block = Some(block);
    }

    /// A request found no way. Several in a row put an exit aside that is not the only one.
    pub(super) fn failed(&mut self, why: &Error, probe: bool, others: bool, now: Instant) {
        self.failures += 1;
        let out_of_reach = others && self.failures >= FAILURES;
        // A refused login stays refused, even where there is no other exit.
        if probe || out_of_reach || !why.retryable() {
            self.blocked(why.clone(), probe, now);
        }
    }

    /// The server asked to wait.
    pub(super) fn asked_to_wait(&mut self, wait: Duration, why: &Error, now: Instant) {
        let until = now + wait;
        if self.asked.as_ref().is_none_or(|(earlier, _)| *earlier < until) {
            self.asked = Some((until, why.clone()));
        }
    }

    /// A request was dropped, or failed for reasons of its own.
    pub(super) fn dropped(&mut self, probe: bool) {
        if let Some(block) = &mut self.block
            && probe
        {
            block.probing = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    const SECOND: Duration = Duration::from_secs(1);

    fn captcha() -> Error {
        Error::new(ErrorKind::Blocked, "captcha")
    }

    #[test]
    fn pauses_double_and_one_probe_goes_out_after_each() {
        let mut now = Instant::now();
        let mut health = Health::default();
        health.blocked(captcha(), false, now);
        for seconds in [30, 60, 120, 240, 480, 600, 600] {
            // Late answers of the same block change nothing.
            health.blocked(captcha(), false, now);
            let hold = health.hold(now).unwrap();
            assert_eq!(hold.until, Some(now + seconds * SECOND));
            now += seconds * SECOND;
            assert!(health.hold(now).is_none());
            assert!(health.sends());
            assert!(health.hold(now).unwrap().until.is_none(), "one probe at a time");
            health.blocked(captcha(), true, now);
        }
        now += 600 * SECOND;
        assert!(health.sends());
        health.answered(false);
        assert!(health.hold(now).is_some());
        health.answered(true);
        assert!(health.hold(now).is_none() && !health.sends());
    }

    #[test]
    fn a_dropped_probe_makes_room_for_another() {
        let now = Instant::now();
        let mut health = Health::default();
        health.blocked(captcha(), false, now);
        let later = now + 30 * SECOND;
        assert!(health.sends());
        health.dropped(true);
        assert!(health.hold(later).is_none());
    }

    #[test]
    fn what_the_server_asks_is_never_shortened() {
        let now = Instant::now();
        let mut health = Health::default();
        health.asked_to_wait(7 * SECOND, &captcha(), now);
        health.asked_to_wait(3 * SECOND, &captcha(), now);
        health.answered(true);
        assert_eq!(health.hold(now).unwrap().until, Some(now + 7 * SECOND));
        assert!(health.hold(now + 7 * SECOND).is_none());
        assert!(!health.sends());
    }

    #[test]
    fn an_exit_out_of_reach_is_put_aside_if_there_are_others() {
        let now = Instant::now();
        let unreachable = Error::new(ErrorKind::Network, "no way");
        let mut health = Health::default();
        for _ in 0..5 {
            health.failed(&unreachable, false, false, now);
        }
        assert!(health.hold(now).is_none());
        health.failed(&unreachable, false, true, now);
        assert_eq!(health.hold(now).unwrap().until, Some(now + 30 * SECOND));
    }
}
