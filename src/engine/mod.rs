//! Runs many lookups: in which order, how many at once, again when they fail. Each lookup gets
//! exactly one outcome.

mod batch;
mod classify;
mod client;
mod in_flight;
mod limiter;
mod plan;
mod retry;

pub use batch::{BatchOptions, Outcome, Running, start};
pub use client::{Client, ClientSettings, configure, global};
pub use limiter::{Limiter, Rate};
pub use plan::Source;
