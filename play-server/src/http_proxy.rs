//! A proxy for CONNECT, and for plain requests with an absolute address.

use crate::counters::lock;
use crate::door::Door;
use crate::tunnel::carry;
use bytes::Bytes;
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use hyper::header::{HeaderName, HeaderValue, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION};
use hyper::http::uri::PathAndQuery;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper::upgrade::OnUpgrade;
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::io::Error;
use std::sync::Mutex;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

type Body = Either<Incoming, Full<Bytes>>;

/// Both ends of a tunnel, once there is one.
type Ends = Mutex<Option<(OnUpgrade, TcpStream)>>;

pub(crate) async fn serve<S>(stream: S, door: &Door)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let ends = Ends::default();
    let service = service_fn(|request| answer(request, door, &ends));
    let connection = Builder::new().serve_connection(TokioIo::new(stream), service);
    // A client may hang up at any time; that is no error here.
    let _ = connection.with_upgrades().await;
    let tunnel = lock(&ends).take();
    if let Some((upgrade, server)) = tunnel
        && let Ok(client) = upgrade.await
    {
        carry(TokioIo::new(client), server).await;
    }
}

async fn answer(
    request: Request<Incoming>,
    door: &Door,
    ends: &Ends,
) -> Result<Response<Body>, Infallible> {
    let credentials = request.headers().get(PROXY_AUTHORIZATION).map(HeaderValue::as_bytes);
    if !door.admits_basic(credentials) {
        door.tally.refused();
        let mut response = short(StatusCode::PROXY_AUTHENTICATION_REQUIRED);
        let challenge = HeaderValue::from_static("Basic realm=\"play-server\"");
        response.headers_mut().insert(PROXY_AUTHENTICATE, challenge);
        return Ok(response);
    }
    let Some(host) = request.uri().host() else {
        door.tally.refused();
        return Ok(short(StatusCode::BAD_REQUEST));
    };
    door.tally.asked_for(host);
    let Ok(server) = door.route.connect().await else {
        return Ok(short(StatusCode::BAD_GATEWAY));
    };
    if request.method() == Method::CONNECT {
        *lock(ends) = Some((hyper::upgrade::on(request), server));
        return Ok(short(StatusCode::OK));
    }
    let forwarded = forward(request, server).await;
    Ok(forwarded.map_or_else(|_| short(StatusCode::BAD_GATEWAY), |right| right.map(Either::Left)))
}

/// As the server would have got it without a proxy.
async fn forward(
    mut request: Request<Incoming>,
    server: TcpStream,
) -> Result<Response<Incoming>, Error> {
    let path = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
    *request.uri_mut() = path.parse::<Uri>().map_err(Error::other)?;
    for name in [PROXY_AUTHORIZATION, HeaderName::from_static("proxy-connection")] {
        request.headers_mut().remove(name);
    }
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(server)).await.map_err(Error::other)?;
    tokio::spawn(connection); // ends with the response
    sender.send_request(request).await.map_err(Error::other)
}

fn short(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Either::Right(Full::default()));
    *response.status_mut() = status;
    response
}
