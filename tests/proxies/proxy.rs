//! Proxies that know one login, write down where they are asked to connect to, and connect to the
//! test's server whatever that is.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

pub(crate) const USER: &str = "alice";
pub(crate) const PASSWORD: &str = "p@ss w/rd";
/// The two as they stand in an address, and as Basic authentication has them.
pub(crate) const LOGIN: &str = "alice:p%40ss%20w%2Frd";
pub(crate) const BASIC: &str = "YWxpY2U6cEBzcyB3L3Jk";

#[derive(Clone)]
pub(crate) enum Kind {
    Http,
    Https(TlsAcceptor),
    Socks,
}

#[derive(Clone, Copy)]
pub(crate) enum Policy {
    Open,
    WithLogin,
    /// Lets everybody in and nobody out.
    Closed,
}

pub(crate) struct Proxy {
    pub(crate) port: u16,
    connections: Arc<Mutex<usize>>,
    targets: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone)]
struct Rules {
    policy: Policy,
    server: u16,
    targets: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    pub(crate) async fn start(kind: Kind, policy: Policy, server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let proxy = Self { port, connections: Arc::default(), targets: Arc::default() };
        let rules = Rules { policy, server, targets: Arc::clone(&proxy.targets) };
        let connections = Arc::clone(&proxy.connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *connections.lock().unwrap() += 1;
                tokio::spawn(serve(kind.clone(), stream, rules.clone()));
            }
        });
        proxy
    }

    pub(crate) fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }

    /// What was asked for by those who were let in.
    pub(crate) fn targets(&self) -> Vec<String> {
        self.targets.lock().unwrap().clone()
    }
}

async fn serve(kind: Kind, stream: TcpStream, rules: Rules) -> Option<()> {
    match kind {
        Kind::Http => http(stream, rules).await,
        Kind::Https(acceptor) => http(acceptor.accept(stream).await.ok()?, rules).await,
        Kind::Socks => socks(stream, rules).await,
    }
}

async fn http(mut client: impl AsyncRead + AsyncWrite + Unpin, rules: Rules) -> Option<()> {
    let head = read_head(&mut client).await?;
    let login = format!("proxy-authorization: basic {}\r\n", BASIC.to_ascii_lowercase());
    let is_known = head.to_ascii_lowercase().contains(&login) && head.contains(BASIC);
    if matches!(rules.policy, Policy::WithLogin) && !is_known {
        return refuse(client, "407 Proxy Authentication Required").await;
    }
    let target = head.split_whitespace().nth(1)?.to_owned();
    rules.targets.lock().unwrap().push(target);
    if matches!(rules.policy, Policy::Closed) {
        return refuse(client, "403 Forbidden").await;
    }
    let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, rules.server)).await.ok()?;
    if head.starts_with("CONNECT ") {
        client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await.ok()?;
    } else {
        server.write_all(head.as_bytes()).await.ok()?;
    }
    copy_bidirectional(&mut client, &mut server).await.ok().map(drop)
}

async fn refuse(mut client: impl AsyncWrite + Unpin, status: &str) -> Option<()> {
    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
    client.write_all(answer.as_bytes()).await.ok()
}

/// RFC 1928 and 1929, as far as a client that connects needs them.
async fn socks(mut client: TcpStream, rules: Rules) -> Option<()> {
    let [5, methods] = read(&mut client).await? else { return None };
    let mut offered = vec![0; usize::from(methods)];
    client.read_exact(&mut offered).await.ok()?;
    let wanted = if matches!(rules.policy, Policy::WithLogin) { 2 } else { 0 };
    if !offered.contains(&wanted) {
        return client.write_all(&[5, 0xFF]).await.ok();
    }
    client.write_all(&[5, wanted]).await.ok()?;
    if wanted == 2 {
        let [1] = read(&mut client).await? else { return None };
        let is_known = [text(&mut client).await?, text(&mut client).await?] == [USER, PASSWORD];
        client.write_all(&[1, u8::from(!is_known)]).await.ok()?;
        if !is_known {
            return None;
        }
    }
    let [5, 1, 0, kind] = read(&mut client).await? else { return None };
    let target = match kind {
        1 => format!("address {}", Ipv4Addr::from(read::<4>(&mut client).await?)),
        4 => format!("address {}", std::net::Ipv6Addr::from(read::<16>(&mut client).await?)),
        _ => format!("name {}", text(&mut client).await?),
    };
    let port = u16::from_be_bytes(read(&mut client).await?);
    rules.targets.lock().unwrap().push(format!("{target} port {port}"));
    let is_closed = matches!(rules.policy, Policy::Closed);
    client.write_all(&[5, if is_closed { 2 } else { 0 }, 0, 1, 0, 0, 0, 0, 0, 0]).await.ok()?;
    if is_closed {
        return None;
    }
    let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, rules.server)).await.ok()?;
    copy_bidirectional(&mut client, &mut server).await.ok().map(drop)
}

async fn read<const N: usize>(stream: &mut TcpStream) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).await.ok()?;
    Some(bytes)
}

async fn text(stream: &mut TcpStream) -> Option<String> {
    let [length] = read(stream).await?;
    let mut bytes = vec![0; usize::from(length)];
    stream.read_exact(&mut bytes).await.ok()?;
    String::from_utf8(bytes).ok()
}

/// A request's head, and not a byte of what follows.
pub(crate) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(head).ok()
}
