//! The pace of one exit: how many requests at once, how many per second.

use std::time::Duration;

use tokio::time::Instant;

use super::connection::{Break, Connection};
use super::pace::{Change, Pace};

/// Requests that may go out at once before the rate is felt (a burst of 48 pages at 12 per second
/// was answered cleanly, PROTOCOL 4), unless the user wants fewer.
pub const BURST: f64 = 48.0;

/// How many requests per second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rate {
    /// Found while asking, within bounds.
    Adaptive(Bounds),
    /// At most this many in the long run.
    PerSecond(f64),
    /// As many as the concurrency allows.
    Off,
}

/// Requests per second, for a pace that is found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Never slower.
    pub min: f64,
    /// In the beginning.
    pub start: f64,
    /// Never quicker.
    pub max: f64,
    /// Requests that may go out at once before the rate is felt.
    pub burst: f64,
}

impl Default for Rate {
    fn default() -> Self {
        Self::Adaptive(Bounds::default())
    }
}

impl Default for Bounds {
    fn default() -> Self {
        Self { min: 0.5, start: 4.0, max: 12.0, burst: BURST }
    }
}

/// What an answer says about the pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// All is well.
    Clean,
    /// Asked for fewer requests.
    Refused,
    /// Failed, perhaps for another reason.
    Trouble,
    /// Nothing.
    None,
}

/// The requests of one exit.
#[derive(Debug)]
pub(super) struct Limiter {
    most: usize,
    concurrency: usize,
    in_flight: usize,
    connection: Connection,
    bucket: Option<Bucket>,
    /// Found while asking, unless the user fixed it.
    pace: Option<Pace>,
}

/// Tokens, one per request.
#[derive(Debug)]
pub(super) struct Bucket {
    pub(super) rate: f64,
    pub(super) tokens: f64,
    pub(super) capacity: f64,
    counted: Instant,
}

impl Limiter {
    /// A limiter with these bounds.
    pub(super) fn new(concurrency: usize, rate: Rate, now: Instant) -> Self {
        let (bucket, bounds) = match rate {
            Rate::Adaptive(bounds) => (Some((bounds.start, bounds.burst)), Some(bounds)),
            Rate::PerSecond(rate) => (Some((rate, BURST)), None),
            Rate::Off => (None, None),
        };
        Self {
            most: concurrency,
            concurrency,
            in_flight: 0,
            connection: Connection::default(),
            bucket: bucket.map(|(rate, burst)| Bucket::new(rate, burst, now)),
            pace: bounds.map(|bounds| Pace::new(bounds, now)),
        }
    }

    /// When the next request may go out; nothing while as many as may be are on their way.
    pub(super) fn ready_at(&self, now: Instant) -> Option<Instant> {
        if self.in_flight >= self.concurrency() {
            return None;
        }
        Some(self.bucket.as_ref().map_or(now, |bucket| bucket.ready_at(now)))
    }

    /// A request goes out.
    pub(super) fn take(&mut self, now: Instant) {
        self.in_flight += 1;
        if let Some(bucket) = &mut self.bucket {
            bucket.take(now);
            if let Some(pace) = &mut self.pace {
                pace.felt |= bucket.tokens < 1.0;
            }
        }
    }

    /// The request that went out then is answered, or dropped.
    pub(super) fn give_back(&mut self, sent: Instant, sign: Sign, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if sign == Sign::Clean {
            self.connection.answered(self.most);
        }
        let (Some(bucket), Some(pace)) = (&mut self.bucket, &mut self.pace) else { return };
        match pace.learn(sign, sent, bucket, now) {
            Change::Cut => self.concurrency = (self.concurrency / 2).max(1),
            Change::Growth => self.concurrency = (self.concurrency + 1).min(self.most),
            Change::None => {}
        }
    }

    /// The connection broke with the request that went out then, which is given back.
    pub(super) fn connection_broke(&mut self, sent: Instant, now: Instant) -> Break {
        self.connection.broke(sent, self.in_flight, now)
    }

    /// Requests at once, now.
    pub(super) fn concurrency(&self) -> usize {
        self.connection.most(self.concurrency)
    }

    /// Requests on their way.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// Requests per second, now; nothing where there is no limit.
    pub(super) fn rate(&self) -> Option<f64> {
        self.bucket.as_ref().map(|bucket| bucket.rate)
    }

    /// How full packs may be. They shrink where even the slowest pace is refused: nobody knows
    /// whether Google counts requests or calls.
    pub(super) fn pack(&self) -> f64 {
        self.pace.as_ref().map_or(1.0, |pace| pace.pack)
    }
}

