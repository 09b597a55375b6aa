//! The proxies that were asked for, by number.

use crate::counters::lock;
use crate::proxy::{Kind, Proxy, Wanted};
use crate::tls::Authority;
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Mutex;

/// 127.0.0.2 and so on; after so many from the start.
const ADDRESSES: usize = 250;

/// All lead to this one server.
pub(crate) struct Proxies {
    server: SocketAddr,
    authority: Option<Authority>,
    list: Mutex<Vec<Proxy>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    down: bool,
}

impl Proxies {
    pub(crate) fn new(server: SocketAddr, authority: Option<Authority>) -> Self {
        Self { server, authority, list: Mutex::default() }
    }

    pub(crate) fn start(&self, text: &[u8]) -> Result<Value, String> {
        let wanted: Wanted = serde_json::from_slice(text)
            .map_err(|error| format!("The proxy is refused: {error}."))?;
        let acceptor = match (wanted.kind, &self.authority) {
            (Kind::Https, None) => return Err("Without TLS there is no https proxy.".into()),
            (Kind::Https, Some(authority)) => {
                Some(authority.acceptor(&["http/1.1".into()]).map_err(|error| error.to_string())?)
            }
            _ => None,
        };
        let mut list = lock(&self.list);
        let number = list.len();
        let host = u8::try_from(2 + number % ADDRESSES).unwrap_or(2);
        let usual = Ipv4Addr::new(127, 0, 0, host);
        let proxy = Proxy::start(wanted, usual, self.server, acceptor)?;
        let mut report = proxy.report();
        report["number"] = json!(number);
        list.push(proxy);
        Ok(report)
    }

    /// None if there is no such proxy.
    pub(crate) async fn change(&self, number: usize, text: &[u8]) -> Option<Result<Value, String>> {
        let change: Change = match serde_json::from_slice(text) {
            Ok(change) => change,
            Err(error) => return Some(Err(format!("The change is refused: {error}."))),
        };
        let closing = {
            let mut list = lock(&self.list);
            let proxy = list.get_mut(number)?;
            if change.down {
                proxy.close()
            } else if let Err(sentence) = proxy.open() {
                return Some(Err(sentence));
            } else {
                None
            }
        };
        if let Some(task) = closing {
            let _ = task.await; // says that it was told to end
        }
        lock(&self.list).get(number).map(|proxy| Ok(proxy.report()))
    }

    pub(crate) fn reset(&self) {
        lock(&self.list).iter().for_each(Proxy::reset);
    }

    pub(crate) fn report(&self) -> Value {
        lock(&self.list).iter().map(Proxy::report).collect()
    }
}
