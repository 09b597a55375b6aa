//! A batch as its caller holds it: lookups go in, outcomes come out.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::mpsc::error::SendError;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::Instant;

use super::batch_state::Batch;
use super::call::BatchId;
use super::chain::Chain;
use super::client::{Client, closed};
use super::dispatch::Command;
use super::meter::{Meter, Progress, RequestEvent};
use crate::error::Error;
use crate::extraction::Json;
use crate::request::Lookup;

/// Where answers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Source {
    /// The RPC; the page where the RPC's answer cannot be read or is refused.
    #[default]
    Auto,
    /// The RPC only.
    Rpc,
    /// The page only.
    Page,
}

/// What the caller may set per batch.
#[derive(Debug, Clone)]
pub struct BatchOptions {
    /// The longest one HTTP request may take; the client's if none is given.
    pub timeout: Option<Duration>,
    /// The longest the batch may take; what has no outcome then fails.
    pub deadline: Option<Duration>,
    /// Where answers come from.
    pub source: Source,
    /// The chain that the batch belongs to; without, no cookies are kept or sent.
    pub chain: Option<Arc<Chain>>,
    /// HTTP requests of this batch at once; the client's if none is given.
    pub concurrency: Option<usize>,
    /// The most lookups that are on the wire or have outcomes that nobody took.
    pub high_water_mark: usize,
    /// Whether it waits until a block is lifted.
    pub patient: bool,
    /// Whether more lookups will be added.
    pub open: bool,
    /// Whether its HTTP requests are noted.
    pub events: bool,
}

impl Default for BatchOptions {
    fn default() -> Self {
        Self {
            timeout: None,
            deadline: None,
            source: Source::default(),
            chain: None,
            concurrency: None,
            high_water_mark: 1024,
            patient: true,
            open: false,
            events: false,
        }
    }
}

/// One request of a batch.
#[derive(Debug, Clone)]
pub struct Item {
    /// What is looked up, or why it cannot be.
    pub lookup: Result<Lookup, Error>,
    /// How urgent it is, from -10 to 10: the higher the sooner.
    pub priority: i32,
}

impl From<Lookup> for Item {
    fn from(lookup: Lookup) -> Self {
        Self { lookup: Ok(lookup), priority: 0 }
    }
}

/// What became of a lookup.
#[derive(Debug)]
pub struct Outcome {
    /// Where in the batch it was asked for.
    pub positions: Vec<usize>,
    /// The value or the reason why there is none.
    pub result: Arc<Result<Json, Error>>,
}

/// A batch on its way. Dropping it drops its requests.
pub struct Running {
    outcomes: UnboundedReceiver<Vec<Outcome>>,
    handle: Handle,
}

/// Steers a batch.
#[derive(Clone)]
pub struct Handle {
    id: BatchId,
    commands: UnboundedSender<Command>,
    meter: Arc<Meter>,
}

impl Running {
    /// The outcomes of the next answer; nothing when there are no more.
    pub async fn next(&mut self) -> Option<Vec<Outcome>> {
        self.outcomes.recv().await
    }

    /// As [`Running::next`], but only what is there already.
    pub fn try_next(&mut self) -> Option<Vec<Outcome>> {
        self.outcomes.try_recv().ok()
    }

    /// What steers it.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// For one outcome that comes from elsewhere than a request.
    pub fn of_one() -> (Self, UnboundedSender<Vec<Outcome>>) {
        let (sink, outcomes) = mpsc::unbounded_channel();
        let (commands, _) = mpsc::unbounded_channel();
        let meter = Meter::new();
        meter.buffered.store(1, Ordering::Relaxed);
        (Self { outcomes, handle: Handle { id: 0, commands, meter: Arc::new(meter) } }, sink)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.handle.cancel();
    }
}

impl Handle {
    /// Adds lookups to a batch that is open.
    pub fn add(&self, items: Vec<Item>) {
        self.meter.total.fetch_add(items.len(), Ordering::Relaxed);
        self.send(Command::Add(self.id, items));
    }

    /// No more lookups will be added.
    pub fn close(&self) {
        self.send(Command::Close(self.id));
    }

    /// Outcomes are used: there is room for more. They are let go of where the JS thread is not held up.
    pub fn give_back(&self, outcomes: Vec<Arc<Result<Json, Error>>>) {
        self.meter.buffered.fetch_sub(outcomes.len(), Ordering::Relaxed);
        self.send(Command::GiveBack(outcomes));
    }

    /// Stops the batch: its requests are dropped, what is finished can still be had.
    pub fn cancel(&self) {
        self.send(Command::Cancel(self.id));
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        self.meter.progress()
    }

    /// Its HTTP requests that ended since the last time, if they are noted.
    pub fn events(&self) -> Vec<RequestEvent> {
        self.meter.take_events()
    }

    fn send(&self, command: Command) {
        // A dispatcher that is gone has nothing left to steer.
        let _ = self.commands.send(command);
    }
}

/// A batch that begins.
pub(super) struct Beginning {
    pub(super) id: BatchId,
    pub(super) items: Vec<Item>,
    pub(super) options: BatchOptions,
    pub(super) sink: UnboundedSender<Vec<Outcome>>,
    pub(super) meter: Arc<Meter>,
}

/// Starts a batch on the current Tokio runtime.
pub fn start(client: &Client, items: Vec<Item>, options: BatchOptions) -> Running {
    let commands = client.commands();
    let (running, beginning) = prepare(commands.clone(), items, options);
    begin(&commands, vec![beginning]);
    running
}

/// Starts batches together: what they have in common shares HTTP requests.
pub fn start_together(client: &Client, batches: Vec<(Vec<Item>, BatchOptions)>) -> Vec<Running> {
    let commands = client.commands();
    let prepared =
        batches.into_iter().map(|(items, options)| prepare(commands.clone(), items, options));
    let (running, beginnings) = prepared.unzip();
    begin(&commands, beginnings);
    running
}

/// A closed client takes no batches: their lookups fail.
fn begin(commands: &UnboundedSender<Command>, beginnings: Vec<Beginning>) {
    let Err(SendError(Command::Begin(refused))) = commands.send(Command::Begin(beginnings)) else {
        return;
    };
    for Beginning { items, options, sink, meter, .. } in refused {
        let mut batch = Batch::new(options, sink, meter, Instant::now());
        for item in items {
            let position = batch.next_position();
            let asked = item.lookup.map(|lookup| lookup.to_string());
            let error = asked.map_or_else(|error| error, |asked| closed().asked(&asked));
            batch.deliver(vec![position], Arc::new(Err(error)));
        }
        batch.hand_over();
    }
}

fn prepare(
    commands: UnboundedSender<Command>,
    items: Vec<Item>,
    options: BatchOptions,
) -> (Running, Beginning) {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let id = NEXT.fetch_add(1, Ordering::Relaxed);
    let (sink, outcomes) = mpsc::unbounded_channel();
    let meter = Arc::new(Meter::new());
    meter.total.store(items.len(), Ordering::Relaxed);
    let handle = Handle { id, commands, meter: Arc::clone(&meter) };
    (Running { outcomes, handle }, Beginning { id, items, options, sink, meter })
}
