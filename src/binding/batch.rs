//! A batch as JavaScript holds it: started by one call, pulled text by text.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use napi::bindgen_prelude::{Either, Object, ToNapiValue};
use napi::{Env, JsValue, sys};
use napi_derive::napi;

use super::request::{Common, read_items, read_items_one_by_one};
use super::settings::{parse, read_options};
use super::text::{self, Texts};
use crate::engine::{self, BatchOptions, Handle, Item, Running};
use crate::error::Error;
use crate::request::Selection;
use crate::runtime::runtime;

/// A batch that is to begin: its noun, and requests and options as JSON texts.
#[napi(object)]
pub struct Beginning {
    /// What is looked up.
    pub noun: String,
    /// A list of requests.
    pub requests: String,
    /// The batch's options.
    pub options: String,
}

/// Starts a batch. Returns it, or the failure as JSON; then nothing is sent.
#[napi]
pub fn start_batch(beginning: Beginning, chain: Option<&Chain>) -> Either<NativeBatch, String> {
    let chain = chain.map(|chain| Arc::clone(&chain.0));
    let started = read(&beginning).and_then(|(items, options, selection)| {
        let _in_runtime = runtime()?.enter();
        let options = BatchOptions { chain, ..options };
        let running = engine::start(&*engine::global()?, items, options);
        Ok(NativeBatch::new(&beginning.noun, selection, running))
    });
    or_failure(started)
}

/// Starts batches together: what they have in common shares HTTP requests. Returns each, or its
/// failure as JSON.
#[napi]
pub fn start_together(beginnings: Vec<Beginning>) -> Vec<Either<NativeBatch, String>> {
    let client = runtime().and_then(|runtime| Ok((runtime, engine::global()?)));
    let (runtime, client) = match client {
        Ok(client) => client,
        Err(error) => {
            return beginnings.iter().map(|_| Either::B(text::failure(&error))).collect();
        }
    };
    let _in_runtime = runtime.enter();
    let mut good = Vec::new();
    let mut take = |beginning| {
        let (items, options, selection) = read(beginning)?;
        good.push((items, options));
        Ok(selection)
    };
    let verdicts: Vec<Result<_, Error>> = beginnings.iter().map(&mut take).collect();
    let mut running = engine::start_together(&client, good).into_iter();
    let started = beginnings.iter().zip(verdicts).map(|(Beginning { noun, .. }, verdict)| {
        let defect = || Error::new(crate::error::ErrorKind::Internal, "a batch did not begin");
        or_failure(verdict.and_then(|selection| {
            let running = running.next().ok_or_else(defect)?;
            Ok(NativeBatch::new(noun, selection, running))
        }))
    });
    started.collect()
}

/// Says what is wrong with a list of requests (JSON text): the failure as JSON, or nothing.
#[napi]
pub fn check_requests(noun: String, requests: String) -> Option<String> {
    read_items(&noun, &requests, &Common::default()).err().map(|error| text::failure(&error))
}

type Read = (Vec<Item>, BatchOptions, Option<Arc<Selection>>);

fn read(beginning: &Beginning) -> Result<Read, Error> {
    let (options, common) = read_options(&beginning.noun, &parse(&beginning.options)?)?;
    let items = read_items(&beginning.noun, &beginning.requests, &common)?;
    Ok((items, options, common.selection))
}

/// The batch, or the failure as JSON.
pub(super) fn or_failure(batch: Result<NativeBatch, Error>) -> Either<NativeBatch, String> {
    match batch {
        Ok(batch) => Either::A(batch),
        Err(error) => Either::B(text::failure(&error)),
    }
}

/// A chain of batches: it has cookies of its own, and lives on one exit.
#[napi]
#[derive(Default)]
pub struct Chain(Arc<engine::Chain>);

#[napi]
impl Chain {
    /// A chain that nothing belongs to yet.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }
}

/// A batch on its way. When JavaScript lets go of it, what is left of it is dropped.
#[napi]
pub struct NativeBatch {
    noun: String,
    selection: Option<Arc<Selection>>,
    texts: Shared,
    handle: Handle,
}

impl NativeBatch {
    pub(super) fn new(noun: &str, selection: Option<Arc<Selection>>, running: Running) -> Self {
        let handle = running.handle().clone();
        let texts = Shared::new(Texts::new(running));
        Self { noun: noun.to_owned(), selection, texts, handle }
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

    /// Adds requests (a JSON list) to a batch that was begun as `open`. One that cannot be asked
    /// is rejected in its place.
    #[napi]
    pub fn add(&self, requests: String, priority: i32) {
        let common = Common { priority, selection: self.selection.clone() };
        self.handle.add(read_items_one_by_one(&self.noun, &requests, &common));
    }

    /// Nothing more will be added.
    #[napi]
    pub fn close(&self) {
        self.handle.close();
    }

    /// How far it is, as JSON.
    #[napi]
    pub fn progress(&self) -> String {
        // Numbers only: nothing in it can fail to serialise.
        serde_json::to_string(&self.handle.progress()).unwrap_or_default()
    }

    /// Its HTTP requests that ended since the last time, as JSON, if it was begun with `events`.
    #[napi]
    pub fn events(&self) -> String {
        // Numbers and names only: nothing in it can fail to serialise.
        serde_json::to_string(&self.handle.events()).unwrap_or_default()
    }

    /// Stops the batch: its requests are dropped, what is finished can still be pulled.
    #[napi]
    pub fn cancel(&self) {
        self.handle.cancel();
    }
}

impl Drop for NativeBatch {
    fn drop(&mut self) {
        // A text that is being pulled keeps the batch; nobody is left to see it.
        self.handle.cancel();
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
