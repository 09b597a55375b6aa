//! The pace at which one exit address asks: how many requests at once, how many per second.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

/// Requests that may go out at once before the rate is felt (a burst of 48 pages at 12 per second
/// was answered cleanly, PROTOCOL 4).
const BURST: u32 = 48;

/// How many requests per second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rate {
    /// At most this many in the long run.
    PerSecond(f64),
    /// As many as the concurrency allows.
    Off,
}

/// Shared by all batches of a client.
pub struct Limiter {
    slots: Arc<Semaphore>,
    interval: Option<Duration>,
    schedule: Mutex<Schedule>,
}

struct Schedule {
    /// When the bucket is full again.
    full_at: Instant,
    /// Nothing goes out before: the server asked to wait.
    paused_until: Instant,
}

/// The right to send one request; give it back when the answer is there.
pub struct Permit {
    _slot: Option<OwnedSemaphorePermit>,
}

impl Limiter {
    /// A limiter with these bounds.
    pub fn new(concurrency: usize, rate: Rate) -> Self {
        let interval = match rate {
            Rate::PerSecond(rate) => Some(Duration::from_secs_f64(1.0 / rate)),
            Rate::Off => None,
        };
        let now = Instant::now();
        Self {
            slots: Arc::new(Semaphore::new(concurrency)),
            interval,
            schedule: Mutex::new(Schedule { full_at: now, paused_until: now }),
        }
    }

    /// Waits until one more request may go out.
    pub async fn acquire(&self) -> Permit {
        // The semaphore is never closed; without a slot the rate alone would hold.
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok();
        sleep_until(self.reserve()).await;
        while let Some(until) = self.pause() {
            sleep_until(until).await;
        }
        Permit { _slot: slot }
    }

    /// Lets nothing out for this long.
    pub fn pause_for(&self, wait: Duration) {
        let mut schedule = self.schedule();
        schedule.paused_until = schedule.paused_until.max(Instant::now() + wait);
    }

    fn pause(&self) -> Option<Instant> {
        let until = self.schedule().paused_until;
        (until > Instant::now()).then_some(until)
    }

    /// Takes a token from the bucket, the next one due if it is empty.
    fn reserve(&self) -> Instant {
        let now = Instant::now();
        let Some(interval) = self.interval else { return now };
        let mut schedule = self.schedule();
        let full_at = schedule.full_at.max(now);
        schedule.full_at = full_at + interval;
        (full_at - interval * (BURST - 1)).max(now)
    }

    fn schedule(&self) -> std::sync::MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;

    async fn seconds(limiter: &Limiter, requests: usize) -> f64 {
        let start = Instant::now();
        join_all((0..requests).map(|_| limiter.acquire())).await;
        start.elapsed().as_secs_f64()
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_then_the_rate() {
        let limiter = Limiter::new(1000, Rate::PerSecond(4.0));
        assert!(seconds(&limiter, 48).await < 0.01);
        let elapsed = seconds(&limiter, 40).await;
        assert!((9.9..10.1).contains(&elapsed), "{elapsed}");
    }

    #[tokio::test(start_paused = true)]
    async fn the_rate_can_be_off() {
        assert!(seconds(&Limiter::new(10_000, Rate::Off), 10_000).await < 0.01);
    }

    #[tokio::test(start_paused = true)]
    async fn never_more_at_once_than_slots() {
        let limiter = Limiter::new(2, Rate::Off);
        let (first, _second) = (limiter.acquire().await, limiter.acquire().await);
        assert!(futures::poll!(Box::pin(limiter.acquire())).is_pending());
        drop(first);
        limiter.acquire().await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everybody() {
        let limiter = Limiter::new(8, Rate::Off);
        limiter.pause_for(Duration::from_secs(7));
        limiter.pause_for(Duration::from_secs(3));
        let elapsed = seconds(&limiter, 4).await;
        assert!((7.0..7.1).contains(&elapsed), "{elapsed}");
    }
}
