//! Why no answer came, in one sentence: the network's fault, the server's or the proxy's.

use super::client::CONNECT_TIMEOUT;
use super::{BaseUrl, Proxy};
use crate::error::{Error, ErrorKind};

/// What is wrong with a proxy.
enum Fault {
    Unreachable,
    Login,
    Refusal,
}

/// What a failed request means. reqwest's errors name no proxy, so the causes hold no password.
pub(super) fn failure(error: &reqwest::Error, base: &BaseUrl, proxy: Option<&Proxy>) -> Error {
    let failure = match proxy {
        None => of_server(error, &base.to_string()),
        Some(proxy) => of_proxy(error, base, proxy)
            .unwrap_or_else(|| of_server(error, &format!("{base} through the proxy {proxy}"))),
    };
    failure.caused_by(error)
}

/// The proxy wants another user name or password, or any.
pub(super) fn login_refused(proxy: &Proxy) -> Error {
    let message =
        format!("the proxy {proxy} refused the login; check the proxy's user name and password");
    Error::new(ErrorKind::Network, message).lasting()
}

fn of_server(error: &reqwest::Error, server: &str) -> Error {
    if error.is_timeout() && error.is_connect() {
        let limit = CONNECT_TIMEOUT.as_millis();
        Error::new(
            ErrorKind::Timeout,
            format!("no connection to {server} within {limit} ms; check the network"),
        )
    } else if error.is_timeout() {
        Error::new(
            ErrorKind::Timeout,
            format!("{server} did not answer in time; raise timeoutMs or try later"),
        )
    } else if distrusted(error) {
        untrusted(server)
    } else if error.is_connect() {
        Error::new(
            ErrorKind::Network,
            format!("no connection to {server}; check the network, proxy and certificates"),
        )
    } else {
        Error::new(ErrorKind::Network, format!("the connection to {server} broke; try again"))
    }
}

/// Whether it broke an HTTP/2 connection, and so all requests on it, not only its own stream.
pub(super) fn broke_h2_connection(error: &reqwest::Error) -> bool {
    let is_of_connection = |cause: &(dyn std::error::Error + 'static)| {
        cause.is::<std::io::Error>()
            || cause
                .downcast_ref()
                .is_some_and(|cause: &h2::Error| cause.is_io() || cause.is_go_away())
    };
    !error.is_timeout() && !error.is_connect() && causes(error).any(is_of_connection)
}

fn of_proxy(error: &reqwest::Error, base: &BaseUrl, proxy: &Proxy) -> Option<Error> {
    let named = causes(error).find_map(|cause| fault(&cause.to_string()));
    // Without TLS to the server there is no tunnel: the only connection is the proxy's.
    let is_plain = !base.is_https() && error.is_connect() && !error.is_timeout();
    let failure = match named.or(is_plain.then_some(Fault::Unreachable))? {
        Fault::Unreachable if distrusted(error) => untrusted(&format!("the proxy {proxy}")),
        Fault::Unreachable => Error::new(
            ErrorKind::Network,
            format!("no connection to the proxy {proxy}; check its address and the network"),
        ),
        Fault::Login => login_refused(proxy),
        Fault::Refusal => Error::new(
            ErrorKind::Network,
            format!(
                "the proxy {proxy} did not connect to {base}; check its login and what it allows"
            ),
        ),
    };
    Some(failure)
}

/// Reads it off the text: the types of these errors are private to hyper-util.
fn fault(text: &str) -> Option<Fault> {
    let what =
        text.strip_prefix("tunnel error: ").or_else(|| text.strip_prefix("SOCKS error: "))?;
    Some(match what {
        "failed to create underlying connection" => Fault::Unreachable,
        "proxy authorization required"
        | "credentials not accepted"
        | "server does not support user/pass authentication" => Fault::Login,
        _ => Fault::Refusal,
    })
}

fn untrusted(whose: &str) -> Error {
    Error::new(ErrorKind::Network, format!("the certificate of {whose} is not trusted; name its authority in the option ca or in NODE_EXTRA_CA_CERTS")).lasting()
}

fn distrusted(error: &reqwest::Error) -> bool {
    causes(error)
        .any(|cause| matches!(cause.downcast_ref(), Some(rustls::Error::InvalidCertificate(_))))
}

/// An error and what caused it. An I/O error hides the error it wraps from `source`.
pub(super) fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |cause| {
        let wrapped = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        match wrapped {
            Some(inner) => Some(inner),
            None => cause.source(),
        }
    })
}
