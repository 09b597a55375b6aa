//! One proxy: its port, and what it takes to close and to open it.

use crate::door::{Credentials, Door, Tally};
use crate::tunnel::Route;
use crate::{http_proxy, socks};
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

/// What is asked for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Wanted {
    pub(crate) kind: Kind,
    username: Option<String>,
    password: Option<String>,
    /// Where it comes from, as the server sees it.
    address: Option<Ipv4Addr>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Kind {
    Http,
    Https,
    Socks5,
}

pub(crate) struct Proxy {
    kind: Kind,
    port: SocketAddr,
    /// For TLS between the client and the proxy.
    acceptor: Option<TlsAcceptor>,
    door: Arc<Door>,
    /// None while it is down.
    task: Option<JoinHandle<()>>,
}

impl Proxy {
    /// `usual` is the address that it comes from unless told.
    pub(crate) fn start(
        wanted: Wanted,
        usual: Ipv4Addr,
        server: SocketAddr,
        acceptor: Option<TlsAcceptor>,
    ) -> Result<Self, String> {
        let from = wanted.address.unwrap_or(usual);
        if !from.is_loopback() {
            return Err(format!("{from} is not a loopback address."));
        }
        let has_credentials = wanted.username.is_some() || wanted.password.is_some();
        let credentials = has_credentials.then(|| Credentials {
            username: wanted.username.unwrap_or_default(),
            password: wanted.password.unwrap_or_default(),
        });
        let door = Door { credentials, route: Route { from, server }, tally: Tally::default() };
        let listener = listen((Ipv4Addr::LOCALHOST, 0).into())?;
        let port = listener.local_addr().map_err(|error| failure(&error))?;
        let mut proxy =
            Self { kind: wanted.kind, port, acceptor, door: Arc::new(door), task: None };
        proxy.run(listener);
        Ok(proxy)
    }

    /// On the same port as before.
    pub(crate) fn open(&mut self) -> Result<(), String> {
        if self.task.is_none() {
            let listener = listen(self.port)?;
            self.run(listener);
        }
        Ok(())
    }

    /// What was carried ends too. The port is closed when the task that is returned has ended.
    pub(crate) fn close(&mut self) -> Option<JoinHandle<()>> {
        let task = self.task.take()?;
        task.abort();
        Some(task)
    }

    fn run(&mut self, listener: TcpListener) {
        let (kind, acceptor, door) = (self.kind, self.acceptor.clone(), Arc::clone(&self.door));
        self.task = Some(tokio::spawn(accept(listener, kind, acceptor, door)));
    }

    pub(crate) fn reset(&self) {
        self.door.tally.reset();
    }

    pub(crate) fn report(&self) -> Value {
        let url = match self.kind {
            Kind::Http => format!("http://{}", self.port),
            // The name that the certificate has.
            Kind::Https => format!("https://localhost:{}", self.port.port()),
            Kind::Socks5 => format!("socks5://{}", self.port),
        };
        let mut report = self.door.tally.report();
        report["url"] = json!(url);
        report["address"] = json!(self.door.route.from);
        report["down"] = json!(self.task.is_none());
        report
    }
}

fn listen(port: SocketAddr) -> Result<TcpListener, String> {
    let listener = std::net::TcpListener::bind(port).map_err(|error| failure(&error))?;
    listener.set_nonblocking(true).map_err(|error| failure(&error))?;
    TcpListener::from_std(listener).map_err(|error| failure(&error))
}

fn failure(error: &std::io::Error) -> String {
    format!("The port of the proxy cannot be opened: {error}.")
}

async fn accept(listener: TcpListener, kind: Kind, acceptor: Option<TlsAcceptor>, door: Arc<Door>) {
    // They end with this task.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, kind, acceptor.clone(), Arc::clone(&door)));
                }
                // Out of descriptors, most likely: let some connections end.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, kind: Kind, acceptor: Option<TlsAcceptor>, door: Arc<Door>) {
    door.tally.connected();
    let _ = stream.set_nodelay(true); // only makes it faster
    match (kind, acceptor) {
        (Kind::Socks5, _) => socks::serve(stream, &door).await,
        // A failed handshake is the client's to report.
        (Kind::Https, Some(acceptor)) => {
            if let Ok(stream) = acceptor.accept(stream).await {
                http_proxy::serve(stream, &door).await;
            }
        }
        _ => http_proxy::serve(stream, &door).await,
    }
}
