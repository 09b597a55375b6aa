//! The search for the pace that Play accepts: slower after a refusal, quicker while all goes well,
//! slowly where it was refused before.

use std::time::Duration;

use tokio::time::Instant;

use super::limiter::{Bounds, Bucket, Sign};

/// After a refusal, and after one that follows it without an answer in between.
const CUT: f64 = 0.75;
const NEXT_CUT: f64 = 0.5;
/// After a failure that may have nothing to do with the pace.
const GENTLE_CUT: f64 = 0.9;
/// Growth per step up to what was refused before, and where nothing is known.
const QUICK: f64 = 1.05;
/// Growth per step near what was refused before; it quickens step by step.
const SLOW: f64 = 1.005;
const QUICKENING: f64 = 1.25;
/// How near to the refused rate growth is slow.
const NEAR: f64 = 0.95;
/// Time between steps, at least; with long answers it is their time.
const STEP: Duration = Duration::from_secs(1);
const SMALLEST_PACK: f64 = 0.25;

/// What is known of the pace.
#[derive(Debug)]
pub(super) struct Pace {
    bounds: Bounds,
    /// The rate at the last cut.
    refused: f64,
    growth: f64,
    cut: Instant,
    gentle_cut: Instant,
    step: Instant,
    /// An answer came to a request that was sent after the last cut.
    clean: bool,
    /// The rate held a request back since the last step.
    pub(super) felt: bool,
    /// How full packs may be.
    pub(super) pack: f64,
}

/// What became of the pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Cut,
    Growth,
    None,
}

impl Pace {
    pub(super) fn new(bounds: Bounds, now: Instant) -> Self {
        Self {
            bounds,
            refused: f64::INFINITY,
            growth: SLOW,
            cut: now,
            gentle_cut: now,
            step: now,
            clean: true,
            felt: false,
            pack: 1.0,
        }
    }

    /// Learns from the answer to a request that went out then.
    pub(super) fn learn(
        &mut self,
        sign: Sign,
        sent: Instant,
        bucket: &mut Bucket,
        now: Instant,
    ) -> Change {
        match sign {
            // What went out before the cut says nothing new: one cut per round trip.
            Sign::Refused if sent >= self.cut => {
                self.cut(bucket, now);
                Change::Cut
            }
            Sign::Trouble if sent >= self.gentle_cut => {
                self.cut_gently(bucket, now);
                Change::None
            }
            Sign::Clean if sent >= self.cut => {
                self.clean = true;
                if now < self.step + STEP.max(now - sent) {
                    return Change::None;
                }
                self.grow(bucket, now);
                Change::Growth
            }
            _ => Change::None,
        }
    }

    fn cut(&mut self, bucket: &mut Bucket, now: Instant) {
        let factor = if self.clean { CUT } else { NEXT_CUT };
        if !self.clean && bucket.rate <= self.bounds.min {
            self.pack = (self.pack / 2.0).max(SMALLEST_PACK);
        }
        self.refused = bucket.rate;
        self.growth = SLOW;
        bucket.set((bucket.rate * factor).max(self.bounds.min), now);
        // What was saved up would be one more burst.
        bucket.tokens = bucket.tokens.min(0.0);
        bucket.capacity = self.capacity(bucket.rate);
        self.cut = now;
        self.step = now;
        self.clean = false;
    }

    /// Once Play has refused, no more is saved up than a second's requests.
    fn capacity(&self, rate: f64) -> f64 {
        rate.min(self.bounds.burst).max(1.0)
    }

    fn cut_gently(&mut self, bucket: &mut Bucket, now: Instant) {
        let least = bucket.rate.min(self.bounds.start);
        bucket.set((bucket.rate * GENTLE_CUT).max(least), now);
        self.gentle_cut = now;
        self.step = now;
    }

    fn grow(&mut self, bucket: &mut Bucket, now: Instant) {
        self.step = now;
        self.pack = (self.pack * 2.0).min(1.0);
        // A pace that nobody needed was not tried.
        if !std::mem::take(&mut self.felt) {
            return;
        }
        let near = self.refused * NEAR;
        let rate = if bucket.rate < near {
            (bucket.rate * QUICK).min(near)
        } else {
            let growth = self.growth;
            self.growth = (1.0 + (growth - 1.0) * QUICKENING).min(QUICK);
            bucket.rate * growth
        };
        bucket.set(rate.min(self.bounds.max), now);
        if self.refused.is_finite() {
            bucket.capacity = self.capacity(bucket.rate);
        }
    }
}
