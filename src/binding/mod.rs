//! The Node addon: arguments in, texts out. The only stage that names napi.
//!
//! A batch crosses the border as JSON text: texts of requests in, texts of some 80 KB of outcomes out,
//! each made into a latin1 string (measured: N-API objects cost the JS thread three times as much).
//! `lib/` waits for outcomes by a promise, takes and parses what is there text by text. Failures cross as
//! JSON too; `lib/errors.cjs` makes the classes at the call site. Who only writes values to a file gets
//! them as bytes.

#![expect(
    clippy::needless_pass_by_value,
    clippy::missing_errors_doc,
    reason = "napi hands arguments over by value; what is thrown is documented for JavaScript in types/"
)]

mod batch;
mod categories;
mod client;
mod parse;
mod reading;
mod request;
mod settings;
mod text;
mod values;

pub use batch::{Chain, NativeBatch};
pub use categories::categories;
pub use client::{Beginning, NativeClient, configure, global_client, open_client};
pub use parse::parse_recorded;
pub use reading::Reading;
pub use settings::unknown_name;
