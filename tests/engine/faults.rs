//! What goes wrong is asked again, by as few requests as can be, and costs nothing else.

use std::sync::Mutex;
use std::time::Duration;

use playfast::engine::{BatchOptions, ClientSettings, start};
use playfast::error::ErrorKind;
use playfast::transport::Response;
use serde_json::json;
use tokio::time::Instant;

use crate::support::{
    Asked, Play, all, answer, app_page, ask, assert_right, broken, client, collect, failure, frame,
    ids, items, kinds, page, status, unpaced,
};

/// Faults of whole requests.
const REQUEST_FAULTS: [&str; 6] = ["429", "503", "500", "broken", "garbage", "cut"];
/// Faults of single calls.
const CALL_FAULTS: [&str; 6] = ["missing", "null", "gateway", "echo", "other app", "unparsable"];

fn request_fault(fault: &str) -> Result<Response, playfast::error::Error> {
    match fault {
        "429" => status(429, None),
        "503" => status(503, None),
        "500" => status(500, None),
        "garbage" => page("<html>hello"),
        "cut" => page(")]}'\n\n[[\"wrb.fr\",\"Ws7"),
        _ => broken(),
    }
}

fn call_fault(fault: &str, echo: usize, id: &str) -> Option<serde_json::Value> {
    let silence = |payload: Option<&str>, error: Option<serde_json::Value>, echo: &str| {
        Some(json!(["wrb.fr", "Ws7gDc", payload, null, null, error, echo]))
    };
    let error = json!([13, null, [["type.googleapis.com/x.PlayGatewayError", [1]]]]);
    let own = echo.to_string();
    match fault {
        "null" => silence(None, Some(json!([8, null, []])), &own),
        "gateway" => silence(None, Some(error), &own),
        "echo" => Some(frame(echo + 1000, id)),
        "other app" => Some(frame(echo, "com.other")),
        "unparsable" => silence(None, Some(json!("?")), &own),
        _ => None,
    }
}

/// Answers, but 20 % of the requests or of the calls meet one of the faults.
fn faulty(faults: &'static [&'static str], seed: u64) -> std::sync::Arc<Play> {
    let random = Mutex::new(fastrand::Rng::with_seed(seed));
    Play::new(move |asked: &Asked| {
        let mut random = random.lock().unwrap();
        let mut fault = || faults[random.usize(..faults.len())];
        let whole = fault();
        let mut unlucky = || fastrand::Rng::with_seed(random.u64(..)).f64() < 0.2;
        if REQUEST_FAULTS.contains(&whole) && unlucky() {
            return request_fault(whole);
        }
        if asked.page {
            return app_page(&asked.ids[0]);
        }
        let frames = asked.ids.iter().enumerate().filter_map(|(echo, id)| {
            let single = faults[echo % faults.len()];
            if CALL_FAULTS.contains(&single) && unlucky() {
                call_fault(single, echo, id)
            } else {
                Some(frame(echo, id))
            }
        });
        answer(frames)
    })
}

/// 1,000 apps are 32 requests if nothing goes wrong.
async fn requests_for_a_thousand(faults: &'static [&'static str], seed: u64) -> usize {
    let play = faulty(faults, seed);
    fastrand::seed(seed);
    let ids = ids(1000);
    assert_right(&ask(&client(&play, unpaced()), &ids).await, &ids);
    play.asked().len()
}

