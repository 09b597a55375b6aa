//! A small client, so that the tests see what goes over the wire.

use bytes::Bytes;
use flate2::read::GzDecoder;
use http_body_util::{BodyExt, Full};
use hyper::{HeaderMap, Request, Response, body::Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio_rustls::{TlsConnector, client::TlsStream};

pub(crate) const PATH: &str = "/_/PlayStoreUi/data/batchexecute";
pub(crate) const ALL: &str = "1,10,11,14,19,20,38,43,52,58,69,73,79,80,96,141";

pub(crate) fn app(id: &str, fields: &str) -> Value {
    json!(["Ws7gDc", format!(r#"[null,null,[[{fields}]],null,null,[["{id}",7]]]"#), null, id])
}

pub(crate) fn chart(cluster: &str, category: &str, count: u32) -> Value {
    let request =
        format!(r#"[[null,[[null,[null,{count}]],null,null,[113]],[2,"{cluster}","{category}"]]]"#);
    json!(["vyAe2", request, null, cluster])
}

pub(crate) fn reviews(id: &str, count: u32, token: Option<&str>) -> Value {
    let token = json!(token);
    let request = format!(r#"[null,[2,2,[{count},null,{token}],null,[]],["{id}",7]]"#);
    json!(["oCPfdb", request, null, id])
}

pub(crate) fn search(term: &str) -> Value {
    let request = json!([[[], [[8, [20, 50]]], [term], 4, [null, 1], null, null, [1], [1]], [1]]);
    json!(["lGYRle", request.to_string(), null, term])
}

pub(crate) fn body(calls: &[Value]) -> String {
    let calls = json!([calls]).to_string();
    let encoded = calls.bytes().map(|byte| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    format!("f.req={}", encoded.collect::<String>())
}

pub(crate) fn gunzip(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    GzDecoder::new(body).read_to_end(&mut out).expect("gzip");
    out
}

/// The answers of a body without `rt=c`.
pub(crate) fn frames(body: &[u8]) -> Vec<Value> {
    let rows: Vec<Value> =
        serde_json::from_slice(&body[6..]).expect("one JSON array after the prefix");
    rows.into_iter().filter(|row| row[0] == "wrb.fr").collect()
}

pub(crate) struct Server {
    child: Child,
    line: Value,
}

impl Server {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_play-server"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe"))
            .read_line(&mut line)
            .expect("one line");
        Self { child, line: serde_json::from_str(&line).expect("a line of JSON") }
    }

    fn address(&self, of: &str) -> String {
        let url = self.line[of].as_str().expect("an address");
        url.rsplit_once('/').expect("a scheme").1.replace("localhost", "127.0.0.1")
    }

    pub(crate) fn close_stdin(&mut self) {
        drop(self.child.stdin.take());
    }

    pub(crate) fn ended_within(&mut self, limit: Duration) -> bool {
        let start = Instant::now();
        while start.elapsed() < limit {
            if self.child.try_wait().expect("a child").is_some() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.close_stdin();
        if !self.ended_within(Duration::from_secs(5)) {
            let _ = self.child.kill();
        }
    }
}

pub(crate) async fn connect(
    server: &Server,
    protocols: &[&[u8]],
) -> std::io::Result<TlsStream<TcpStream>> {
    let stream = TcpStream::connect(server.address("url")).await?;
    stream.set_nodelay(true)?;
    secure(server, stream, "localhost", protocols).await
}

/// TLS with whoever has a certificate of this server's authority.
async fn secure<S: AsyncRead + AsyncWrite + Unpin>(
    server: &Server,
    stream: S,
    name: &str,
    protocols: &[&[u8]],
) -> std::io::Result<TlsStream<S>> {
    let mut roots = RootCertStore::empty();
    let ca = server.line["ca"].as_str().expect("a certificate");
    roots.add(CertificateDer::from_pem_slice(ca.as_bytes()).expect("PEM")).expect("a root");
    let mut config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    let name = ServerName::try_from(name.to_owned()).expect("a name");
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

enum Sender {
    H1(hyper::client::conn::http1::SendRequest<Full<Bytes>>),
    H2(hyper::client::conn::http2::SendRequest<Full<Bytes>>),
}

impl Sender {
    async fn try_send(&mut self, request: Request<Full<Bytes>>) -> Result<Answer, Failure> {
        let response = match self {
            Self::H1(sender) => sender.send_request(request).await,
            Self::H2(sender) => sender.send_request(request).await,
        };
        Answer::read(response.map_err(Failure::Head)?).await
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Answer {
        self.try_send(request).await.expect("an answer")
    }
}

/// How far an answer came.
#[derive(Debug)]
pub(crate) enum Failure {
    Head(hyper::Error),
    Body(hyper::Error),
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    async fn read(response: Response<Incoming>) -> Result<Self, Failure> {
        let (head, body) = response.into_parts();
        let body = body.collect().await.map_err(Failure::Body)?.to_bytes();
        Ok(Self { status: head.status.as_u16(), headers: head.headers, body })
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// A server and one connection to it.
pub(crate) struct Client {
    server: Server,
    sender: Mutex<Sender>,
    connection: JoinHandle<()>,
    pub(crate) is_h2: bool,
}

async fn http1<S>(stream: S) -> (Sender, JoinHandle<()>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.expect("http/1.1");
    (Sender::H1(sender), tokio::spawn(async move { drop(connection.await) }))
}

impl Client {
    pub(crate) async fn start(arguments: &[&str]) -> Self {
        let server = Server::start(arguments);
        if server.line["ca"].is_null() {
            let stream = TcpStream::connect(server.address("url")).await.expect("a connection");
            let (sender, connection) = http1(stream).await;
            return Self { server, sender: Mutex::new(sender), connection, is_h2: false };
        }
        let stream = connect(&server, &[b"h2", b"http/1.1"]).await.expect("a trusted connection");
        let is_h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        let (sender, connection) = if is_h2 {
            let (sender, connection) =
                hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
                    .await
                    .expect("h2");
            (Sender::H2(sender), tokio::spawn(async move { drop(connection.await) }))
        } else {
            http1(stream).await
        };
        Self { server, sender: Mutex::new(sender), connection, is_h2 }
    }

    pub(crate) async fn post(&self, query: &str, body: &str, accept: Option<&str>) -> Answer {
        let request = Request::post(format!("https://localhost{PATH}?{query}"))
            .header("accept-encoding", accept.unwrap_or("identity"))
            .body(Full::new(Bytes::from(body.to_owned())));
        self.sender.lock().await.send(request.expect("a request")).await
    }

    /// An answer that need not come.
    pub(crate) async fn try_post(&self, body: &str) -> Result<Answer, Failure> {
        let request = Request::post(format!("https://localhost{PATH}?hl=en&gl=us"))
            .header("accept-encoding", "gzip")
            .body(Full::new(Bytes::from(body.to_owned())));
        self.sender.lock().await.try_send(request.expect("a request")).await
    }

    pub(crate) async fn request(&self, method: &str, path: &str, body: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(format!("https://localhost{path}"))
            .body(Full::new(Bytes::from(body.to_owned())));
        self.sender.lock().await.send(request.expect("a request")).await
    }

    /// A page, or what there is instead.
    pub(crate) async fn get(&self, path: &str, accept: Option<&str>) -> Answer {
        let request = Request::get(format!("https://localhost{path}"))
            .header("accept-encoding", accept.unwrap_or("identity"))
            .body(Full::new(Bytes::new()));
        self.sender.lock().await.send(request.expect("a request")).await
    }

    pub(crate) async fn post_with_cookie(&self, body: &str, cookie: &str) -> Answer {
        let request = Request::post(format!("https://localhost{PATH}?hl=en&gl=us"))
            .header("cookie", cookie)
            .body(Full::new(Bytes::from(body.to_owned())));
        self.sender.lock().await.send(request.expect("a request")).await
    }

    /// TLS over a stream that leads to a proxy, or through one to the server.
    pub(crate) async fn secure<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: S,
        name: &str,
    ) -> std::io::Result<TlsStream<S>> {
        secure(&self.server, stream, name, &[]).await
    }

    /// The same request, on a connection made of that stream.
    pub(crate) async fn post_over<S>(&self, stream: S, body: &str) -> Answer
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (mut sender, _connection) = http1(stream).await;
        let request = Request::post(format!("{PATH}?hl=en&gl=us"))
            .header("host", "localhost")
            .body(Full::new(Bytes::from(body.to_owned())));
        sender.send(request.expect("a request")).await
    }

    /// One request to the control port, on a connection of its own.
    pub(crate) async fn control(&self, method: &str, path: &str, body: &str) -> Answer {
        let stream =
            TcpStream::connect(self.server.address("control")).await.expect("a connection");
        let (mut sender, _connection) = http1(stream).await;
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost")
            .body(Full::new(Bytes::from(body.to_owned())));
        sender.send(request.expect("a request")).await
    }

    pub(crate) async fn configure(&self, change: &Value) {
        let answer = self.control("POST", "/configure", &change.to_string()).await;
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    }

    pub(crate) async fn stats(&self) -> Value {
        serde_json::from_slice(&self.control("GET", "/stats", "").await.body).expect("JSON")
    }

    pub(crate) async fn wait_for(&self, condition: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let stats = self.stats().await;
            if condition(&stats) {
                return stats;
            }
            assert!(start.elapsed() < Duration::from_secs(5), "{stats}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Ends the connection with whatever is under way on it.
    pub(crate) fn hang_up(&self) {
        self.connection.abort();
    }
}
