//! Runs a batch: its requests in parallel as the limiter lets them, each call until it is answered.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::classify::classify;
use super::client::Client;
use super::in_flight::InFlight;
use super::plan::{Pack, Planned, Source, group, plan};
use super::retry;
use crate::error::{Error, ErrorKind};
use crate::extraction::Json;
use crate::request::Lookup;
use crate::transport::CookieJar;

/// Answers that may wait for the consumer.
const BUFFER: usize = 16;

/// What the caller may set per batch.
#[derive(Debug, Clone, Default)]
pub struct BatchOptions {
    /// The longest one HTTP request may take; the client's if none is given.
    pub timeout: Option<Duration>,
    /// Where answers come from.
    pub source: Source,
    /// The cookies of a chain of batches; without, none are kept or sent.
    pub cookies: Option<Arc<CookieJar>>,
}

/// What became of a lookup.
#[derive(Debug)]
pub struct Outcome {
    /// Where in the batch it was asked for.
    pub positions: Vec<usize>,
    /// The value or the reason why there is none.
    pub result: Result<Json, Error>,
}

/// A batch on its way. Dropping it drops its requests.
pub struct Running {
    /// The outcomes of each answer as it comes; ends when there are no more.
    pub outcomes: mpsc::Receiver<Vec<Outcome>>,
    /// Stops the batch.
    pub cancel: CancellationToken,
}

impl Running {
    /// For one outcome that comes from elsewhere than a request.
    pub fn of_one() -> (Self, mpsc::Sender<Vec<Outcome>>) {
        let (sink, outcomes) = mpsc::channel(1);
        (Self { outcomes, cancel: CancellationToken::new() }, sink)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

/// Starts a batch on the current Tokio runtime.
pub fn start(client: Arc<Client>, lookups: Vec<Lookup>, options: BatchOptions) -> Running {
    let (sink, outcomes) = mpsc::channel(BUFFER);
    let cancel = CancellationToken::new();
    let batch = Arc::new(Batch { client, options, sink });
    tokio::spawn(cancel.clone().run_until_cancelled_owned(batch.run(lookups)));
    Running { outcomes, cancel }
}

struct Batch {
    client: Arc<Client>,
    options: BatchOptions,
    sink: mpsc::Sender<Vec<Outcome>>,
}

impl Batch {
    async fn run(self: Arc<Self>, lookups: Vec<Lookup>) {
        let mut packs: VecDeque<Pack> = plan(lookups, self.options.source).into();
        // Twice what may be in flight: the next request is ready when a slot is free.
        let window = self.client.settings.concurrency * 2;
        // Dropped with this future, and with it every request that is on the wire.
        let mut running = JoinSet::new();
        loop {
            while running.len() < window {
                let Some(pack) = packs.pop_front() else { break };
                running.spawn(Arc::clone(&self).run_pack(pack));
            }
            match running.join_next().await {
                // What was begun is finished first.
                Some(Ok(more)) => group(more).into_iter().rev().for_each(|p| packs.push_front(p)),
                Some(Err(_)) => {}
                None => return,
            }
        }
    }

    /// Every call of the pack gets its outcome, even if our own code panics. Returns the calls that
    /// are to be asked in another way or for more.
    async fn run_pack(self: Arc<Self>, pack: Pack) -> Vec<Planned> {
        let mut pack = InFlight::new(pack);
        let finished = AssertUnwindSafe(self.answer(&mut pack)).catch_unwind().await;
        if finished.is_err() {
            self.deliver(&mut pack).await;
            let defect = Error::new(
                ErrorKind::Internal,
                "a defect of playfast stopped this lookup; please report it",
            );
            pack.fail(&defect, Source::Rpc);
        }
        self.deliver(&mut pack).await;
        pack.more
    }

    async fn answer(&self, pack: &mut InFlight) {
        loop {
            let failure = self.ask(pack).await.err();
            self.deliver(pack).await;
            if pack.is_empty() {
                return;
            }
            let wait = match &failure {
                Some(error) if !worth_retrying(error) => None,
                Some(error) => retry::wait(pack.tries, error.retry_after()),
                None => retry::wait(pack.tries, None),
            };
            let wait = wait.filter(|_| pack.tries < self.client.settings.attempts);
            let Some(wait) = wait else {
                pack.fail(&failure.unwrap_or_else(unanswered), self.options.source);
                return;
            };
            if failure.as_ref().is_some_and(|error| error.retry_after().is_some()) {
                self.client.limiter.pause_for(wait);
            }
            sleep(wait).await;
        }
    }

    /// One HTTP request with the calls that are still unanswered.
    async fn ask(&self, pack: &mut InFlight) -> Result<(), Error> {
        let permit = self.client.limiter.acquire().await;
        pack.begin_try();
        let timeout = self.options.timeout.unwrap_or(self.client.settings.timeout);
        let mut request = pack.request();
        request.cookies.clone_from(&self.options.cookies);
        let response = self.client.transport.send(request, timeout).await?;
        drop(permit);
        let body = classify(response, pack.is_page())?;
        pack.read(&body, self.options.source);
        Ok(())
    }

    async fn deliver(&self, pack: &mut InFlight) {
        if !pack.done.is_empty() {
            // Nobody listens any more: the batch is being dropped.
            let _ = self.sink.send(std::mem::take(&mut pack.done)).await;
        }
    }
}

fn worth_retrying(error: &Error) -> bool {
    // A block is not lifted by asking again at once.
    error.retryable() && error.kind() != ErrorKind::Blocked
}

fn unanswered() -> Error {
    Error::new(ErrorKind::Server, "Play answered the request but not this call of it; try later")
        .with_status(200)
}
