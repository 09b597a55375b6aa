//! Runs a batch: its POSTs in parallel as the limiter lets them, each call until it is answered.

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
use super::plan::{Pack, Planned, plan};
use super::retry;
use crate::error::{Error, ErrorKind};
use crate::extraction::{Extracted, Frames, extract};
use crate::request::{self, Lookup};
use crate::transport::Request;

/// Outcomes that may wait for the consumer.
const BUFFER: usize = 256;

/// What the caller may set per batch.
#[derive(Debug, Clone, Copy, Default)]
pub struct BatchOptions {
    /// The longest one HTTP request may take; the client's if none is given.
    pub timeout: Option<Duration>,
}

/// What became of a lookup.
#[derive(Debug)]
pub struct Outcome {
    /// Where in the batch it was asked for.
    pub positions: Vec<usize>,
    /// The value or the reason why there is none.
    pub result: Result<Value, Error>,
}

/// A value as JSON text, in ASCII.
#[derive(Debug)]
pub enum Value {
    /// An object.
    Object(Vec<u8>),
    /// An object that is long because of its rows.
    Rows {
        /// Each an object.
        apps: Vec<Vec<u8>>,
        /// The object's other fields, without braces.
        rest: &'static str,
    },
}

/// A batch on its way. Dropping it drops its requests.
pub struct Running {
    /// The outcomes as they come; ends when there are no more.
    pub outcomes: mpsc::Receiver<Outcome>,
    /// Stops the batch.
    pub cancel: CancellationToken,
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
    let timeout = options.timeout.unwrap_or(client.settings.timeout);
    let batch = Arc::new(Batch { client, timeout, sink });
    tokio::spawn(cancel.clone().run_until_cancelled_owned(batch.run(lookups)));
    Running { outcomes, cancel }
}

struct Batch {
    client: Arc<Client>,
    timeout: Duration,
    sink: mpsc::Sender<Outcome>,
}

impl Batch {
    async fn run(self: Arc<Self>, lookups: Vec<Lookup>) {
        let mut packs = plan(lookups).into_iter();
        // Twice what may be in flight: the next POST is ready when a slot is free.
        let window = self.client.settings.concurrency * 2;
        // Dropped with this future, and with it every request that is on the wire.
        let mut running = JoinSet::new();
        loop {
            while running.len() < window {
                let Some(pack) = packs.next() else { break };
                running.spawn(Arc::clone(&self).run_pack(pack));
            }
            if running.join_next().await.is_none() {
                return;
            }
        }
    }

    /// Every call of the pack gets its outcome, even if our own code panics.
    async fn run_pack(self: Arc<Self>, pack: Pack) {
        let mut pack = InFlight { pack, done: Vec::new(), tries: 0 };
        let finished = AssertUnwindSafe(self.answer(&mut pack)).catch_unwind().await;
        if finished.is_err() {
            self.deliver(&mut pack).await;
            let defect = Error::new(
                ErrorKind::Internal,
                "a defect of playfast stopped this lookup; please report it",
            );
            pack.fail(&defect);
        }
        self.deliver(&mut pack).await;
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
                pack.fail(&failure.unwrap_or_else(unanswered));
                return;
            };
            if failure.as_ref().is_some_and(|error| error.retry_after().is_some()) {
                self.client.limiter.pause_for(wait);
            }
            sleep(wait).await;
        }
    }

    /// One POST with the calls that are still unanswered.
    async fn ask(&self, pack: &mut InFlight) -> Result<(), Error> {
        let permit = self.client.limiter.acquire().await;
        pack.begin_try();
        let response = self.client.transport.send(pack.request(), self.timeout).await?;
        drop(permit);
        let body = classify(response)?;
        pack.read(&body);
        Ok(())
    }

    async fn deliver(&self, pack: &mut InFlight) {
        for outcome in pack.done.drain(..) {
            // Nobody listens any more: the batch is being dropped.
            let _ = self.sink.send(outcome).await;
        }
    }
}

/// A pack while it is asked for: what is answered leaves `pack` for `done`.
struct InFlight {
    pack: Pack,
    done: Vec<Outcome>,
    /// POSTs sent so far.
    tries: u32,
}

impl InFlight {
    fn begin_try(&mut self) {
        self.tries += 1;
        for planned in &mut self.pack.calls {
            planned.failure = None;
        }
    }

    fn is_empty(&self) -> bool {
        self.pack.calls.is_empty()
    }

    fn request(&self) -> Request {
        let calls = || self.pack.calls.iter().map(|planned| &planned.call);
        Request {
            path_and_query: request::path_and_query(&self.pack.locale, calls()),
            body: request::body(calls()).into(),
        }
    }

    /// Pairs the frames with the calls by their echo; Play answers in any order.
    fn read(&mut self, body: &[u8]) {
        let mut answered = vec![false; self.pack.calls.len()];
        let mut frames = Frames::new(body);
        while let Some(frame) = frames.next() {
            let place = match (frame.echo.parse::<usize>(), self.pack.calls.len()) {
                (Ok(place), _) => place,
                // A lone call is sometimes answered without its echo.
                (Err(_), 1) if frame.echo.is_empty() => 0,
                (Err(_), _) => continue,
            };
            let Some(planned) = self.pack.calls.get_mut(place) else { continue };
            if answered[place] || frame.rpc_id != planned.call.rpc_id {
                continue;
            }
            let result = match extract(&planned.lookup, &frame.payload) {
                Extracted::Value(object) => Ok(Value::Object(object)),
                Extracted::Rows { apps, rest } => Ok(Value::Rows { apps, rest }),
                Extracted::Failed(error) => Err(self.tries_spent(error, place)),
                Extracted::Again(error) => {
                    planned.failure = Some(error);
                    continue;
                }
                Extracted::Mismatch => {
                    planned.failure = Some(mixed_up());
                    continue;
                }
            };
            answered[place] = true;
            let positions = std::mem::take(&mut self.pack.calls[place].positions);
            self.done.push(Outcome { positions, result });
        }
        let mut places = answered.into_iter();
        self.pack.calls.retain(|_| places.next() == Some(false));
    }

    fn tries_spent(&self, error: Error, place: usize) -> Error {
        error.with_attempts(self.tries).asked(&self.pack.calls[place].lookup.to_string())
    }

    /// Ends every call that is left with the reason of its own, else with this one.
    fn fail(&mut self, error: &Error) {
        for Planned { lookup, positions, failure, .. } in self.pack.calls.drain(..) {
            let error = failure.unwrap_or_else(|| error.clone());
            let error = error.with_attempts(self.tries).asked(&lookup.to_string());
            self.done.push(Outcome { positions, result: Err(error) });
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

fn mixed_up() -> Error {
    Error::new(ErrorKind::Server, "Play answered with another app's record; try later")
        .with_status(200)
}
