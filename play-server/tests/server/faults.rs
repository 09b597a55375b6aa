//! What faults look like to a client.

use crate::harness::{Client, Failure, app, body, frames, gunzip};
use serde_json::{Value, json};
use std::error::Error;
use std::time::Duration;

const H1: &[&str] = &["--protocols", "http/1.1"];

/// A client whose server is about to answer with this body fault.
async fn facing(fault: &str, arguments: &[&str]) -> Client {
    let client = Client::start(arguments).await;
    client.configure(&json!({"faults": [{"body": fault}]})).await;
    client
}

fn post() -> String {
    body(&[app("com.a.b", "1,73")])
}

/// What is at the bottom of an error.
fn cause(error: &hyper::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

#[tokio::test]
async fn a_reset_stream_leaves_the_h2_connection_alone() {
    let client = facing("reset", &[]).await;
    let Err(Failure::Head(error)) = client.try_post(&post()).await else {
        unreachable!("an answer came")
    };
    assert!(cause(&error).contains("stream error received"), "{}", cause(&error));
    assert_eq!(client.post("hl=en", &post(), None).await.status, 200);
    let stats = client.stats().await;
    assert_eq!((&stats["connections"], &stats["aborted"]), (&json!(1), &json!(0)));
    assert_eq!((&stats["faults"], &stats["statuses"]), (&json!({"reset": 1}), &json!({"200": 1})));
}

#[tokio::test]
async fn a_reset_connection_is_gone() {
    for (fault, arguments) in [("resetConnection", &[][..]), ("resetConnection", H1), ("reset", H1)]
    {
        let client = facing(fault, arguments).await;
        let Err(Failure::Head(error)) = client.try_post(&post()).await else {
            unreachable!("an answer came")
        };
        assert!(
            cause(&error).contains("connection reset") || cause(&error).contains("reset by peer"),
            "{}",
            cause(&error)
        );
        assert!(client.try_post(&post()).await.is_err());
        assert_eq!(client.stats().await["inFlight"], 0);
    }
}

#[tokio::test]
async fn halves_end_with_an_error_unless_they_say_so() {
    for (fault, arguments, expected) in [
        ("brokenOff", &[][..], "stream error received"),
        ("shortLength", &[], "stream error detected"),
        ("brokenOff", H1, "closed connection without"),
        ("shortLength", H1, "closed connection without"),
    ] {
        let client = facing(fault, arguments).await;
        let Err(Failure::Body(error)) = client.try_post(&post()).await else {
            unreachable!("{fault}: the head did not come, or all")
        };
        assert!(cause(&error).contains(expected), "{fault}: {}", cause(&error));
    }
    for arguments in [&[][..], H1] {
        let client = facing("truncated", arguments).await;
        let half = client.try_post(&post()).await.expect("a regular end");
        let whole = client.try_post(&post()).await.expect("no fault");
        assert_eq!(half.body, whole.body[..whole.body.len() / 2]);
    }
}

#[tokio::test]
async fn stalled_answers_last_until_the_client_leaves() {
    for arguments in [&[][..], H1] {
        for (fault, aborted) in [("stalledHead", 1), ("stalledBody", 0)] {
            let client = facing(fault, arguments).await;
            let limit = Duration::from_millis(200);
            let body = post();
            assert!(tokio::time::timeout(limit, client.try_post(&body)).await.is_err(), "{fault}");
            client.hang_up();
            let stats = client.wait_for(|stats| stats["inFlight"] == 0).await;
            assert_eq!(stats["aborted"], aborted, "{fault}");
        }
    }
}

#[tokio::test]
async fn damaged_gzip_is_as_long_as_the_right_one() {
    for fault in ["badGzip", "badChecksum"] {
        let client = facing(fault, &[]).await;
        let bad = client.try_post(&post()).await.expect("an answer");
        let right = client.try_post(&post()).await.expect("an answer");
        assert_eq!((bad.body.len(), bad.header("content-encoding")), (right.body.len(), "gzip"));
        assert_ne!(bad.body, right.body);
        assert_eq!(frames(&gunzip(&right.body)).len(), 1);
    }
}

#[tokio::test]
async fn redirects_tell_where_to_come_back_to() {
    let client = facing("sorryRedirect", &[]).await;
    let sorry = client.get("/store/apps/details?id=com.a.b", None).await;
    let location = sorry.header("location");
    assert_eq!(sorry.status, 302);
    assert!(
        location.starts_with("https://www.google.com/sorry/index?continue=https%3A%2F%2Fplay"),
        "{location}"
    );
    assert!(location.ends_with("details%3Fid%3Dcom%2Ea%2Eb"), "{location}");
}

#[tokio::test]
async fn consent_is_asked_for_until_there_is_a_cookie() {
    for (fault, status) in [("consent", 200), ("consentRedirect", 302)] {
        let client = facing(fault, &[]).await;
        let with = client.post_with_cookie(&post(), "SOCS=CAI").await;
        assert_eq!(frames(&with.body).len(), 1);
        let without = client.post("hl=en", &post(), None).await;
        assert_eq!(without.status, status);
        let asked =
            format!("{}{}", without.header("location"), String::from_utf8_lossy(&without.body));
        assert!(asked.contains("https://consent.google.com/"), "{asked}");
    }
}

/// The faults that so many retries of two requests meet.
async fn met(client: &Client) -> Value {
    for attempt in 0..40 {
        for id in ["com.a.b", "com.a.c"] {
            let _ = client.try_post(&body(&[app(id, "1"), app("com.x.y", "1")])).await;
        }
        if attempt % 10 == 0 {
            client.get("/store/apps", None).await;
        }
    }
    client.stats().await["faults"].clone()
}

#[tokio::test]
async fn chance_repeats_itself() {
    let client = Client::start(&[]).await;
    let chances = json!({"reset": 0.2, "status503": 0.1, "missing": 0.1, "error8": 0.1});
    client.configure(&json!({"chances": chances})).await;
    let first = met(&client).await;
    for (name, range) in
        [("reset", 6..30), ("status503", 1..20), ("missing", 1..30), ("error8", 1..30)]
    {
        assert!(first[name].as_u64().is_some_and(|count| range.contains(&count)), "{first}");
    }
    client.control("POST", "/reset", "").await;
    assert_eq!(met(&client).await, json!({}));
    client.configure(&json!({"chances": chances})).await;
    assert_eq!(met(&client).await, first);
    let config = client.control("GET", "/config", "").await;
    let config: Value = serde_json::from_slice(&config.body).expect("JSON");
    assert_eq!(config["chances"], chances);
}
