//! The pure functions: answers that somebody else fetched, off the JS thread when they are long.

use std::sync::Arc;

use napi::bindgen_prelude::{Buffer, Either};
use napi_derive::napi;

use super::batch::{NativeBatch, or_failure};
use crate::engine::{self, Outcome, Running};
use crate::error::Error;
use crate::extraction::{self, Extracted, Recorded};
use crate::runtime::runtime;

/// A text up to this length is parsed where it is, which is quicker than handing it over.
const SHORT: usize = 64 << 10;

/// Parses a recorded answer; `named` is the public function's name. Returns a batch of one
/// outcome, or the failure as JSON.
#[napi]
pub fn parse_recorded(
    named: String,
    #[napi(ts_arg_type = "string | Uint8Array")] text: Either<String, Buffer>,
    app_id: Option<String>,
) -> Either<NativeBatch, String> {
    or_failure(start(&named, text, app_id))
}

fn start(
    function: &str,
    text: Either<String, Buffer>,
    app_id: Option<String>,
) -> Result<NativeBatch, Error> {
    let recorded = Recorded::named(function)
        .ok_or_else(|| Error::invalid("function", "must be one of the parse functions"))?;
    let tables = Arc::clone(engine::global()?.tables());
    // The outcome is pulled on it, wherever the text is parsed.
    let runtime = runtime()?;
    let is_short = bytes(&text).len() <= SHORT;
    let parse =
        move || outcome(extraction::parse(&tables, recorded, bytes(&text), app_id.as_deref()));
    let (running, sink) = Running::of_one();
    // The batch holds the receiver; if it is gone, nobody waits.
    let finish = move || drop(sink.send(vec![parse()]));
    if is_short {
        finish();
    } else {
        runtime.spawn(async move { finish() });
    }
    Ok(NativeBatch::new(running))
}

fn bytes(text: &Either<String, Buffer>) -> &[u8] {
    match text {
        Either::A(text) => text.as_bytes(),
        Either::B(bytes) => bytes,
    }
}

fn outcome(extracted: Extracted) -> Outcome {
    let result = match extracted {
        Extracted::Value(json) => Ok(json),
        Extracted::Failed(error) | Extracted::Again(error) => Err(error),
        Extracted::Mismatch => {
            Err(Error::parse("", &["appId"], "the page is about another app than appId"))
        }
        // Without a request nothing more is asked for.
        Extracted::More(_) | Extracted::MorePage(_) | Extracted::Part => {
            Err(Error::parse("", &[], "the answer is only a part"))
        }
    };
    Outcome { positions: vec![0], result: Arc::new(result) }
}
