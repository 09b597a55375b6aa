//! A local server that speaks the Google Play web protocol. See the README.

mod answer;
mod app;
mod batch;
mod block;
mod body;
mod cache;
mod card;
mod catalogue;
mod chances;
mod change;
mod chart;
mod config;
mod control;
mod cookies;
mod counters;
mod data_safety_page;
mod details_page;
mod developer;
mod door;
mod drift;
mod fault;
mod faulty;
mod filler;
mod flags;
mod http_proxy;
mod json_ld;
mod limit;
mod list_page;
mod locale;
mod message;
mod more;
mod nodes;
mod options;
mod packed;
mod page;
mod privacy;
mod proxies;
mod proxy;
mod random;
mod record;
mod recording;
mod reply;
mod review;
mod reviews;
mod script;
mod search;
mod search_page;
mod serve;
mod server;
mod similar;
mod socks;
mod suggest;
mod texts;
mod tls;
mod tunnel;
mod wire;

use control::Control;
use options::{Options, USAGE};
use proxies::Proxies;
use serde_json::json;
use serve::{builder, serve, serve_control};
use server::Server;
use std::error::Error;
use std::io::{Read, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tls::Authority;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

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
    let authority = if options.plain { None } else { Some(Authority::new()?) };
    let acceptor = authority.as_ref().map(|it| it.acceptor(&options.protocols)).transpose()?;
    let scheme = if options.plain { "http" } else { "https" };
    let address = main.local_addr()?;
    let line = json!({
        "url": format!("{scheme}://localhost:{}", address.port()),
        "control": format!("http://{}", control.local_addr()?),
        "ca": authority.as_ref().map(|it| &it.pem),
    });
    let mut terminated = signal(SignalKind::terminate())?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{line}")?;
    stdout.flush()?;

    let server = Arc::new(Server::new(scheme));
    let proxies = Proxies::new(address, authority);
    let controlled = Control { server: Arc::clone(&server), proxies };
    tokio::select! {
        () = serve(main, acceptor, builder(options), server) => {}
        () = serve_control(control, controlled) => {}
        () = end_of_stdin() => {}
        _ = terminated.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(())
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
