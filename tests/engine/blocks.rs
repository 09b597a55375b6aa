//! A block pauses the exit, one probe at a time finds out when it is lifted, and nothing is lost.

use std::time::Duration;

use playfast::engine::{BatchOptions, ClientSettings, start};
use playfast::error::ErrorKind;
use playfast::transport::Response;
use tokio::time::{Instant, sleep};

use crate::support::{
    Play, all, answer, ask, assert_right, client, collect, described, failure, ids, items, kinds,
    sorry, status, unpaced, usual,
};

#[tokio::test(start_paused = true)]
async fn a_block_of_a_minute_costs_nothing_but_probes() {
    let blocked = |at: f64| (1.0..61.0).contains(&at);
    let play = Play::new(move |asked| if blocked(asked.at) { sorry() } else { all(&asked.ids) });
    let client = client(&play, usual());
    let ids = ids(6400);
    assert_right(&ask(&client, &ids).await, &ids);
    let asked: Vec<f64> = play.asked().iter().map(|a| a.at).filter(|at| *at > 1.5).collect();
    let probes: Vec<&f64> = asked.iter().filter(|at| blocked(**at)).collect();
    // 30 s after the block is met; the next one, a minute later, is answered.
    assert_eq!(probes.len(), 1, "{probes:?}");
    assert!(asked[1] >= *probes[0] + 60.0, "{} {}", asked[1], probes[0]);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_quotes_a_block_is_an_answer() {
    let quote = "Our systems have detected unusual traffic: https://www.google.com/sorry/index";
    let play = Play::new(move |asked| {
        answer(asked.ids.iter().enumerate().map(|(echo, id)| described(echo, id, quote)))
    });
    let client = client(&play, unpaced());
    let begun = Instant::now();
    assert_right(&ask(&client, &ids(64)).await, &ids(64));
    assert_eq!(begun.elapsed().as_millis(), 100);
    assert_eq!(client.stats().blocked, 0);
}

#[tokio::test(start_paused = true)]
async fn the_impatient_are_told_at_once() {
    let play = Play::new(|_| sorry());
    let client = client(&play, unpaced());
    let impatient = || BatchOptions { patient: false, ..BatchOptions::default() };
    let outcomes = collect(start(&client, items(&["a"]), impatient())).await;
    assert_eq!(kinds(&outcomes), [Some(ErrorKind::Blocked)]);
    assert_eq!(failure(&outcomes[0]).unwrap().retry_after(), Some(Duration::from_secs(30)));
    // Who comes during the pause is told without a request.
    sleep(Duration::from_secs(10)).await;
    let outcomes = collect(start(&client, items(&["b"]), impatient())).await;
    assert_eq!(failure(&outcomes[0]).unwrap().retry_after(), Some(Duration::from_secs(20)));
    assert_eq!(play.sizes(), [1]);
    // After it, the next one is the probe.
    sleep(Duration::from_secs(20)).await;
    let outcomes = collect(start(&client, items(&["b"]), impatient())).await;
    assert_eq!(failure(&outcomes[0]).unwrap().retry_after(), Some(Duration::from_secs(60)));
    assert_eq!(play.sizes(), [1, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_ends_the_wait_with_the_block() {
    let play = Play::new(|asked| if asked.nth == 0 { all(&asked.ids) } else { sorry() });
    let client = client(&play, ClientSettings { concurrency: 1, ..unpaced() });
    let deadline = Some(Duration::from_secs(50));
    let options = BatchOptions { deadline, ..BatchOptions::default() };
    let begun = Instant::now();
    let running = start(&client, items(&ids(100)), options);
    let handle = running.handle().clone();
    let outcomes = collect(running).await;
    assert_eq!(begun.elapsed().as_secs(), 50);
    let waited = handle.progress().waiting_ms;
    assert!((49_000..=50_000).contains(&waited), "{waited}");
    // What was finished is kept.
    assert_right(&outcomes[..25], &ids(25));
    assert_eq!(kinds(&outcomes[25..]), [Some(ErrorKind::Blocked); 75]);
    let wait = failure(&outcomes[99]).unwrap().retry_after().unwrap();
    assert!((39..=41).contains(&wait.as_secs()), "{wait:?}");
}

#[tokio::test(start_paused = true)]
async fn a_block_that_is_never_lifted_ends_the_batch() {
    let play = Play::new(|_| status(403, None));
    let client = client(&play, unpaced());
    let begun = Instant::now();
    let outcomes = ask(&client, &ids(64)).await;
    assert_eq!(kinds(&outcomes), [Some(ErrorKind::Blocked); 64]);
    // Pauses of 30, 60, 120, 240, 480 and 600 s, each with one probe.
    assert_eq!(begun.elapsed().as_secs(), 1530);
    assert_eq!(play.asked().len(), 2 + 6);
}

fn consent() -> Result<Response, playfast::error::Error> {
    let location = Some("https://consent.google.com/ml?continue=x".to_owned());
    Ok(Response { status: 302, location, ..Response::default() })
}

#[tokio::test(start_paused = true)]
async fn a_consent_is_refused_once_if_the_user_wants_so() {
    let play = Play::new(|asked| if asked.consent { all(&asked.ids) } else { consent() });
    let client = client(&play, ClientSettings { reject_consent: true, ..unpaced() });
    let begun = Instant::now();
    assert_right(&ask(&client, &["a"]).await, &["a"]);
    assert_eq!((play.asked().len(), begun.elapsed().as_millis()), (2, 200));
}

#[tokio::test(start_paused = true)]
async fn a_consent_that_cannot_be_refused_is_a_block() {
    for (reject_consent, requests) in [(true, 2), (false, 1)] {
        let play = Play::new(|_| consent());
        let client = client(&play, ClientSettings { reject_consent, ..unpaced() });
        let options = BatchOptions { patient: false, ..BatchOptions::default() };
        let outcomes = collect(start(&client, items(&["a"]), options)).await;
        assert_eq!(kinds(&outcomes), [Some(ErrorKind::Blocked)]);
        assert_eq!(play.asked().len(), requests);
    }
}
