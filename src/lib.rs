//! Google Play data in batches, at native speed.
//!
//! ```text
//! JS call → request/ (what to ask) → engine/ (in which order, how many, again?) → transport/
//!         → extraction/ (bytes to values) → model/ (their shape) → binding/ → JS values
//! ```
//!
//! Everything but `binding` is plain Rust: without the feature `node` no napi is compiled in.

#![cfg_attr(not(feature = "node"), forbid(unsafe_code))]

#[cfg(feature = "node")]
pub mod binding;
pub mod engine;
pub mod error;
pub mod extraction;
pub mod model;
pub mod request;
pub mod runtime;
pub mod transport;
