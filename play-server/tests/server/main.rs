//! Starts the binary and talks to it as a client does.

#![allow(clippy::expect_used, reason = "a test stops at the first surprise")]

mod faults;
mod harness;
mod limits;
mod proxies;

use harness::{ALL, Client, app, body, chart, frames, gunzip, reviews, search};
use serde_json::{Value, json};
use std::time::Duration;

fn find<'a>(frames: &'a [Value], echo: &str) -> &'a Value {
    frames.iter().find(|frame| frame[6] == echo).expect("a frame with this echo")
}

#[tokio::test]
async fn answers_a_mixed_post_over_h2_and_counts_it() {
    let client = Client::start(&[]).await;
    let calls = [app("com.a.b", ALL), chart("topgrossing", "GAME", 10), app("com.missing.b", ALL)];
    let body = body(&calls);
    let plain = client.post("rpcids=Ws7gDc,vyAe2&hl=de&gl=de", &body, None).await;
    let zipped = client.post("rpcids=Ws7gDc,vyAe2&hl=de&gl=de", &body, Some("gzip")).await;
    assert_eq!((plain.status, zipped.header("content-encoding")), (200, "gzip"));
    assert_eq!(gunzip(&zipped.body), plain.body);
    let frames = frames(&plain.body);
    let payload = find(&frames, "com.a.b")[2].as_str().expect("a payload");
    assert!(payload.contains("Title of com.a.b [de/de]"));
    assert!(find(&frames, "com.missing.b")[2].is_null());
    assert!(find(&frames, "topgrossing")[2].is_string());

    let stats = client.stats().await;
    assert_eq!(
        (&stats["requests"], &stats["calls"], &stats["connections"]),
        (&json!(2), &json!(6), &json!(1))
    );
    assert_eq!((&stats["appCalls"], &stats["chartCalls"]), (&json!(4), &json!(2)));
    assert_eq!(stats["bytesIn"], 2 * body.len());
    assert_eq!(stats["bytesOut"], plain.body.len() + zipped.body.len());
    assert_eq!(stats["statuses"], json!({"200": 2}));
    client.control("POST", "/reset", "").await;
    assert_eq!(client.stats().await["requests"], 0);
}

