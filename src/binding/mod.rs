//! The Node addon: arguments in, texts out. The only stage that names napi.
//!
//! A batch crosses the border as JSON text: one text of requests in, texts of at most 32 records
//! out, each pulled by its own promise and made into a latin1 string (measured: N-API objects cost
//! the JS thread three times as much). `lib/` parses them. Failures cross as JSON too; `lib/errors.cjs`
//! makes the classes at the call site.

#![expect(
    clippy::needless_pass_by_value,
    clippy::missing_errors_doc,
    reason = "napi hands arguments over by value; what is thrown is documented for JavaScript in types/"
)]

mod batch;
mod categories;
mod parse;
mod request;
mod settings;
mod text;

pub use batch::{Beginning, Chain, NativeBatch, check_requests, start_batch, start_together};
pub use categories::categories;
pub use parse::parse_recorded;
pub use settings::{configure, stats};
