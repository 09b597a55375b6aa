//! The client behind real proxies on this machine: everything goes through them, on as few
//! connections as without, and what fails there is said without the login.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod proxy;
mod server;

use std::time::Duration;

use futures::future::join_all;
use playfast::error::{Error, ErrorKind};
use playfast::transport::{
    BaseUrl, Headers, HttpClient, HttpSettings, Method, Proxy as Exit, Request, Response, Transport,
};
use proxy::{BASIC, Kind, LOGIN, PASSWORD, Policy, Proxy};
use server::{ANSWER, Certificate, Server, Speaks};

const TIMEOUT: Duration = Duration::from_secs(20);

fn client(base_url: &str, exit: &str, certificate: Option<&Certificate>) -> HttpClient {
    HttpClient::new(&HttpSettings {
        base_url: BaseUrl::parse(base_url).unwrap(),
        ca: certificate.map(|certificate| certificate.pem.clone()),
        user_agent: "test".to_owned(),
        headers: Headers::default(),
        proxy: Some(Exit::parse(exit).unwrap()),
        concurrency: 16,
    })
    .unwrap()
}

async fn ask(client: &HttpClient) -> Result<Response, Error> {
    ask_within(client, TIMEOUT).await
}

async fn ask_within(client: &HttpClient, timeout: Duration) -> Result<Response, Error> {
    let path_and_query = "/store/apps/details?id=a".to_owned();
    let request = Request { path_and_query, method: Method::Get, cookies: None, consent: false };
    client.send(request, timeout).await
}

async fn assert_answers(client: &HttpClient, requests: usize) {
    for answer in join_all((0..requests).map(|_| ask(client))).await {
        assert_eq!(answer.unwrap().body, ANSWER);
    }
}

/// A network error with one sentence that holds this, and nowhere the login.
async fn assert_fails(client: &HttpClient, sentence: &str, retryable: bool) {
    let error = ask(client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network, "{error:?}");
    assert!(error.to_string().contains(sentence), "{error}");
    assert_eq!(error.retryable(), retryable, "{error}");
    assert_silent(&error);
}

fn assert_silent(error: &Error) {
    let everything = format!("{error:?} {}", error.to_json());
    for secret in [PASSWORD, LOGIN, BASIC, "alice", "p%40ss", "wrong"] {
        assert!(!everything.contains(secret), "{everything}");
    }
}