#[tokio::test]
async fn what_is_not_served_has_its_status() {
    let client = Client::start(&[]).await;
    assert_eq!(client.post("hl=en", "f.req=%", None).await.status, 400);
    assert_eq!(client.request("GET", "/store/apps", "").await.status, 404);
    assert_eq!(client.request("GET", harness::PATH, "").await.status, 405);
    let unknown = client.post("hl=en", &body(&[json!(["xdSrCf", "[]", null, "p"])]), None).await;
    assert_eq!(find(&frames(&unknown.body), "p")[5], json!([3]));
    let refused = client.control("POST", "/configure", r#"{"speed":1}"#).await;
    assert_eq!(refused.status, 400);
    assert!(String::from_utf8_lossy(&refused.body).contains("unknown field `speed`"));
    assert_eq!(client.control("GET", "/nothing", "").await.status, 404);
}

#[tokio::test]
async fn pages_are_whole_in_both_codings() {
    let client = Client::start(&[]).await;
    for path in [
        "/store/apps/details?id=com.a.b&hl=en&gl=us",
        "/store/search?q=panda&c=apps&hl=en&gl=us&price=0",
        "/store/apps/details?id=com.page2022.b",
    ] {
        let (plain, zipped) = (client.get(path, None).await, client.get(path, Some("gzip")).await);
        assert_eq!((plain.status, zipped.header("content-encoding")), (200, "gzip"));
        assert_eq!(zipped.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(gunzip(&zipped.body), plain.body);
        assert!((1_100_000..1_350_000).contains(&plain.body.len()), "{}", plain.body.len());
        assert!((120_000..300_000).contains(&zipped.body.len()), "{}", zipped.body.len());
        let again = client.get(path, Some("gzip")).await;
        assert_eq!(again.body, zipped.body);
    }
    let stats = client.stats().await;
    assert_eq!((&stats["pageRequests"], &stats["calls"]), (&json!(9), &json!(0)));
}

#[tokio::test]
async fn sitemaps_lead_to_shards_that_are_gzip_files() {
    let client = Client::start(&[]).await;
    let text = |body: &[u8]| String::from_utf8_lossy(body).into_owned();
    let robots = client.get("/robots.txt", Some("gzip")).await;
    let origin = text(&robots.body).split_once("Sitemap: ").expect("an index").1.to_owned();
    let origin = origin.split("/sitemaps/").next().expect("an origin").to_owned();
    assert!(origin.starts_with("https://localhost"), "{origin}");
    let index = client.get("/sitemaps/sitemaps-index-0.xml", None).await;
    assert_eq!(index.header("content-type"), "text/xml");
    let first = text(&index.body).split("<loc>").nth(1).expect("a shard").to_owned();
    let path = first.split("</loc>").next().expect("an end").replace(&origin, "");
    let shard = client.get(&path, Some("gzip")).await;
    assert_eq!(shard.header("content-type"), "application/x-gzip");
    assert!(text(&gunzip(&shard.body)).contains("details?id=com.catalogue.s00000.a000</loc>"));
    let faults = json!({"faults": [{"body": "badGzip"}, {"status": 503}]}).to_string();
    client.control("POST", "/configure", &faults).await;
    assert_ne!(client.get(&path, None).await.body, shard.body);
    assert_eq!(client.get(&path, None).await.status, 503);
    client.control("POST", "/configure", r#"{"catalogue":{"run":1787600000}}"#).await;
    assert_eq!(client.get(&path, None).await.status, 404);
    assert_eq!(client.request("POST", "/robots.txt", "").await.status, 405);
    assert_eq!(client.stats().await["fileRequests"], 4);
}

#[tokio::test]
async fn addresses_without_a_page_have_their_status() {
    let client = Client::start(&[]).await;
    let details = "/store/apps/details?id=";
    assert_eq!(client.get(&format!("{details}com.missing.b"), None).await.status, 404);
    assert_eq!(client.get("/store/apps/details", None).await.status, 400);
    assert_eq!(client.get("/store/search?c=apps", None).await.status, 400);
    assert_eq!(client.request("POST", "/store/search?q=a", "").await.status, 405);
    let moved = client.get(&format!("{details}com.redirect.b"), None).await;
    let location = moved.header("location");
    assert_eq!(
        (moved.status, location),
        (302, "/store/apps/details?id=com.redirect.b&redirected=1")
    );
    assert_eq!(client.get(location, None).await.status, 200);
    assert_eq!(client.stats().await["pageRequests"], 3);
}

#[tokio::test]
async fn pages_meet_faults_too() {
    let client = Client::start(&[]).await;
    let faults = json!({"faults": [
        {"frame": "unparsable"},
        {"status": 503, "retryAfter": "2"},
        {"body": "consent"},
        {"body": "truncated"},
    ]});
    client.control("POST", "/configure", &faults.to_string()).await;
    let path = "/store/apps/details?id=com.a.b";
    let get = async || client.get(path, Some("gzip")).await;
    // A page has no frames: what is to befall one stays in front.
    assert_eq!(get().await.status, 200);
    let post = client.post("hl=en", &body(&[search("panda")]), None).await;
    let payload = frames(&post.body)[0][2].to_string();
    assert!(payload.contains("another") && !payload.contains("com.search"));
    let busy = get().await;
    assert_eq!((busy.status, busy.header("retry-after")), (503, "2"));
    assert!(String::from_utf8_lossy(&gunzip(&get().await.body)).contains("consent.google.com"));
    let cut = get().await;
    let right = get().await;
    assert_eq!(cut.body, right.body[..right.body.len() / 2]);
    assert_eq!(client.stats().await["statuses"], json!({"200": 5, "503": 1}));
}

#[tokio::test]
async fn searches_and_reviews_are_served_and_counted() {
    let client = Client::start(&[]).await;
    let calls = [search("panda"), reviews("com.reviews.n30.a", 20, None), app("com.a.b", "1")];
    let answer = client.post("hl=en&gl=us", &body(&calls), None).await;
    let frames = frames(&answer.body);
    let payload = |echo: &str| -> Value {
        let text = find(&frames, echo)[2].as_str().expect("a payload");
        serde_json::from_str(text).expect("JSON")
    };
    assert_eq!(payload("panda")[0][1][0][22][0].as_array().map(Vec::len), Some(30));
    let reviews = payload("com.reviews.n30.a");
    assert_eq!(reviews[0].as_array().map(Vec::len), Some(20));
    assert!(reviews[1][1].is_string() && reviews[2].is_array());
    let stats = client.stats().await;
    assert_eq!(
        (&stats["calls"], &stats["searchCalls"], &stats["reviewCalls"], &stats["appCalls"]),
        (&json!(3), &json!(1), &json!(1), &json!(1))
    );
}

#[tokio::test]
async fn a_chain_of_reviews_gives_a_cookie_and_some_chains_need_it() {
    let client = Client::start(&[]).await;
    let page = |answer: &harness::Answer| -> (Value, Option<String>) {
        let frames = frames(&answer.body);
        let payload = frames[0][2].as_str().expect("a payload");
        let payload: Value = serde_json::from_str(payload).expect("JSON");
        (payload[0][0][0].clone(), payload[1][1].as_str().map(String::from))
    };
    let first =
        client.post("hl=en&gl=us", &body(&[reviews("com.cookie.a", 100, None)]), None).await;
    let cookie = first.header("set-cookie");
    assert!(cookie.starts_with("NID=") && cookie.ends_with("; path=/; secure"), "{cookie}");
    let cookie = cookie.split(';').next().expect("a pair");
    let (id, token) = page(&first);
    let next = body(&[reviews("com.cookie.a", 100, token.as_deref())]);
    let without = client.post("hl=en&gl=us", &next, None).await;
    assert_eq!(page(&without).0, id);
    let with = client.post_with_cookie(&next, cookie).await;
    assert_ne!(page(&with).0, id);
    assert_eq!((without.header("set-cookie"), with.header("set-cookie")), ("", ""));
    assert_eq!(client.stats().await["cookieRequests"], 1);
}

#[tokio::test]
async fn every_lookup_takes_its_time() {
    let client = Client::start(&[]).await;
    let costs = r#"{"searchCostMs":150,"reviewCostMs":1500,"pageCostMs":150}"#;
    client.control("POST", "/configure", costs).await;
    let took = async |request: &str, body: &str| {
        let start = std::time::Instant::now();
        match request {
            "" => client.post("hl=en", body, None).await,
            path => client.get(path, None).await,
        };
        start.elapsed()
    };
    let wait = Duration::from_millis(150);
    assert!(took("", &body(&[search("panda")])).await >= wait);
    assert!(took("", &body(&[reviews("com.a.b", 100, None)])).await >= wait);
    assert!(took("/store/apps/details?id=com.a.b", "").await >= wait);
    assert!(took("/store/apps/details?id=com.missing.b", "").await >= wait);
}

#[tokio::test]
async fn faults_come_in_order_and_end() {
    let client = Client::start(&[]).await;
    let faults = json!({"faults": [
        {"status": 429, "retryAfter": "1"},
        {"status": 302, "location": "https://www.google.com/sorry/index"},
        {"body": "truncated"},
        {"body": "sorry"},
        {"frame": "missing", "count": 2},
    ]});
    client.control("POST", "/configure", &faults.to_string()).await;
    let body = body(&[app("com.a.a", "1"), app("com.a.b", "1"), app("com.a.c", "1")]);
    let post = async || client.post("hl=en&gl=us", &body, Some("gzip")).await;

    let limited = post().await;
    assert_eq!((limited.status, limited.header("retry-after")), (429, "1"));
    let moved = post().await;
    assert_eq!(
        (moved.status, moved.header("location")),
        (302, "https://www.google.com/sorry/index")
    );
    let cut = post().await;
    assert_eq!((cut.status, cut.header("content-encoding")), (200, "gzip"));
    let sorry = post().await;
    assert!(String::from_utf8_lossy(&gunzip(&sorry.body)).contains("unusual traffic"));
    assert_eq!(frames(&gunzip(&post().await.body)).len(), 1);
    let right = post().await;
    assert_eq!(frames(&gunzip(&right.body)).len(), 3);
    assert_eq!(cut.body, right.body[..right.body.len() / 2]);
    let config: Value =
        serde_json::from_slice(&client.control("GET", "/config", "").await.body).expect("JSON");
    assert_eq!(config["faults"], json!([]));
}

#[tokio::test]
async fn posts_are_recorded_when_asked() {
    let client = Client::start(&[]).await;
    let body = body(&[app("com.a.b", "80")]);
    client.post("hl=en", &body, None).await;
    client.control("POST", "/configure", r#"{"record":true}"#).await;
    client.post("hl=fr", &body, None).await;
    let recorded: Value =
        serde_json::from_slice(&client.control("GET", "/recorded", "").await.body).expect("JSON");
    assert_eq!(recorded, json!([{"path": format!("{}?hl=fr", harness::PATH), "body": body}]));
}

#[tokio::test]
async fn dropped_requests_are_counted() {
    for arguments in [&[][..], &["--protocols", "http/1.1"]] {
        let client = Client::start(arguments).await;
        client.control("POST", "/configure", r#"{"latencyMs":60000}"#).await;
        let body = body(&[app("com.a.b", "1")]);
        let post = client.post("hl=en", &body, None);
        assert!(tokio::time::timeout(Duration::from_millis(300), post).await.is_err());
        assert_eq!(client.stats().await["maxInFlight"], 1);
        client.hang_up();
        let stats = client.wait_for(|stats| stats["aborted"] == 1).await;
        assert_eq!((&stats["inFlight"], &stats["statuses"]), (&json!(0), &json!({})));
    }
}

#[tokio::test]
async fn calls_are_in_flight_until_their_answer_is_sent() {
    let client = Client::start(&[]).await;
    let three = body(&[app("com.a.a", "1"), app("com.a.b", "1"), app("com.a.c", "1")]);
    for _ in 0..2 {
        client.post("hl=en", &three, None).await;
        let stats = client.stats().await;
        assert_eq!((&stats["callsInFlight"], &stats["maxCallsInFlight"]), (&json!(0), &json!(3)));
    }
    for (fault, in_flight) in [("stalledHead", 1), ("stalledBody", 0)] {
        let client = Client::start(&[]).await;
        client.configure(&json!({"faults": [{"body": fault}]})).await;
        tokio::select! {
            _ = client.try_post(&three) => unreachable!("{fault}: an answer came"),
            _ = client.wait_for(|stats| stats["callsInFlight"] == 3 && stats["inFlight"] == in_flight) => {}
        }
        // Which drops the request.
        client.wait_for(|stats| stats["callsInFlight"] == 0).await;
    }
}

#[tokio::test]
async fn speaks_http_1_and_clear_text_when_told() {
    for arguments in [&["--protocols", "http/1.1"][..], &["--plain"]] {
        let client = Client::start(arguments).await;
        assert!(!client.is_h2);
        let answer = client.post("hl=en&gl=us&rt=c", &body(&[app("com.a.b", "19")]), None).await;
        let text = String::from_utf8(answer.body.to_vec()).expect("UTF-8");
        assert!(text.ends_with(&format!("[[\"e\",4,null,null,{}]]\n", text.len())));
    }
}

#[tokio::test]
async fn a_client_that_only_speaks_h2_is_refused_by_an_http_1_server() {
    let server = harness::Server::start(&["--protocols", "http/1.1"]);
    let error = harness::connect(&server, &[b"h2"]).await.expect_err("refused");
    assert!(error.to_string().contains("NoApplicationProtocol"), "{error}");
}

#[tokio::test]
async fn ends_with_its_parent() {
    let mut server = harness::Server::start(&[]);
    server.close_stdin();
    assert!(server.ended_within(Duration::from_secs(5)));
}
