//! The pace that Play accepts is found, and nothing is lost on the way.

use std::sync::{Arc, Mutex};

use playfast::engine::{BatchOptions, ClientSettings, start};
use tokio::time::Instant;

use crate::support::{Asked, Play, all, assert_right, client, collect, ids, items, status, usual};

/// Refuses what is more than so many requests per second, with a second's reserve.
struct Limit {
    tokens: f64,
    counted: f64,
    refused: Vec<bool>,
}

/// A Play with a limit that depends on the time, and what it refused.
fn limited(limit: impl Fn(f64) -> f64 + Send + Sync + 'static) -> (Arc<Play>, Arc<Mutex<Limit>>) {
    let state = Arc::new(Mutex::new(Limit { tokens: 10.0, counted: 0.0, refused: Vec::new() }));
    let shared = Arc::clone(&state);
    let play = Play::new(move |asked: &Asked| {
        let mut state = shared.lock().unwrap();
        let now = limit(asked.at);
        state.tokens = (state.tokens + (asked.at - state.counted) * now).min(now);
        state.counted = asked.at;
        let refuses = state.tokens < 1.0;
        state.tokens -= if refuses { 0.0 } else { 1.0 };
        state.refused.push(refuses);
        if refuses { status(429, None) } else { all(&asked.ids) }
    });
    (play, state)
}

/// What happened after the first 300 requests: the share refused, and answers per second allowed.
async fn many_apps(
    count: usize,
    limit: impl Fn(f64) -> f64 + Clone + Send + Sync + 'static,
) -> (f64, f64) {
    let (play, state) = limited(limit.clone());
    let client = client(&play, ClientSettings { attempts: 20, ..usual() });
    let ids = ids(count);
    let begun = Instant::now();
    assert_right(&collect(start(&client, items(&ids), BatchOptions::default())).await, &ids);
    let seconds = begun.elapsed().as_secs_f64();
    let asked = play.asked();
    let refused = state.lock().unwrap().refused.clone();
    let from = asked[300].at;
    let mut allowed = 0.0;
    let mut at = from;
    while at < seconds {
        allowed += limit(at) * 0.1;
        at += 0.1;
    }
    let later = &refused[300..];
    let refusals = later.iter().filter(|refused| **refused).count();
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    let (refusals, total) = (refusals as f64, later.len() as f64);
    (refusals / total, (total - refusals) / allowed)
}

#[tokio::test(start_paused = true)]
async fn ninety_six_thousand_apps_at_ten_requests_per_second() {
    let (refused, used) = many_apps(96_000, |_| 10.0).await;
    assert!(refused < 0.05, "{refused:.3} refused");
    assert!(used >= 0.8, "{used:.3} used");
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_falls_and_rises_is_followed() {
    let limit = |at: f64| if (120.0..240.0).contains(&at) { 3.0 } else { 10.0 };
    let (refused, used) = many_apps(96_000, limit).await;
    assert!(refused < 0.05, "{refused:.3} refused");
    assert!(used >= 0.8, "{used:.3} used");
}

#[tokio::test(start_paused = true)]
async fn a_pace_that_is_off_sends_as_much_as_the_concurrency_allows() {
    let play = Play::new(|asked| all(&asked.ids));
    let client = client(&play, crate::support::unpaced());
    let ids = ids(3200);
    assert_right(&collect(start(&client, items(&ids), BatchOptions::default())).await, &ids);
    assert_eq!((play.asked().len(), play.most_in_flight()), (100, 16));
}
