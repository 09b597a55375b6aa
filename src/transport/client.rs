//! The pooled HTTP client: HTTP/2 by prior knowledge, so that even simultaneous first requests
//! share one connection; HTTP/1.1 where the other side offers no h2.

use std::time::Duration;

use futures::future::BoxFuture;
use once_cell::sync::OnceCell;
use reqwest::StatusCode;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName,
    HeaderValue, LOCATION, RETRY_AFTER,
};
use reqwest::redirect::Policy;

use super::connecting::{Connecting, waited_in_vain};
use super::failure::{broke_h2_connection, causes, failure, login_refused};
use super::inflate::Body;
use super::{BaseUrl, Headers, Method, Proxy, Request, Response, Transport, certificates, cookies};
use crate::error::{Error, ErrorKind};

const FORM: &str = "application/x-www-form-urlencoded;charset=UTF-8";
const MAX_REDIRECTS: usize = 5;
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// The longest silence in the middle of an answer.
const READ_TIMEOUT: Duration = Duration::from_secs(20);
/// Longer than Play's pauses between a user's batches; Google's servers close idle connections
/// after some four minutes.
const IDLE_TIMEOUT: Duration = Duration::from_secs(90);
/// Room for 16 large answers in flight on one connection (measured: the default stalls at 50
/// answers of 200 KB).
const STREAM_WINDOW: u32 = 4 << 20;
const CONNECTION_WINDOW: u32 = 32 << 20;

/// What a client is made of.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// The origin asked.
    pub base_url: BaseUrl,
    /// Further trusted roots, PEM.
    pub ca: Option<String>,
    /// Header `User-Agent`.
    pub user_agent: String,
    /// Headers of each request.
    pub headers: Headers,
    /// The way out for everything, whatever the environment names.
    pub proxy: Option<Proxy>,
    /// Connections kept open on HTTP/1.1; at least the number of requests in flight.
    pub concurrency: usize,
}

/// Sends over the network.
pub struct HttpClient {
    h2: Option<reqwest::Client>,
    /// Made when the other side turned h2 down, and used from then on.
    h1: OnceCell<reqwest::Client>,
    connecting: Connecting,
    settings: HttpSettings,
}

impl HttpClient {
    /// A client with its own pool.
    ///
    /// # Errors
    /// `InvalidArgument` for a `ca` or user agent that is none.
    pub fn new(settings: &HttpSettings) -> Result<Self, Error> {
        let h2 = settings.base_url.is_https().then(|| build(settings, Protocol::H2)).transpose()?;
        let h1 = OnceCell::new();
        if h2.is_none() {
            h1.get_or_try_init(|| build(settings, Protocol::H1))?;
        }
        Ok(Self { h2, h1, connecting: Connecting::default(), settings: settings.clone() })
    }

    async fn send_once(&self, request: Request, timeout: Duration) -> Result<Response, Error> {
        let url = self.settings.base_url.join(&request.path_and_query)?;
        let cookie = cookies::header(request.cookies.as_deref(), request.consent, &url);
        let send = |client: &reqwest::Client| {
            let mut builder = match &request.method {
                Method::Get => client.get(url.clone()),
                Method::Post(form) => {
                    client.post(url.clone()).header(CONTENT_TYPE, FORM).body(form.clone())
                }
            };
            if let Some(cookie) = &cookie {
                builder = builder.header(COOKIE, cookie);
            }
            builder.timeout(timeout).send()
        };
        let listener = self.connecting.listen();
        let answer = match (&self.h2, self.h1.get()) {
            (Some(h2), None) => match send(h2).await {
                Err(error) if turned_h2_down(&error) => send(self.h1()?).await,
                answer => answer,
            },
            _ => send(self.h1()?).await,
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) if waited_in_vain(&error) => {
                return Err(listener.why().await.unwrap_or_else(|| self.failure(&error)));
            }
            Err(error) => {
                let failure = self.failure(&error);
                if error.is_connect() {
                    self.connecting.failed(&failure);
                }
                return Err(failure);
            }
        };
        if let Some(proxy) = self.refused_by(answer.status()) {
            return Err(login_refused(proxy));
        }
        if let Some(jar) = &request.cookies {
            jar.keep(answer.headers(), &url);
        }
        read(answer).await.map_err(|failure| failure.into_error(|error| self.failure(error)))
    }

    /// The proxy, where it refused the login with this status: TLS goes through a tunnel, which fails.
    fn refused_by(&self, status: StatusCode) -> Option<&Proxy> {
        let is_own = status == StatusCode::PROXY_AUTHENTICATION_REQUIRED;
        let is_plain = !self.settings.base_url.is_https();
        self.settings.proxy.as_ref().filter(|_| is_own && is_plain)
    }

    fn h1(&self) -> Result<&reqwest::Client, Error> {
        self.h1.get_or_try_init(|| build(&self.settings, Protocol::H1))
    }

    fn failure(&self, error: &reqwest::Error) -> Error {
        let failure = failure(error, &self.settings.base_url, self.settings.proxy.as_ref());
        let over_h2 = self.h2.is_some() && self.h1.get().is_none();
        if over_h2 && broke_h2_connection(error) { failure.of_connection() } else { failure }
    }
}

