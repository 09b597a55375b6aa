//! A batch as JavaScript holds it: started by one call, pulled text by text.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use napi::bindgen_prelude::{Either, Object, ToNapiValue};
use napi::{Env, JsValue, sys};
use napi_derive::napi;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::settings::{parse, read_options};
use super::text::{self, Texts};
use crate::engine::{self, BatchOptions, Running};
use crate::error::Error;
use crate::request::Lookup;
use crate::runtime::runtime;
use crate::transport::CookieJar;

/// Starts a batch of one noun. Requests and options are JSON texts. Returns the batch, or the
/// failure as JSON; then nothing is sent.
#[napi]
pub fn start_batch(
    noun: String,
    requests: String,
    options: String,
    cookies: Option<&Cookies>,
) -> Either<NativeBatch, String> {
    let cookies = cookies.map(|cookies| Arc::clone(&cookies.0));
    or_failure(start(&noun, &requests, &options, cookies))
}

/// The batch, or the failure as JSON.
pub(super) fn or_failure(batch: Result<NativeBatch, Error>) -> Either<NativeBatch, String> {
    match batch {
        Ok(batch) => Either::A(batch),
        Err(error) => Either::B(text::failure(&error)),
    }
}

fn start(
    noun: &str,
    requests: &str,
    options: &str,
    cookies: Option<Arc<CookieJar>>,
) -> Result<NativeBatch, Error> {
    let options = BatchOptions { cookies, ..read_options(noun, &parse(options)?)? };
    let requests: Vec<Value> =
        serde_json::from_str(requests).map_err(|_| Error::invalid("", "must be a list"))?;
    let lookups = requests
        .iter()
        .enumerate()
        .map(|(index, request)| {
            Lookup::from_json(noun, request).map_err(|error| error.at_index(index))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let _in_runtime = runtime()?.enter();
    Ok(NativeBatch::new(engine::start(engine::global()?, lookups, options)))
}

/// The cookies of a chain of batches: what one is given, the next ones send.
#[napi]
#[derive(Default)]
pub struct Cookies(Arc<CookieJar>);

#[napi]
impl Cookies {
    /// No cookies yet.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }
}

/// A batch on its way. When JavaScript lets go of it, what is left of it is dropped.
#[napi]
pub struct NativeBatch {
    texts: Shared,
    cancel: CancellationToken,
}

impl NativeBatch {
    pub(super) fn new(running: Running) -> Self {
        let cancel = running.cancel.clone();
        Self { texts: Shared::new(Texts::new(running)), cancel }
    }
}

#[napi]
impl NativeBatch {
    /// Resolves with the next text of outcomes, or with null at the end. One call at a time.
    #[napi(ts_return_type = "Promise<string | null>")]
    pub fn next<'env>(&self, env: &'env Env) -> napi::Result<Object<'env>> {
        let (deferred, promise) = env.create_deferred()?;
        let shared = self.texts.clone();
        let Some(mut texts) = shared.take() else {
            deferred.reject(napi::Error::from_reason("next() is still running"));
            return Ok(promise);
        };
        // The batch was started on it, so the runtime is there.
        let runtime = runtime().map_err(|error| napi::Error::from_reason(error.to_string()))?;
        runtime.spawn(async move {
            let text = AssertUnwindSafe(texts.next()).catch_unwind().await;
            shared.put_back(texts);
            match text {
                Ok(text) => deferred.resolve(move |_| Ok(text.map(Latin1))),
                Err(_) => deferred.reject(napi::Error::from_reason("a defect of playfast")),
            }
        });
        Ok(promise)
    }

    /// Stops the batch: its requests are dropped, what is finished can still be pulled.
    #[napi]
    pub fn cancel(&self) {
        self.cancel.cancel();
    }
}

impl Drop for NativeBatch {
    fn drop(&mut self) {
        // A text that is being pulled keeps the batch; nobody is left to see it.
        self.cancel.cancel();
    }
}

/// The texts, out of reach while they are pulled: no lock is held across the wait.
#[derive(Clone)]
struct Shared(Arc<Mutex<Option<Texts>>>);

impl Shared {
    fn new(texts: Texts) -> Self {
        Self(Arc::new(Mutex::new(Some(texts))))
    }

    fn take(&self) -> Option<Texts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put_back(&self, texts: Texts) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(texts);
    }
}

/// ASCII text that becomes a latin1 string, which V8 makes far quicker than one from UTF-8.
struct Latin1(Vec<u8>);

impl ToNapiValue for Latin1 {
    #[expect(unsafe_code, reason = "the trait's method is unsafe; napi calls it on the JS thread")]
    unsafe fn to_napi_value(env: sys::napi_env, text: Self) -> napi::Result<sys::napi_value> {
        Ok(Env::from_raw(env).create_string_latin1(text.0)?.raw())
    }
}
