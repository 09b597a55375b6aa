//! Runs many lookups: in which order, how many at once, again when they fail. Each lookup gets
//! exactly one outcome.
//!
//! A client has one dispatcher, a task that owns what is to be done (`work`), its order (`queue`),
//! and the exits with their pace (`limiter`, `pace`) and health (`hold`). It packs calls of all batches into
//! HTTP requests (`pack`), each sent and read by a task of its own (`attempt`), and decides what the
//! answers mean (`settle`).

mod attempt;
mod batch;
mod batch_state;
mod cache;
mod call;
mod chain;
mod check;
mod classify;
mod client;
mod connection;
mod dispatch;
mod exits;
mod hold;
mod limiter;
mod mappings;
mod meter;
mod pace;
mod pack;
mod queue;
mod retry;
mod settle;
mod stats;
mod templates;
mod weight;
mod work;

pub use batch::{BatchOptions, Handle, Item, Outcome, Running, Source, start, start_together};
pub use cache::CacheBounds;
pub use chain::Chain;
pub use client::{
    Client, ClientSettings, DriftReport, ProxyExit, WayOut, closed, configure, global,
};
pub use limiter::{BURST, Bounds, Rate};
pub use mappings::{MAPPINGS, mappings_in};
pub use meter::{Progress, RequestEvent};
pub use stats::{ClientStats, ExitStats};
pub use templates::{FlagsDrift, TemplateDrift, TemplatesDrift};