impl Bucket {
    fn new(rate: f64, burst: f64, now: Instant) -> Self {
        Self { rate, tokens: burst, capacity: burst, counted: now }
    }

    fn count(&mut self, now: Instant) {
        let elapsed = now.duration_since(self.counted).as_secs_f64();
        self.tokens = (self.tokens + elapsed * self.rate).min(self.capacity);
        self.counted = now;
    }

    fn ready_at(&self, now: Instant) -> Instant {
        // A timer may wake a little early: a billionth of a token is not waited for.
        let lacking = 1.0 - self.tokens - 1e-9;
        let due = Duration::from_secs_f64(lacking.max(0.0) / self.rate);
        (self.counted + due).max(now)
    }

    fn take(&mut self, now: Instant) {
        self.count(now);
        self.tokens -= 1.0;
    }

    pub(super) fn set(&mut self, rate: f64, now: Instant) {
        self.count(now);
        self.rate = rate;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use proptest::prelude::*;

    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// A server that refuses what is more than `limit` per second, with a second's reserve.
    struct Server {
        tokens: f64,
        counted: Instant,
    }

    impl Server {
        fn refuses(&mut self, limit: f64, now: Instant) -> bool {
            let elapsed = now.duration_since(self.counted).as_secs_f64();
            self.tokens = (self.tokens + elapsed * limit).min(limit);
            self.counted = now;
            let refuses = self.tokens < 1.0;
            self.tokens -= if refuses { 0.0 } else { 1.0 };
            refuses
        }
    }

    /// Asks as quickly as the limiter lets it. Returns when each request went out and whether it was refused.
    fn run(rate: Rate, seconds: u64, limit: impl Fn(f64) -> f64) -> Vec<(f64, bool)> {
        let begin = Instant::now();
        let mut now = begin;
        let mut limiter = Limiter::new(16, rate, now);
        let mut server = Server { tokens: 10.0, counted: now };
        let mut on_the_wire: VecDeque<(Instant, bool)> = VecDeque::new();
        let mut sent = Vec::new();
        while now < begin + Duration::from_secs(seconds) {
            while let Some(&(then, refused)) = on_the_wire.front()
                && then + 100 * MS <= now
            {
                on_the_wire.pop_front();
                limiter.give_back(then, if refused { Sign::Refused } else { Sign::Clean }, now);
            }
            while limiter.ready_at(now).is_some_and(|at| at <= now) {
                limiter.take(now);
                let at = (now - begin).as_secs_f64();
                let refused = server.refuses(limit(at), now);
                on_the_wire.push_back((now, refused));
                sent.push((at, refused));
            }
            now += MS;
        }
        sent
    }

    fn share_refused(sent: &[(f64, bool)]) -> f64 {
        let refused = sent.iter().filter(|(_, refused)| *refused).count();
        f64::from(u32::try_from(refused).unwrap()) / f64::from(u32::try_from(sent.len()).unwrap())
    }

    fn answered(sent: &[(f64, bool)]) -> f64 {
        f64::from(u32::try_from(sent.iter().filter(|(_, refused)| !refused).count()).unwrap())
    }

    #[test]
    fn a_burst_then_the_rate() {
        let sent = run(Rate::PerSecond(4.0), 11, |_| 1000.0);
        assert_eq!(sent.iter().filter(|(at, _)| *at < 1.0).count(), 48 + 3);
        assert!((48 + 42..=48 + 44).contains(&sent.len()), "{}", sent.len());
    }

    #[test]
    fn never_more_at_once_than_slots() {
        let now = Instant::now();
        let mut limiter = Limiter::new(2, Rate::Off, now);
        limiter.take(now);
        assert_eq!(limiter.ready_at(now), Some(now));
        limiter.take(now);
        assert_eq!(limiter.ready_at(now), None);
        limiter.give_back(now, Sign::None, now);
        assert_eq!(limiter.ready_at(now), Some(now));
    }

    #[test]
    fn the_pace_that_is_accepted_is_found() {
        let sent = run(Rate::default(), 400, |_| 10.0);
        let later: Vec<_> = sent[300..].to_vec();
        let span = 400.0 - later[0].0;
        assert!(share_refused(&later) < 0.05, "{}", share_refused(&later));
        assert!(answered(&later) > 0.8 * 10.0 * span, "{} of {}", answered(&later), 10.0 * span);
    }

    #[test]
    fn a_limit_that_falls_and_rises_is_followed() {
        let limit = |at: f64| if (150.0..300.0).contains(&at) { 3.0 } else { 10.0 };
        let sent = run(Rate::default(), 450, limit);
        let later: Vec<_> = sent[300..].to_vec();
        let from = later[0].0;
        let allowed = 10.0 * (150.0 - from) + 3.0 * 150.0 + 10.0 * 150.0;
        assert!(share_refused(&later) < 0.05, "{}", share_refused(&later));
        assert!(answered(&later) > 0.8 * allowed, "{} of {allowed}", answered(&later));
    }

    #[test]
    fn an_idle_pace_does_not_grow() {
        let mut now = Instant::now();
        let mut limiter = Limiter::new(16, Rate::default(), now);
        for _ in 0..100 {
            limiter.take(now);
            now += Duration::from_secs(2);
            limiter.give_back(now - MS, Sign::Clean, now);
        }
        assert_eq!(limiter.rate(), Some(4.0));
    }

    #[test]
    fn failures_slow_down_less_than_refusals_and_never_below_the_start() {
        let mut now = Instant::now();
        let mut limiter = Limiter::new(16, Rate::default(), now);
        for _ in 0..50 {
            limiter.take(now);
            limiter.give_back(now, Sign::Trouble, now);
            now += MS;
        }
        assert_eq!(limiter.rate(), Some(4.0));
        limiter.take(now);
        limiter.give_back(now, Sign::Refused, now);
        assert_eq!(limiter.rate(), Some(3.0));
    }

    #[test]
    fn packs_shrink_where_even_the_slowest_pace_is_refused() {
        let mut now = Instant::now();
        let mut limiter = Limiter::new(16, Rate::default(), now);
        for _ in 0..20 {
            limiter.take(now);
            limiter.give_back(now, Sign::Refused, now);
            now += MS;
        }
        assert_eq!((limiter.rate(), limiter.concurrency()), (Some(0.5), 1));
        assert!((limiter.pack() - 0.25).abs() < 1e-9);
        for _ in 0..4 {
            now += Duration::from_secs(1);
            limiter.take(now);
            limiter.give_back(now, Sign::Clean, now);
        }
        assert!((limiter.pack() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_burst_is_as_large_as_the_bounds_say() {
        for burst in [1_u32, 5, 48] {
            let bounds = Bounds { min: 2.0, start: 2.0, max: 2.0, burst: burst.into() };
            let now = Instant::now();
            let mut limiter = Limiter::new(100, Rate::Adaptive(bounds), now);
            let mut taken = 0_u32;
            while limiter.ready_at(now).is_some_and(|at| at <= now) {
                limiter.take(now);
                taken += 1;
            }
            assert_eq!(taken, burst);
            assert_eq!(limiter.ready_at(now), Some(now + 500 * MS));
        }
    }

    proptest! {
        /// Whatever is answered, whenever: the bounds hold.
        #[test]
        fn bounds_are_never_left(
            concurrency in 1_usize..20,
            steps in prop::collection::vec((0_u64..5000, 0_u8..5), 1..300),
        ) {
            let bounds = Bounds { min: 0.5, start: 2.0, max: 6.0, ..Bounds::default() };
            let begin = Instant::now();
            let mut now = begin;
            let mut limiter = Limiter::new(concurrency, Rate::Adaptive(bounds), now);
            let mut sent = VecDeque::new();
            let mut total = 0_u32;
            for (wait, what) in steps {
                now += Duration::from_millis(wait);
                let sign = [Sign::Clean, Sign::Refused, Sign::Trouble, Sign::None];
                match sign.get(usize::from(what)) {
                    Some(&sign) => {
                        if let Some(then) = sent.pop_front() {
                            limiter.give_back(then, sign, now);
                        }
                    }
                    None => {
                        while limiter.ready_at(now).is_some_and(|at| at <= now) {
                            limiter.take(now);
                            sent.push_back(now);
                            total += 1;
                        }
                    }
                }
                let rate = limiter.rate().unwrap();
                prop_assert!((bounds.min..=bounds.max).contains(&rate), "{rate}");
                prop_assert!((1..=concurrency).contains(&limiter.concurrency()));
                prop_assert!(limiter.in_flight() <= concurrency);
                let elapsed = (now - begin).as_secs_f64();
                prop_assert!(f64::from(total) <= BURST + bounds.max * elapsed + 1.0);
            }
        }
    }
}
