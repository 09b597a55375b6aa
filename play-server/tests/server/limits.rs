//! What it is like to ask for too much, and to be shut out.

use crate::harness::{Client, app, body, chart};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn over_the_limit_is_429_until_time_has_passed() {
    let client = Client::start(&[]).await;
    let limit = json!({"perSecond": 1, "burst": 3, "retryAfter": "seconds"});
    client.configure(&json!({"limit": limit})).await;
    let body = body(&[app("com.a.b", "1"), app("com.a.c", "1")]);
    for _ in 0..3 {
        assert_eq!(client.post("hl=en", &body, None).await.status, 200);
    }
    let refused = client.post("hl=en", &body, None).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, "1"));
    assert!(String::from_utf8_lossy(&refused.body).contains("reduce your request rate"));
    let page = client.get("/store/apps/details?id=com.a.b", None).await;
    assert_eq!(page.status, 429);
    assert_eq!(client.get("/elsewhere", None).await.status, 404);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(client.post("hl=en", &body, None).await.status, 200);
    let stats = client.stats().await;
    assert_eq!((&stats["refused"], &stats["calls"]), (&json!(2), &json!(8)));
    client.configure(&json!({"limit": null})).await;
    assert_eq!(client.post("hl=en", &body, None).await.status, 200);
}

#[tokio::test]
async fn a_limit_may_count_calls_and_hold_for_one_address() {
    let client = Client::start(&[]).await;
    let limit = json!({"perSecond": 1, "burst": 5, "unit": "calls", "retryAfter": "date"});
    client.configure(&json!({"limit": limit})).await;
    let elsewhere = json!({"perSecond": 1, "unit": "requests", "address": "127.0.0.2"});
    client.configure(&json!({"limit": elsewhere})).await;
    let three = body(&[app("com.a.b", "1"), app("com.a.c", "1"), chart("topgrossing", "GAME", 1)]);
    assert_eq!(client.post("hl=en", &three, None).await.status, 200);
    let refused = client.post("hl=en", &three, None).await;
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").ends_with(" GMT"));
    let two = body(&[app("com.a.b", "1"), app("com.a.c", "1")]);
    assert_eq!(client.post("hl=en", &two, None).await.status, 200);
    let config: Value =
        serde_json::from_slice(&client.control("GET", "/config", "").await.body).expect("JSON");
    let both = [&config["limits"][0]["unit"], &config["limits"][1]["address"]];
    assert_eq!(both, ["calls", "127.0.0.2"]);
    client.control("POST", "/reset", "").await;
    assert_eq!(client.post("hl=en", &three, None).await.status, 200);
    assert_eq!(client.post("hl=en", &three, None).await.status, 200);
}

#[tokio::test]
async fn a_block_lasts_its_time_and_is_for_its_address() {
    let client = Client::start(&[]).await;
    let body = body(&[app("com.a.b", "1")]);
    let post = async || client.post("hl=en", &body, None).await.status;
    client.configure(&json!({"block": {"kind": 403, "address": "127.0.0.2"}})).await;
    assert_eq!(post().await, 200);
    client.configure(&json!({"block": {"kind": "sorryRedirect", "ms": 300}})).await;
    assert_eq!([post().await, post().await], [302, 302]);
    let page = client.get("/store/apps/details?id=com.a.b", None).await;
    assert!(page.header("location").contains("/sorry/"));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(post().await, 200);
    client.configure(&json!({"block": {"kind": "consent", "address": "127.0.0.1"}})).await;
    let asked = client.post("hl=en", &body, None).await;
    assert!(String::from_utf8_lossy(&asked.body).contains("consent.google.com"));
    let consented = client.post_with_cookie(&body, "CONSENT=PENDING+123").await;
    assert!(!String::from_utf8_lossy(&consented.body).contains("consent.google.com"));
    let config: Value =
        serde_json::from_slice(&client.control("GET", "/config", "").await.body).expect("JSON");
    assert_eq!(config["blocks"].as_array().map(Vec::len), Some(2));
    client.configure(&json!({"block": null})).await;
    let stats = client.stats().await;
    assert_eq!((&stats["blocked"], &stats["calls"]), (&json!(4), &json!(3)));
    assert_eq!(stats["byAddress"], json!({"127.0.0.1": {"requests": 7, "connections": 1}}));
    assert_eq!(stats["faults"], json!({}));
}
