//! The ways to the server that its proxies are.

use crate::harness::{Client, app, body, frames};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

async fn start(client: &Client, wanted: &Value) -> Value {
    let answer = client.control("POST", "/proxies", &wanted.to_string()).await;
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    serde_json::from_slice(&answer.body).expect("JSON")
}

async fn open(proxy: &Value) -> std::io::Result<TcpStream> {
    let url = proxy["url"].as_str().expect("an address");
    let port = url.rsplit_once(':').expect("a port").1;
    TcpStream::connect(format!("127.0.0.1:{port}")).await
}

/// The status of CONNECT.
async fn ask<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S, host: &str, more: &str) -> u16 {
    let request = format!("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("a head"));
    }
    let head = String::from_utf8(head).expect("text");
    head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status")
}

/// What SOCKS answers in the end.
async fn ask_socks(stream: &mut TcpStream, greeting: &[u8], host: &str) -> u8 {
    stream.write_all(greeting).await.expect("sent");
    let mut answer = vec![0; if greeting[2] == 0 { 2 } else { 4 }];
    stream.read_exact(&mut answer).await.expect("an answer");
    let length = u8::try_from(host.len()).expect("short");
    let request = [&[5, 1, 0, 3, length][..], host.as_bytes(), &[1, 187]].concat();
    stream.write_all(&request).await.expect("sent");
    let mut answer = [0; 10];
    stream.read_exact(&mut answer).await.expect("an answer");
    answer[1]
}

fn post() -> String {
    body(&[app("com.a.b", "1")])
}

#[tokio::test]
async fn http_proxies_lead_to_the_server_from_their_address() {
    let client = Client::start(&[]).await;
    let proxy = start(&client, &json!({"kind": "http"})).await;
    assert_eq!((&proxy["number"], &proxy["address"]), (&json!(0), &json!("127.0.0.2")));
    for host in ["localhost:443", "127.0.0.1:443", "play.google.com:443"] {
        let mut stream = open(&proxy).await.expect("a connection");
        assert_eq!(ask(&mut stream, host, "").await, 200);
        let name = host.strip_suffix(":443").expect("its port");
        let stream = client.secure(stream, name).await.expect("a trusted connection");
        assert_eq!(frames(&client.post_over(stream, &post()).await.body).len(), 1);
    }
    let stats = client.stats().await;
    assert_eq!(stats["byAddress"]["127.0.0.2"], json!({"requests": 3, "connections": 3}));
    let expected = json!([{"url": proxy["url"], "address": "127.0.0.2", "connections": 3,
        "refused": 0, "byName": 2, "down": false}]);
    assert_eq!(stats["proxies"], expected);
}

#[tokio::test]
async fn https_proxies_have_a_certificate_and_credentials_are_checked() {
    let client = Client::start(&[]).await;
    let wanted = json!({"kind": "https", "username": "ann", "password": "b",
        "address": "127.0.0.9"});
    let proxy = start(&client, &wanted).await;
    assert!(proxy["url"].as_str().is_some_and(|url| url.starts_with("https://localhost:")));
    let connect = async || {
        let stream = open(&proxy).await.expect("a connection");
        client.secure(stream, "localhost").await.expect("a trusted proxy")
    };
    assert_eq!(ask(&mut connect().await, "localhost:443", "").await, 407);
    let wrong = "Proxy-Authorization: Basic YW5uOmE=\r\n";
    assert_eq!(ask(&mut connect().await, "localhost:443", wrong).await, 407);
    let mut stream = connect().await;
    let right = "Proxy-Authorization: Basic YW5uOmI=\r\n";
    assert_eq!(ask(&mut stream, "localhost:443", right).await, 200);
    let stream = client.secure(stream, "localhost").await.expect("a trusted connection");
    assert_eq!(client.post_over(stream, &post()).await.status, 200);
    let stats = client.stats().await;
    assert_eq!(stats["proxies"][0]["refused"], 2);
    assert_eq!(stats["byAddress"]["127.0.0.9"]["requests"], 1);
}

