//! A batch as JavaScript holds it: pulled text by text.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use futures::future::BoxFuture;
use napi::bindgen_prelude::{BufferSlice, Either, Object, ToNapiValue};
use napi::{Env, JsString};
use napi_derive::napi;

use super::reading::Reading;
use super::text::{self, Texts};
use crate::engine::{self, Handle, Running};
use crate::error::Error;
use crate::runtime::runtime;

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
pub struct Chain(pub(super) Arc<engine::Chain>);

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
    texts: Shared,
    handle: Handle,
}

impl NativeBatch {
    pub(super) fn new(running: Running) -> Self {
        let handle = running.handle().clone();
        Self { texts: Shared::new(Texts::new(running)), handle }
    }
}

#[napi]
impl NativeBatch {
    /// Resolves with true once there are outcomes, or with false at the end. One call at a time.
    #[napi(ts_return_type = "Promise<boolean>")]
    pub fn wait<'env>(&self, env: &'env Env) -> napi::Result<Object<'env>> {
        self.pull(env, |texts| texts.wait().boxed())
    }

    /// The next text of the outcomes that are there, or null.
    #[napi(catch_unwind, ts_return_type = "string | null")]
    pub fn text<'env>(&self, env: &'env Env) -> napi::Result<Option<JsString<'env>>> {
        let mut texts = self.texts.0.lock().unwrap_or_else(PoisonError::into_inner);
        let text = texts.as_mut().and_then(Texts::next);
        // It is ASCII, and V8 makes a string of latin1 far quicker than one of UTF-8.
        text.map(|text| env.create_string_latin1(text)).transpose()
    }

    /// Resolves with the next outcomes, whose values stay text: of each its length; or with null at the
    /// end. A batch is pulled in one way or the other.
    #[napi(ts_return_type = "Promise<string | null>")]
    pub fn next_values<'env>(&self, env: &'env Env) -> napi::Result<Object<'env>> {
        self.pull(env, |texts| texts.next_values().boxed())
    }

    /// Copies the values of the outcomes that were pulled last, one after the other.
    #[napi]
    pub fn copy_values(
        &self,
        #[napi(ts_arg_type = "Uint8Array")] mut into: BufferSlice,
    ) -> napi::Result<()> {
        let texts = self.texts.0.lock().unwrap_or_else(PoisonError::into_inner);
        let values = texts.as_ref().map(Texts::values).unwrap_or_default();
        let room = into.get_mut(..values.len());
        room.ok_or_else(|| napi::Error::from_reason("the buffer is too small"))?
            .copy_from_slice(values);
        Ok(())
    }

    /// Adds the next of the requests that are read to a batch that was begun as `open`.
    #[napi]
    pub fn add(&self, reading: &mut Reading, most: u32) {
        self.handle.add(reading.take(most as usize));
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

impl NativeBatch {
    fn pull<'env, T: ToNapiValue + Send + 'static>(
        &self,
        env: &'env Env,
        next: impl FnOnce(&mut Texts) -> BoxFuture<'_, T> + Send + 'static,
    ) -> napi::Result<Object<'env>> {
        // The batch was started on it, so the runtime is there.
        let runtime = runtime().map_err(|error| napi::Error::from_reason(error.to_string()))?;
        let (deferred, promise) = env.create_deferred()?;
        let shared = self.texts.clone();
        let Some(mut texts) = shared.take() else {
            deferred.reject(napi::Error::from_reason("the batch is being pulled already"));
            return Ok(promise);
        };
        runtime.spawn(async move {
            let pulled = AssertUnwindSafe(next(&mut texts)).catch_unwind().await;
            shared.put_back(texts);
            match pulled {
                Ok(pulled) => deferred.resolve(move |_| Ok(pulled)),
                Err(_) => deferred.reject(napi::Error::from_reason("a defect of playfast")),
            }
        });
        Ok(promise)
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