impl Transport for HttpClient {
    fn send(&self, request: Request, timeout: Duration) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(self.send_once(request, timeout))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Protocol {
    H1,
    H2,
}

fn build(settings: &HttpSettings, protocol: Protocol) -> Result<reqwest::Client, Error> {
    let user_agent = HeaderValue::from_str(&settings.user_agent)
        .map_err(|_| Error::invalid("userAgent", "must be text that fits an HTTP header"))?;
    let own = HeaderMap::from_iter([
        (ACCEPT, HeaderValue::from_static("*/*")),
        (ACCEPT_ENCODING, HeaderValue::from_static("gzip")),
    ]);
    let alpn: &[&[u8]] = match protocol {
        Protocol::H1 => &[b"http/1.1"],
        Protocol::H2 => &[b"h2"],
    };
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(certificates::tls(settings.ca.as_deref(), alpn)?)
        .user_agent(user_agent)
        .default_headers(settings.headers.over(own))
        .redirect(redirects(&settings.base_url))
        // Retries are the engine's: it knows which calls are still unanswered.
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(READ_TIMEOUT)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_max_idle_per_host(settings.concurrency);
    builder = match protocol {
        Protocol::H1 => builder.http1_only(),
        Protocol::H2 => builder
            .http2_prior_knowledge()
            .http2_initial_stream_window_size(STREAM_WINDOW)
            .http2_initial_connection_window_size(CONNECTION_WINDOW),
    };
    builder = match &settings.proxy {
        Some(proxy) => builder.proxy(proxy.rule()?),
        None if settings.base_url.is_loopback() => builder.no_proxy(),
        None => builder,
    };
    builder.build().map_err(|cause| {
        Error::new(ErrorKind::Internal, "the HTTP client could not be set up").caused_by(&cause)
    })
}

/// Pages may move within the origin; everything else is handed to the engine as it is.
fn redirects(base_url: &BaseUrl) -> Policy {
    let base_url = base_url.clone();
    Policy::custom(move |attempt| {
        let is_page = attempt.url().path().starts_with("/store/");
        let within = is_page && base_url.is_origin_of(attempt.url());
        if within && attempt.previous().len() <= MAX_REDIRECTS {
            attempt.follow()
        } else {
            attempt.stop()
        }
    })
}

enum ReadFailure {
    Transport(reqwest::Error),
    Body(Error),
}

impl ReadFailure {
    fn into_error(self, transport: impl FnOnce(&reqwest::Error) -> Error) -> Error {
        match self {
            Self::Transport(error) => transport(&error),
            Self::Body(error) => error,
        }
    }
}

async fn read(mut answer: reqwest::Response) -> Result<Response, ReadFailure> {
    let header = |name: HeaderName| {
        answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    };
    let status = answer.status().as_u16();
    let (retry_after, location) = (header(RETRY_AFTER), header(LOCATION));
    let encoding = header(CONTENT_ENCODING);
    let mut body = Body::new(encoding.as_deref()).map_err(ReadFailure::Body)?;
    while let Some(piece) = answer.chunk().await.map_err(ReadFailure::Transport)? {
        body.push(piece).map_err(ReadFailure::Body)?;
    }
    let received = body.received();
    let body = body.finish().map_err(ReadFailure::Body)?;
    Ok(Response { status, retry_after, location, body, received })
}

/// Whether the other side speaks TLS but no h2: it refused the protocol in the handshake, or took
/// the connection and answered in another protocol.
fn turned_h2_down(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| match (cause.downcast_ref(), cause.downcast_ref::<h2::Error>()) {
        (Some(rustls::Error::AlertReceived(alert)), _) => {
            *alert == rustls::AlertDescription::NoApplicationProtocol
        }
        (_, Some(h2)) => h2.is_go_away() && h2.is_library(),
        _ => false,
    })
}
