//! Who asks: a transport, the pace of its exit address, and the defaults of its batches. The
//! module's functions share one global client.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::limiter::{Limiter, Rate};
use crate::error::Error;
use crate::transport::{BaseUrl, HttpClient, HttpSettings, Transport};

/// A desktop browser's, as every client of Play's web front end sends; no source shows that it
/// matters.
const USER_AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/// What a client is made of.
#[derive(Debug, Clone)]
pub struct ClientSettings {
    /// The origin asked; the environment's, else Google Play, if none is named.
    pub base_url: Option<BaseUrl>,
    /// Further trusted roots, PEM.
    pub ca: Option<String>,
    /// Header `User-Agent`.
    pub user_agent: Option<String>,
    /// Requests at once.
    pub concurrency: usize,
    /// Requests per second.
    pub rate: Rate,
    /// Tries per lookup.
    pub attempts: u32,
    /// The longest one HTTP request may take.
    pub timeout: Duration,
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            base_url: None,
            ca: None,
            user_agent: None,
            concurrency: 16,
            rate: Rate::PerSecond(4.0),
            attempts: 6,
            timeout: Duration::from_secs(30),
        }
    }
}

/// Shared by all its batches.
pub struct Client {
    pub(super) transport: Box<dyn Transport>,
    pub(super) limiter: Limiter,
    pub(super) settings: ClientSettings,
}

impl Client {
    /// A client with a pool of its own.
    ///
    /// # Errors
    /// `InvalidArgument` for settings that cannot be.
    pub fn new(settings: ClientSettings) -> Result<Self, Error> {
        let base_url = settings.base_url.clone().map_or_else(BaseUrl::from_env, Ok)?;
        base_url.announce();
        let transport = HttpClient::new(&HttpSettings {
            base_url,
            ca: settings.ca.clone(),
            user_agent: settings.user_agent.clone().unwrap_or_else(|| USER_AGENT.to_owned()),
            concurrency: settings.concurrency,
        })?;
        Ok(Self::with_transport(Box::new(transport), settings))
    }

    /// A client that sends through this transport.
    pub fn with_transport(transport: Box<dyn Transport>, settings: ClientSettings) -> Self {
        let limiter = Limiter::new(settings.concurrency, settings.rate);
        Self { transport, limiter, settings }
    }
}

static GLOBAL: Mutex<Option<Arc<Client>>> = Mutex::new(None);

/// The client of the module's functions, made at the first call.
///
/// # Errors
/// `InvalidArgument` when the environment names an origin that is none.
pub fn global() -> Result<Arc<Client>, Error> {
    let mut global = GLOBAL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(client) = &*global {
        return Ok(Arc::clone(client));
    }
    let client = Arc::new(Client::new(ClientSettings::default())?);
    *global = Some(Arc::clone(&client));
    Ok(client)
}

/// Replaces the global client. Batches that run keep theirs.
///
/// # Errors
/// `InvalidArgument` for settings that cannot be; the old client stays.
pub fn configure(settings: ClientSettings) -> Result<(), Error> {
    let client = Arc::new(Client::new(settings)?);
    *GLOBAL.lock().unwrap_or_else(PoisonError::into_inner) = Some(client);
    Ok(())
}