#[tokio::test]
async fn socks_proxies_lead_to_the_server() {
    let client = Client::start(&[]).await;
    let wanted = json!({"kind": "socks5", "username": "ann", "password": "b"});
    for (wanted, greeting) in [
        (json!({"kind": "socks5"}), &[5, 1, 0][..]),
        (wanted, &[&[5, 1, 2, 1, 3][..], b"ann", &[1], b"b"].concat()),
    ] {
        let proxy = start(&client, &wanted).await;
        let mut stream = open(&proxy).await.expect("a connection");
        assert_eq!(ask_socks(&mut stream, greeting, "localhost").await, 0);
        let stream = client.secure(stream, "localhost").await.expect("a trusted connection");
        assert_eq!(client.post_over(stream, &post()).await.status, 200);
    }
    let stats = client.stats().await;
    for (number, address) in [(0, "127.0.0.2"), (1, "127.0.0.3")] {
        assert_eq!(stats["proxies"][number]["byName"], 1);
        assert_eq!(stats["byAddress"][address]["requests"], 1);
    }
}

#[tokio::test]
async fn blocks_and_limits_tell_exits_apart() {
    let client = Client::start(&[]).await;
    let proxy = start(&client, &json!({"kind": "http"})).await;
    client.configure(&json!({"block": {"kind": 403, "address": "127.0.0.2"}})).await;
    let mut stream = open(&proxy).await.expect("a connection");
    assert_eq!(ask(&mut stream, "localhost:443", "").await, 200);
    let stream = client.secure(stream, "localhost").await.expect("a trusted connection");
    assert_eq!(client.post_over(stream, &post()).await.status, 403);
    assert_eq!(client.post("hl=en", &post(), None).await.status, 200);
}

#[tokio::test]
async fn a_proxy_that_is_down_refuses_and_drops_and_comes_back() {
    let client = Client::start(&[]).await;
    let proxy = start(&client, &json!({"kind": "http"})).await;
    let mut stream = open(&proxy).await.expect("a connection");
    assert_eq!(ask(&mut stream, "localhost:443", "").await, 200);
    let set = async |down: bool| {
        let change = json!({"down": down}).to_string();
        client.control("POST", "/proxies/0", &change).await.status
    };
    assert_eq!([set(true).await, set(true).await], [200, 200]);
    let end = tokio::time::timeout(Duration::from_secs(5), stream.read_u8()).await;
    assert!(end.expect("in time").is_err());
    assert!(open(&proxy).await.is_err());
    assert_eq!(client.stats().await["proxies"][0]["down"], true);
    assert_eq!([set(false).await, set(false).await], [200, 200]);
    let mut stream = open(&proxy).await.expect("a connection");
    assert_eq!(ask(&mut stream, "localhost:443", "").await, 200);
    client.control("POST", "/reset", "").await;
    assert_eq!(client.stats().await["proxies"][0]["connections"], 0);
}

#[tokio::test]
async fn plain_requests_are_forwarded() {
    let client = Client::start(&["--plain"]).await;
    let proxy = start(&client, &json!({"kind": "http"})).await;
    let mut stream = open(&proxy).await.expect("a connection");
    let request = "GET http://localhost/store/search?q=panda HTTP/1.1\r\nHost: localhost\r\n\
        Connection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an end");
    assert!(answer.starts_with(b"HTTP/1.1 200 OK\r\n"));
    let stats = client.stats().await;
    assert_eq!((&stats["pageRequests"], &stats["proxies"][0]["byName"]), (&json!(1), &json!(1)));
    assert_eq!(stats["byAddress"]["127.0.0.2"]["requests"], 1);
}

#[tokio::test]
async fn what_makes_no_proxy_is_refused() {
    let client = Client::start(&["--plain"]).await;
    for (path, body, status) in [
        ("/proxies", r#"{"kind":"socks4"}"#, 400),
        ("/proxies", r#"{"kind":"http","address":"8.8.8.8"}"#, 400),
        ("/proxies", r#"{"kind":"https"}"#, 400),
        ("/proxies/0", r#"{"down":true}"#, 404),
        ("/proxies/x", r#"{"down":true}"#, 404),
    ] {
        assert_eq!(client.control("POST", path, body).await.status, status, "{path} {body}");
    }
}
