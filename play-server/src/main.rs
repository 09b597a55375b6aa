//! A local server that speaks the Google Play web protocol. See the README.

mod answer;
mod app;
mod batch;
mod cache;
mod card;
mod chart;
mod config;
mod control;
mod counters;
mod details_page;
mod filler;
mod flags;
mod json_ld;
mod locale;
mod message;
mod nodes;
mod options;
mod packed;
mod page;
mod privacy;
mod random;
mod record;
mod review;
mod reviews;
mod script;
mod search;
mod search_page;
mod server;
mod texts;
mod tls;

use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use options::{Options, USAGE};
use serde_json::json;
use server::Server;
use std::convert::Infallible;
use std::error::Error;
use std::io::{Read, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio_rustls::TlsAcceptor;

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(sentence) => {
            complain(&format!("{sentence}\n{USAGE}"));
            return ExitCode::from(2);
        }
    };
    match start(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("play-server: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn complain(sentence: &str) {
    let _ = writeln!(std::io::stderr(), "{sentence}"); // nowhere left to say that it failed
}

fn start(options: &Options) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        // Those that build answers: more would only take turns on the cores that the client needs.
        .max_blocking_threads(2)
        .enable_all()
        .build()?;
    let result = runtime.block_on(run(options));
    // Nobody waits for answers that are still being built.
    runtime.shutdown_timeout(Duration::ZERO);
    result
}

async fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let main = TcpListener::bind(("127.0.0.1", options.port)).await?;
    let control = TcpListener::bind(("127.0.0.1", 0)).await?;
    let (acceptor, ca) = if options.plain {
        (None, None)
    } else {
        let (acceptor, ca) = tls::acceptor(&options.protocols)?;
        (Some(acceptor), Some(ca))
    };
    let scheme = if options.plain { "http" } else { "https" };
    let line = json!({
        "url": format!("{scheme}://localhost:{}", main.local_addr()?.port()),
        "control": format!("http://{}", control.local_addr()?),
        "ca": ca,
    });
    let mut terminated = signal(SignalKind::terminate())?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{line}")?;
    stdout.flush()?;

    let server = Arc::new(Server::default());
    tokio::select! {
        () = serve(main, acceptor, builder(options), Arc::clone(&server)) => {}
        () = serve_control(control, server) => {}
        () = end_of_stdin() => {}
        _ = terminated.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(())
}

/// Windows and limits that never hold a client back: Google's edge is not what is tested here.
fn builder(options: &Options) -> Builder<TokioExecutor> {
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

async fn serve(
    listener: TcpListener,
    acceptor: Option<TlsAcceptor>,
    builder: Builder<TokioExecutor>,
    server: Arc<Server>,
) {
    loop {
        let Some(stream) = accept(&listener).await else { continue };
        let (acceptor, builder, server) = (acceptor.clone(), builder.clone(), Arc::clone(&server));
        tokio::spawn(async move {
            match acceptor {
                None => connection(stream, &builder, server).await,
                // A failed handshake is the client's to report.
                Some(acceptor) => {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        connection(stream, &builder, server).await;
                    }
                }
            }
        });
    }
}

async fn connection<S>(stream: S, builder: &Builder<TokioExecutor>, server: Arc<Server>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    server.counters.connected();
    let service = service_fn(move |request: Request<Incoming>| {
        let server = Arc::clone(&server);
        async move { Ok::<_, Infallible>(server.handle(request).await) }
    });
    // Clients may hang up at any time; that is no error here.
    let _ = builder.serve_connection(TokioIo::new(stream), service).await;
}

async fn serve_control(listener: TcpListener, server: Arc<Server>) {
    loop {
        let Some(stream) = accept(&listener).await else { continue };
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            let service = service_fn(move |request: Request<Incoming>| {
                let server = Arc::clone(&server);
                async move { Ok::<_, Infallible>(control::handle(server, request).await) }
            });
            // As above.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn accept(listener: &TcpListener) -> Option<TcpStream> {
    if let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true); // only makes it faster
        return Some(stream);
    }
    // Out of descriptors, most likely: let some connections end.
    tokio::time::sleep(Duration::from_millis(20)).await;
    None
}

/// Resolves when the parent is gone or closes the pipe. A thread of its own, because a read from
/// stdin cannot be cancelled.
async fn end_of_stdin() {
    let (ended, end) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 1024];
        while matches!(std::io::stdin().read(&mut buffer), Ok(1..)) {}
        let _ = ended.send(()); // nobody listens when the server has ended for another reason
    });
    let _ = end.await; // a dropped sender means the same
}
