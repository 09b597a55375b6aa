//! Whatever happens in whatever order: each lookup gets exactly one outcome, bounds are kept, and
//! everybody's turn comes.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use playfast::engine::{BatchOptions, ClientSettings, Outcome, Rate, start};
use proptest::prelude::*;
use tokio::time::{sleep, timeout};

use crate::support::{
    Asked, Play, all, answer, broken, client_through, frame, give_back, ids, sorry, status, urgent,
    usual,
};

/// A batch of the model.
#[derive(Debug, Clone)]
struct Plan {
    begins_ms: u64,
    lookups: std::ops::Range<usize>,
    priority: i32,
    high_water_mark: usize,
    concurrency: Option<usize>,
    deadline_ms: Option<u64>,
    /// Takes this many outcomes, then leaves.
    leaves_after: Option<usize>,
    takes_ms: u64,
}

fn plan() -> impl Strategy<Value = Plan> {
    let lookups = (0_usize..150, 0_usize..120).prop_map(|(from, count)| from..from + count);
    let some = (0_u64..3000, lookups, -10_i32..=10, 1_usize..200);
    let other = (
        prop::option::of(1_usize..5),
        prop::option::of(100_u64..100_000),
        prop::option::of(0_usize..60),
        0_u64..20,
    );
    (some, other).prop_map(|((begins_ms, lookups, priority, high_water_mark), other)| {
        let (concurrency, deadline_ms, leaves_after, takes_ms) = other;
        Plan {
            begins_ms,
            lookups,
            priority,
            high_water_mark,
            concurrency,
            deadline_ms,
            leaves_after,
            takes_ms,
        }
    })
}

/// Answers, refuses, fails, forgets: by chance.
fn moody(seed: u64) -> std::sync::Arc<Play> {
    let random = Mutex::new(fastrand::Rng::with_seed(seed));
    Play::new(move |asked: &Asked| {
        let mut random = random.lock().unwrap();
        match random.u8(..20) {
            0 => status(429, Some("2")),
            1 => status(503, None),
            2 => broken(),
            3 => sorry(),
            4 => answer([]),
            5 | 6 => answer(
                asked.ids.iter().enumerate().filter(|_| random.bool()).map(|(n, id)| frame(n, id)),
            ),
            _ => all(&asked.ids),
        }
    })
}

/// Runs a batch as planned. Returns how often each position came.
async fn follow(client: &playfast::engine::Client, plan: &Plan) -> (HashMap<usize, usize>, usize) {
    sleep(Duration::from_millis(plan.begins_ms)).await;
    let wanted: Vec<String> = ids(300)[plan.lookups.clone()].to_vec();
    let options = BatchOptions {
        deadline: plan.deadline_ms.map(Duration::from_millis),
        concurrency: plan.concurrency,
        high_water_mark: plan.high_water_mark,
        ..BatchOptions::default()
    };
    let mut running = start(client, urgent(&wanted, plan.priority), options);
    let mut seen = HashMap::new();
    let (mut taken, mut values_taken) = (0, 0);
    while let Some(some) = running.next().await {
        for outcome in some {
            let Outcome { positions, result } = &outcome;
            let progress = running.handle().progress();
            let untaken = progress.done - progress.failed - values_taken;
            assert!(untaken <= plan.high_water_mark, "{untaken} values were not taken");
            values_taken += if result.is_ok() { positions.len() } else { 0 };
            sleep(Duration::from_millis(plan.takes_ms)).await;
            taken += positions.len();
            give_back(&running, std::slice::from_ref(&outcome));
            for &position in positions {
                *seen.entry(position).or_default() += 1;
            }
            if plan.leaves_after.is_some_and(|most| taken >= most) {
                return (seen, wanted.len());
            }
        }
    }
    (seen, wanted.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn each_lookup_gets_exactly_one_outcome(
        plans in prop::collection::vec(plan(), 1..8),
        seed in any::<u64>(),
        exits in 1_usize..=3,
        concurrency in 1_usize..6,
        paced in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            fastrand::seed(seed);
            let play = moody(seed);
            let rate = if paced { Rate::default() } else { Rate::Off };
            let settings = ClientSettings { concurrency, rate, ..usual() };
            let names: [(&str, &[&str]); 3] = [("one", &[]), ("two", &[]), ("three", &[])];
            let client = client_through(&play, &names[..exits], settings);
            // Nobody waits for ever: blocks are given up after some 25 minutes.
            let all = futures::future::join_all(plans.iter().map(|plan| follow(&client, plan)));
            let ended = timeout(Duration::from_secs(100_000), all).await;
            prop_assert!(ended.is_ok(), "some batch never ended");
            for (plan, (seen, lookups)) in plans.iter().zip(ended.unwrap()) {
                prop_assert!(seen.values().all(|times| *times == 1), "a lookup came twice");
                if plan.leaves_after.is_none() {
                    prop_assert_eq!(seen.len(), lookups, "a lookup has no outcome");
                }
            }
            prop_assert!(play.most_in_flight() <= concurrency * exits);
            sleep(Duration::from_millis(1)).await;
            prop_assert_eq!(play.in_flight(), 0);
            Ok(())
        })?;
    }
}
