//! A client as JavaScript holds it, and how batches begin on it.

use std::sync::Arc;

use futures::FutureExt;
use napi::Env;
use napi::bindgen_prelude::{Either, Object};
use napi_derive::napi;

use super::batch::{NativeBatch, or_failure};
use super::reading::Reading;
use super::request::Reader;
use super::settings::{parse, read_options, read_settings};
use super::text;
use crate::engine::{self, BatchOptions, Client, ClientSettings, Item};
use crate::error::{Error, ErrorKind};
use crate::runtime::runtime;

/// A client of its own, or the one that the module's functions share in all threads. When
/// JavaScript lets go of it, it goes with the last of its batches.
#[napi]
pub struct NativeClient(Option<Arc<Client>>);

/// Batches of one request each that are to begin together, and their requests and options as JSON.
#[napi(object)]
pub struct Beginning {
    /// What is looked up.
    pub noun: String,
    /// A list of requests.
    pub requests: String,
    /// The batch's options.
    pub options: String,
}

/// The client that the module's functions share, whichever it is by then.
#[napi]
pub fn global_client() -> NativeClient {
    NativeClient(None)
}

/// Makes a client, or returns the failure as JSON.
#[napi]
pub fn open_client(settings: String) -> Either<NativeClient, String> {
    match read(&settings).and_then(Client::new) {
        Ok(client) => Either::A(NativeClient(Some(Arc::new(client)))),
        Err(error) => Either::B(text::failure(&error)),
    }
}

/// Replaces the client that the module's functions share. Returns the failure as JSON, or nothing.
#[napi]
pub fn configure(settings: String) -> Option<String> {
    read(&settings).and_then(engine::configure).err().map(|error| text::failure(&error))
}

fn read(settings: &str) -> Result<ClientSettings, Error> {
    read_settings(&parse(settings)?)
}

impl NativeClient {
    fn get(&self) -> Result<Arc<Client>, Error> {
        self.0.clone().map_or_else(engine::global, Ok)
    }

    /// One of its settings; without, if it cannot be made.
    fn setting<T>(&self, of: impl FnOnce(&ClientSettings) -> T) -> Option<T> {
        self.get().ok().map(|client| of(client.settings()))
    }
}

#[napi]
impl NativeClient {
    /// Begins to read the requests of a batch with these options (JSON); or returns the failure as
    /// JSON.
    #[napi]
    pub fn read(&self, noun: String, options: String) -> Either<Reading, String> {
        let reading = || {
            let client = self.get()?;
            if client.is_closed() {
                return Err(engine::closed());
            }
            let (options, common) = read_options(client.tables(), &noun, &parse(&options)?)?;
            Ok(Reading::new(client, &noun, options, common))
        };
        match reading() {
            Ok(reading) => Either::A(reading),
            Err(error) => Either::B(text::failure(&error)),
        }
    }

    /// Starts batches together: what they have in common shares HTTP requests. Returns each, or
    /// its failure as JSON.
    #[napi]
    pub fn start_together(&self, beginnings: Vec<Beginning>) -> Vec<Either<NativeBatch, String>> {
        let (runtime, client) = match runtime().and_then(|runtime| Ok((runtime, self.get()?))) {
            Ok(found) => found,
            Err(error) => {
                return beginnings.iter().map(|_| Either::B(text::failure(&error))).collect();
            }
        };
        let _in_runtime = runtime.enter();
        let mut good = Vec::new();
        let verdicts: Vec<Result<(), Error>> = beginnings
            .iter()
            .map(|beginning| beginning.read(&client).map(|batch| good.push(batch)))
            .collect();
        let mut running = engine::start_together(&client, good).into_iter();
        let started = verdicts.into_iter().map(|verdict| {
            let defect = || Error::new(ErrorKind::Internal, "a batch did not begin");
            or_failure(
                verdict.and_then(|()| running.next().map(NativeBatch::new).ok_or_else(defect)),
            )
        });
        started.collect()
    }

    /// What it did and does, as JSON; or the failure as JSON with a `code`.
    #[napi]
    pub fn stats(&self) -> String {
        match self.get() {
            // Numbers and names only: nothing in it can fail to serialise.
            Ok(client) => serde_json::to_string(&client.stats()).unwrap_or_default(),
            Err(error) => text::failure(&error),
        }
    }

    /// What its answers tell of moves of Play's, as JSON; or the failure as JSON with a `code`.
    #[napi]
    pub fn drift_report(&self) -> String {
        match self.get() {
            // Numbers and names only: nothing in it can fail to serialise.
            Ok(client) => serde_json::to_string(&client.drift()).unwrap_or_default(),
            Err(error) => text::failure(&error),
        }
    }

    /// The language of requests that name none.
    #[napi]
    pub fn lang(&self) -> Option<String> {
        self.setting(|settings| settings.locale.lang.clone())
    }

    /// The longest that calls may take that say nothing, in ms.
    #[napi]
    pub fn deadline_ms(&self) -> Option<u32> {
        let deadline = self.setting(|settings| settings.deadline).flatten()?;
        // It was read from a number of that kind.
        u32::try_from(deadline.as_millis()).ok()
    }

    /// Whether it was closed.
    #[napi]
    pub fn is_closed(&self) -> bool {
        self.get().is_ok_and(|client| client.is_closed())
    }

    /// Ends all that it does. Resolves when nothing is left of it.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn close<'env>(&self, env: &'env Env) -> napi::Result<Object<'env>> {
        let failed = |error: Error| napi::Error::from_reason(error.to_string());
        let ended = self.get().map_err(failed)?.close();
        let (deferred, promise) = env.create_deferred()?;
        let end = |()| deferred.resolve(|_| Ok(()));
        match runtime() {
            Ok(runtime) => drop(runtime.spawn(ended.map(end))),
            // Without a runtime nothing of it ever began.
            Err(_) => end(()),
        }
        Ok(promise)
    }
}

impl Beginning {
    fn read(&self, client: &Client) -> Result<(Vec<Item>, BatchOptions), Error> {
        let (options, common) = read_options(client.tables(), &self.noun, &parse(&self.options)?)?;
        let reader = Reader::new(&self.noun, client, common);
        Ok((reader.all(&self.requests)?, options))
    }
}