#[tokio::test(start_paused = true)]
async fn each_fault_at_a_fifth_costs_less_than_twice_the_requests() {
    for fault in REQUEST_FAULTS.iter().chain(&CALL_FAULTS) {
        for seed in 0..5 {
            let requests = requests_for_a_thousand(std::slice::from_ref(fault), seed).await;
            assert!((33..64).contains(&requests), "{fault}, seed {seed}: {requests} requests");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn mixed_faults_cost_less_than_three_times_the_requests() {
    const ALL: [&str; 12] = [
        "429",
        "missing",
        "503",
        "null",
        "500",
        "gateway",
        "broken",
        "echo",
        "garbage",
        "other app",
        "cut",
        "unparsable",
    ];
    for seed in 0..5 {
        let requests = requests_for_a_thousand(&ALL, seed).await;
        assert!((33..96).contains(&requests), "seed {seed}: {requests} requests");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failed_request_is_sent_again_up_to_six_times() {
    let play = Play::new(|_| status(500, None));
    let outcomes = ask(&client(&play, unpaced()), &["a"]).await;
    assert_eq!(kinds(&outcomes), [Some(ErrorKind::Server)]);
    assert_eq!(play.sizes(), [1; 6]);
    let error = failure(&outcomes[0]).unwrap();
    assert_eq!((error.status(), error.attempts()), (Some(500), Some(6)));
}

#[tokio::test(start_paused = true)]
async fn a_request_that_failed_twice_is_split_until_the_poison_is_alone() {
    let play = Play::new(|asked| {
        let poisoned = asked.ids.contains(&"com.app030".to_owned());
        if poisoned { status(500, None) } else { all(&asked.ids) }
    });
    let outcomes = ask(&client(&play, unpaced()), &ids(100)).await;
    let failed: Vec<usize> = outcomes
        .iter()
        .filter(|o| failure(o).is_some())
        .flat_map(|o| o.positions.clone())
        .collect();
    assert_eq!(failed, [30]);
}

#[tokio::test(start_paused = true)]
async fn a_batch_spends_no_more_retries_than_its_budget() {
    let play = Play::new(|asked| if asked.at < 0.05 { all(&[]) } else { broken() });
    let outcomes = ask(&client(&play, unpaced()), &ids(640)).await;
    assert!(kinds(&outcomes).iter().all(Option::is_some));
    let calls: usize = play.sizes().iter().sum();
    assert!(calls <= 640 + 2 * 640 + 30, "{calls} calls");
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for_and_never_shortened() {
    let play =
        Play::new(|asked| if asked.nth == 0 { status(429, Some("40")) } else { all(&asked.ids) });
    assert_right(&ask(&client(&play, unpaced()), &["a"]).await, &["a"]);
    assert!(play.asked()[1].at >= 40.1, "{}", play.asked()[1].at);
}

#[tokio::test(start_paused = true)]
async fn too_long_a_retry_after_is_an_error_for_all_who_would_wait() {
    let play = Play::new(|_| status(429, Some("3600")));
    let client = client(&play, ClientSettings { concurrency: 1, ..unpaced() });
    let outcomes = ask(&client, &ids(100)).await;
    assert_eq!(kinds(&outcomes), [Some(ErrorKind::RateLimited); 100]);
    assert_eq!(play.sizes(), [25]);
    assert_eq!(failure(&outcomes[0]).unwrap().retry_after(), Some(Duration::from_secs(3600)));
    // Who comes later is told at once, without a request.
    let later = ask(&client, &["later"]).await;
    assert_eq!(kinds(&later), [Some(ErrorKind::RateLimited)]);
    assert_eq!(play.sizes(), [25]);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_what_is_left_and_keeps_what_is_done() {
    let play = Play::slow(1000, |asked| all(&asked.ids));
    let client = client(&play, ClientSettings { concurrency: 1, ..unpaced() });
    let deadline = Some(Duration::from_millis(2500));
    let options = BatchOptions { deadline, ..BatchOptions::default() };
    let begun = Instant::now();
    let outcomes = collect(start(&client, items(&ids(100)), options)).await;
    assert_eq!(begun.elapsed().as_millis(), 2500);
    let timed_out =
        kinds(&outcomes).iter().filter(|kind| **kind == Some(ErrorKind::Timeout)).count();
    let right = kinds(&outcomes).iter().filter(|kind| kind.is_none()).count();
    assert_eq!((right, timed_out), (50, 50));
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(play.in_flight(), 0);
}
