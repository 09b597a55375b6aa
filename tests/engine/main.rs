//! The engine over a scripted Play, in virtual time: every lookup gets exactly one outcome, only
//! what is unanswered is asked again, and the pace is one that Play accepts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::unnecessary_wraps, reason = "a script returns what a transport returns")]

mod answers;
mod blocks;
mod closing;
mod connections;
mod exits;
mod faults;
mod include;
mod model;
mod pace;
mod sharing;
mod support;
mod templates;
