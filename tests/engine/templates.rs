//! Requests that pages publish: one page and one trial, then all is asked with what is answered with
//! more. Whatever goes wrong with that, no lookup is the worse for it.

use std::sync::Arc;
use std::time::Duration;

use playfast::engine::{BatchOptions, Client, ClientSettings, TemplateDrift, start};
use playfast::error::Error;
use playfast::request::Lookup;
use playfast::transport::Response;
use serde_json::{Value, json};
use tokio::time::{advance, sleep};

use crate::support::{
    Asked, Play, answer, app_page, ask, assert_right, broken, client, collect, frame, ids, items,
    publishing, status, unpaced,
};

const HOURS: Duration = Duration::from_secs(3600);

fn built_in(id: &str) -> String {
    Lookup::from_json("app", &json!(id)).unwrap().call().unwrap().request
}

/// The request that pages publish by now.
fn new(id: &str) -> String {
    built_in(id).replace(",193]", ",193,201]")
}

fn is_new(call: &Value) -> bool {
    call[2][0].as_array().unwrap().contains(&json!(201))
}

/// Answers calls with the new request and refuses the others.
fn only_new(asked: &Asked) -> Result<Response, Error> {
    let calls = asked.ids.iter().zip(&asked.calls).enumerate();
    answer(calls.map(|(echo, (id, call))| {
        let error = json!([3, null, [["type.googleapis.com/x.PlayDataError", [1]]]]);
        let refused = json!(["wrb.fr", "Ws7gDc", null, null, null, error, echo.to_string()]);
        if is_new(call) { frame(echo, id) } else { refused }
    }))
}

/// Whether it tries two requests for the same app.
fn is_trial(asked: &Asked) -> bool {
    asked.ids.len() == 2 && asked.ids[0] == asked.ids[1]
}

fn adopting(play: &Arc<Play>) -> Client {
    client(play, ClientSettings { adopts_templates: true, ..unpaced() })
}

fn of_apps(client: &Client) -> TemplateDrift {
    client.drift().requests.templates.remove(0)
}

fn pages(play: &Play) -> usize {
    play.asked().iter().filter(|asked| asked.page).count()
}

#[tokio::test(start_paused = true)]
async fn refused_calls_wait_for_one_page_and_one_trial() {
    let play = Play::new(|asked| {
        if asked.page { publishing(&asked.ids[0], &new(&asked.ids[0])) } else { only_new(asked) }
    });
    let client = adopting(&play);
    assert_right(&ask(&client, &ids(100)).await, &ids(100));
    assert_eq!(of_apps(&client).in_force, "adopted");
    assert_eq!((pages(&play), play.asked().iter().filter(|asked| is_trial(asked)).count()), (1, 1));
    // Four packs three times, then once more.
    let posts = play.asked().len() - 2;
    assert!((16..=19).contains(&posts), "{posts} requests");
    let before = play.asked().len();
    assert_right(&ask(&client, &["later"]).await, &["later"]);
    assert_eq!(play.asked().len(), before + 1);
}

#[tokio::test(start_paused = true)]
async fn a_page_or_a_trial_that_fails_leaves_all_to_their_pages() {
    for fault in ["page 500", "page broken", "page 404", "trial 500", "trial broken", "trial empty"]
    {
        let play = Play::new(move |asked| {
            let is_first = asked.page && asked.ids[0] == "com.app000";
            match fault {
                "page 500" if is_first && asked.nth < 5 => status(500, None),
                "page broken" if is_first && asked.nth < 5 => broken(),
                "page 404" if asked.page && asked.ids[0] == "com.gone" => status(404, None),
                "trial 500" if is_trial(asked) => status(500, None),
                "trial broken" if is_trial(asked) => broken(),
                "trial empty" if is_trial(asked) => answer([]),
                _ if asked.page => publishing(&asked.ids[0], &new(&asked.ids[0])),
                _ => only_new(asked),
            }
        });
        let client = adopting(&play);
        let mut all = ids(10);
        if fault == "page 404" {
            all.insert(0, "com.gone".to_owned());
        }
        let mut outcomes = ask(&client, &all).await;
        if fault == "page 404" {
            assert!(outcomes.remove(0).result.is_err());
            assert!(outcomes.iter().all(|outcome| outcome.result.is_ok()));
        } else {
            assert_right(&outcomes, &all);
        }
        let TemplateDrift { in_force, refused, .. } = of_apps(&client);
        assert_eq!(in_force, "builtIn", "{fault}");
        assert!(refused.unwrap().len() > 20, "{fault}");
        assert!(pages(&play) >= 10, "{fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_is_asked_once_in_six_hours() {
    // The records are thinner than Play's.
    let play = Play::new(|asked| {
        if asked.page {
            publishing(&asked.ids[0], &built_in(&asked.ids[0]))
        } else {
            answer(asked.ids.iter().enumerate().map(|(echo, id)| frame(echo, id)))
        }
    });
    let client = adopting(&play);
    let all = ids(1000);
    for (after, expected) in [(0, 1), (1, 1), (4, 1), (1, 2), (5, 2), (1, 3)] {
        advance(HOURS * after).await;
        assert_right(&ask(&client, &all).await, &all);
        // The check is nobody's: it may outlast the batch.
        sleep(Duration::from_secs(1)).await;
        assert_eq!(pages(&play), expected);
    }
    let why = "the page publishes the request that is asked with already";
    assert_eq!(of_apps(&client).refused.as_deref(), Some(why));
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_does_not_hold_up_who_waits_for_the_check() {
    let play = Play::slow(
        1000,
        |asked| {
            if asked.page { app_page(&asked.ids[0]) } else { only_new(asked) }
        },
    );
    let client = adopting(&play);
    let first = start(&client, items(&["first"]), BatchOptions::default());
    let second = start(&client, items(&["second"]), BatchOptions::default());
    while pages(&play) == 0 {
        sleep(Duration::from_millis(10)).await;
    }
    // Long enough for the other to wait for it too, or to have been the first.
    sleep(Duration::from_millis(500)).await;
    first.handle().cancel();
    assert_right(&collect(second).await, &["second"]);
    assert_eq!(collect(first).await.len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_is_closed_in_a_check_ends_at_once() {
    let play = Play::slow(
        1000,
        |asked| {
            if asked.page { app_page(&asked.ids[0]) } else { only_new(asked) }
        },
    );
    let client = adopting(&play);
    let running = start(&client, items(&ids(3)), BatchOptions::default());
    while pages(&play) == 0 {
        sleep(Duration::from_millis(10)).await;
    }
    client.close().await;
    assert!(collect(running).await.iter().all(|outcome| outcome.result.is_err()));
    sleep(Duration::from_millis(1)).await;
    assert_eq!(play.in_flight(), 0);
}