fn kinds(certificate: &Certificate) -> [(&'static str, Kind); 4] {
    [
        ("http", Kind::Http),
        ("https", Kind::Https(certificate.acceptor(b"http/1.1"))),
        ("socks5", Kind::Socks),
        ("socks5h", Kind::Socks),
    ]
}

#[tokio::test]
async fn everything_goes_through_the_proxy_on_one_connection() {
    let certificate = Certificate::new();
    for (scheme, kind) in kinds(&certificate) {
        for (policy, login) in [(Policy::Open, ""), (Policy::WithLogin, "alice:p%40ss%20w%2Frd@")] {
            let server = Server::start(Speaks::H2, &certificate).await;
            let proxy = Proxy::start(kind.clone(), policy, server.port).await;
            // The name is known to nobody but the proxy, except where this side has to resolve it.
            let host = if scheme == "socks5" { "localhost" } else { "play.test" };
            let exit = format!("{scheme}://{login}localhost:{}", proxy.port);
            let client = client(&format!("https://{host}"), &exit, Some(&certificate));
            assert_answers(&client, 12).await;
            assert_answers(&client, 12).await;
            assert_eq!((server.answered(), server.connections()), (24, 1), "{exit}");
            assert_eq!(proxy.connections(), 1, "{exit}");
            let [target] = &proxy.targets()[..] else { panic!("{exit}") };
            match scheme {
                "socks5" => assert!(
                    ["address 127.0.0.1 port 443", "address ::1 port 443"].contains(&&target[..]),
                    "{target}"
                ),
                "socks5h" => assert_eq!(target, "name play.test port 443"),
                _ => assert_eq!(target, "play.test:443"),
            }
        }
    }
}

#[tokio::test]
async fn a_server_without_h2_is_asked_through_the_proxy_too() {
    let certificate = Certificate::new();
    for (scheme, kind) in kinds(&certificate) {
        let server = Server::start(Speaks::H1, &certificate).await;
        let proxy = Proxy::start(kind, Policy::WithLogin, server.port).await;
        let exit = format!("{scheme}://{LOGIN}@localhost:{}", proxy.port);
        let client = client("https://localhost", &exit, Some(&certificate));
        assert_answers(&client, 1).await;
        assert_answers(&client, 1).await;
        // One that was turned down in the handshake, one that stayed.
        assert_eq!((server.answered(), server.connections()), (2, 2), "{exit}");
        assert_eq!(proxy.connections(), 2, "{exit}");
    }
}

#[tokio::test]
async fn a_plain_origin_on_this_machine_is_asked_through_the_proxy() {
    let certificate = Certificate::new();
    for (scheme, kind) in kinds(&certificate) {
        let server = Server::start(Speaks::PlainH1, &certificate).await;
        let proxy = Proxy::start(kind, Policy::WithLogin, server.port).await;
        let exit = format!("{scheme}://{LOGIN}@localhost:{}", proxy.port);
        let asked = client("http://localhost:9", &exit, Some(&certificate));
        assert_answers(&asked, 1).await;
        assert_eq!((server.answered(), proxy.connections()), (1, 1), "{exit}");

        let wrong = format!("{scheme}://alice:wrong@localhost:{}", proxy.port);
        let asked = client("http://localhost:9", &wrong, Some(&certificate));
        assert_fails(&asked, "check the proxy's user name and password", false).await;
        assert_eq!(server.connections(), 1, "{exit}");
    }
}

#[tokio::test]
async fn a_refused_login_is_said_without_the_login() {
    let certificate = Certificate::new();
    for (scheme, kind) in kinds(&certificate) {
        let server = Server::start(Speaks::H2, &certificate).await;
        let proxy = Proxy::start(kind, Policy::WithLogin, server.port).await;
        for login in ["", "alice@", "alice:wrong@", "wrong:p%40ss%20w%2Frd@"] {
            let exit = format!("{scheme}://{login}localhost:{}", proxy.port);
            let client = client("https://localhost", &exit, Some(&certificate));
            let sentence = format!(
                "the proxy {scheme}://localhost:{} refused the login; check the proxy's user name \
                 and password",
                proxy.port
            );
            assert_fails(&client, &sentence, false).await;
        }
        assert_eq!(proxy.targets(), [""; 0]);
        assert_eq!(server.connections(), 0);
    }
}

#[tokio::test]
async fn a_proxy_that_connects_to_nothing_is_named() {
    let certificate = Certificate::new();
    for (scheme, kind) in kinds(&certificate) {
        let server = Server::start(Speaks::H2, &certificate).await;
        let proxy = Proxy::start(kind, Policy::Closed, server.port).await;
        let exit = format!("{scheme}://{LOGIN}@localhost:{}", proxy.port);
        // A proxy without logins is none for SOCKS clients that have one.
        let exit =
            if scheme.starts_with("socks") { exit.replace(&format!("{LOGIN}@"), "") } else { exit };
        let client = client("https://localhost", &exit, Some(&certificate));
        let sentence = format!(
            "the proxy {scheme}://localhost:{} did not connect to https://localhost; ",
            proxy.port
        );
        assert_fails(&client, &sentence, true).await;
        assert_eq!((proxy.targets().len(), server.connections()), (1, 0), "{exit}");
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_named() {
    let certificate = Certificate::new();
    for (scheme, _) in kinds(&certificate) {
        for base_url in ["https://localhost", "http://localhost:9"] {
            let exit = format!("{scheme}://{LOGIN}@127.0.0.1:1");
            let client = client(base_url, &exit, Some(&certificate));
            let sentence = format!("no connection to the proxy {scheme}://127.0.0.1:1; check its");
            assert_fails(&client, &sentence, true).await;
        }
    }
}

#[tokio::test]
async fn a_proxy_that_says_nothing_is_a_timeout() {
    let certificate = Certificate::new();
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    for (scheme, _) in kinds(&certificate) {
        let exit = format!("{scheme}://{LOGIN}@127.0.0.1:{port}");
        let client = client("https://localhost", &exit, Some(&certificate));
        let error = ask_within(&client, Duration::from_millis(200)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
        let shown = format!("through the proxy {scheme}://127.0.0.1:{port} did not answer");
        assert!(error.to_string().contains(&shown), "{error}");
        assert_silent(&error);
    }
}

#[tokio::test]
async fn a_proxy_or_a_server_that_nobody_vouches_for_is_not_used() {
    let (known, stranger) = (Certificate::new(), Certificate::new());
    let server = Server::start(Speaks::PlainH1, &stranger).await;
    let kind = Kind::Https(stranger.acceptor(b"http/1.1"));
    let proxy = Proxy::start(kind, Policy::Open, server.port).await;
    for base_url in ["https://localhost", "http://localhost:9"] {
        let exit = format!("https://{LOGIN}@localhost:{}", proxy.port);
        let client = client(base_url, &exit, Some(&known));
        let sentence = format!("the certificate of the proxy https://localhost:{}", proxy.port);
        assert_fails(&client, &sentence, false).await;
    }
    assert_eq!(proxy.targets(), [""; 0]);

    // A proxy that looks into what it carries shows a certificate of its own.
    let server = Server::start(Speaks::H1, &stranger).await;
    let proxy = Proxy::start(Kind::Http, Policy::WithLogin, server.port).await;
    let exit = format!("http://{LOGIN}@localhost:{}", proxy.port);
    let client = client("https://localhost", &exit, Some(&known));
    let sentence = "the certificate of https://localhost through the proxy http://localhost:";
    assert_fails(&client, sentence, false).await;
}

/// The variables are set for a process of its own: setting one's own is unsafe.
#[test]
fn the_environment_has_no_effect_beside_a_proxy_of_the_settings() {
    let mut tests = std::process::Command::new(std::env::current_exe().unwrap());
    tests.args(["--exact", "everything_goes_through_the_proxy_on_one_connection"]);
    for name in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"] {
        tests.env(name, "http://127.0.0.1:1").env(name.to_lowercase(), "http://127.0.0.1:1");
    }
    let output = tests.env("NO_PROXY", "*").env("no_proxy", "*").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}
