//! Listening, and the connections that come of it.

use crate::control::Control;
use crate::options::Options;
use crate::server::Server;
use crate::wire::{Link, Wire};
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// Windows and limits that never hold a client back: Google's edge is not what is tested here.
pub(crate) fn builder(options: &Options) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http2()
        .max_concurrent_streams(2_000)
        .initial_stream_window_size(8 << 20)
        .initial_connection_window_size(64 << 20)
        .max_send_buf_size(8 << 20)
        .max_frame_size(64 << 10)
        // A test may drop hundreds of requests at once.
        .max_pending_accept_reset_streams(Some(4_000))
        .max_local_error_reset_streams(Some(4_000));
    match (options.speaks("h2"), options.speaks("http/1.1")) {
        (false, _) => builder.http1_only(),
        (true, false) => builder.http2_only(),
        (true, true) => builder,
    }
}

pub(crate) async fn serve(
    listener: TcpListener,
    acceptor: Option<TlsAcceptor>,
    builder: Builder<TokioExecutor>,
    server: Arc<Server>,
) {
    loop {
        let Some((stream, peer)) = accept(&listener).await else { continue };
        let (acceptor, builder, server) = (acceptor.clone(), builder.clone(), Arc::clone(&server));
        let link = Arc::new(Link::new(peer));
        let stream = Wire::new(stream, Arc::clone(&link));
        tokio::spawn(async move {
            match acceptor {
                None => connection(stream, &builder, server, link).await,
                // A failed handshake is the client's to report.
                Some(acceptor) => {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        connection(stream, &builder, server, link).await;
                    }
                }
            }
        });
    }
}

async fn connection<S>(
    stream: S,
    builder: &Builder<TokioExecutor>,
    server: Arc<Server>,
    link: Arc<Link>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    server.counters.connected(link.peer);
    let service = service_fn(|request: Request<Incoming>| {
        Arc::clone(&server).handle(request, Arc::clone(&link))
    });
    tokio::select! {
        // Clients may hang up at any time; that is no error here.
        _ = builder.serve_connection(TokioIo::new(stream), service) => {}
        () = link.was_reset() => {}
    }
}

pub(crate) async fn serve_control(listener: TcpListener, control: Control) {
    let control = Arc::new(control);
    loop {
        let Some((stream, _)) = accept(&listener).await else { continue };
        let control = Arc::clone(&control);
        tokio::spawn(async move {
            let service = service_fn(|request| Arc::clone(&control).handle(request));
            // As above.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn accept(listener: &TcpListener) -> Option<(TcpStream, IpAddr)> {
    if let Ok((stream, peer)) = listener.accept().await {
        let _ = stream.set_nodelay(true); // only makes it faster
        return Some((stream, peer.ip()));
    }
    // Out of descriptors, most likely: let some connections end.
    tokio::time::sleep(Duration::from_millis(20)).await;
    None
}
