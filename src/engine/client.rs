//! Who asks: a transport, the pace of its exit address, and the defaults of its batches. The
//! module's functions share one global client.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::cache::CacheBounds;
use super::dispatch::{Command, Dispatcher};
use super::exits::{Exit, Exits};
use super::limiter::{Limiter, Rate};
use super::mappings::mappings_of_environment;
use super::stats::{ClientStats, Stats};
use super::templates::{Templates, TemplatesDrift};
use super::work::Work;
use crate::error::{Error, ErrorKind};
use crate::extraction::{Drift, Mappings, Tables};
use crate::request::Locale;
use crate::transport::{BaseUrl, Headers, HttpClient, HttpSettings, Proxy, Transport};

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
    /// Headers of each request, besides those of ours.
    pub headers: Headers,
    /// The language and country of lookups that name none; who reads the lookups puts it in.
    pub locale: Locale,
    /// The longest that batches may take whose callers say nothing; they put it in.
    pub deadline: Option<Duration>,
    /// Requests at once, for each exit.
    pub concurrency: usize,
    /// Requests per second, for each exit.
    pub rate: Rate,
    /// Tries per lookup.
    pub attempts: u32,
    /// The longest one HTTP request may take.
    pub timeout: Duration,
    /// A server that asks for a longer pause gets none: the lookups fail.
    pub max_retry_after: Duration,
    /// Whether a wall that asks for consent is answered with a cookie that refuses it.
    pub reject_consent: bool,
    /// What is kept in memory of the answers; nothing unless told.
    pub cache: Option<CacheBounds>,
    /// The proxies that are the exits; without, this machine's address is.
    pub proxies: Vec<ProxyExit>,
    /// Where fields are read instead; the environment's, if none are named.
    pub mappings: Option<Mappings>,
    /// Whether requests that Play's pages publish are adopted where they are answered with more.
    pub adopts_templates: bool,
}

/// A proxy as an exit.
#[derive(Debug, Clone)]
pub struct ProxyExit {
    /// Where it is.
    pub proxy: Proxy,
    /// Countries that are asked through it; all, if it names none.
    pub countries: Vec<String>,
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            base_url: None,
            ca: None,
            user_agent: None,
            headers: Headers::default(),
            locale: Locale::usual(),
            deadline: None,
            concurrency: 16,
            rate: Rate::default(),
            attempts: 6,
            timeout: Duration::from_secs(30),
            max_retry_after: Duration::from_secs(120),
            reject_consent: false,
            cache: None,
            proxies: Vec::new(),
            mappings: None,
            adopts_templates: true,
        }
    }
}

/// Shared by all its batches.
pub struct Client {
    settings: ClientSettings,
    tables: Arc<Tables>,
    templates: Arc<Templates>,
    stats: Arc<Stats>,
    /// Nothing once it is closed.
    open: Mutex<Option<Open>>,
}

/// What a client has as long as it is open.
struct Open {
    ways: Vec<Arc<WayOut>>,
    dispatcher: Option<UnboundedSender<Command>>,
}

/// What has moved, in answers and in requests.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DriftReport {
    /// What answers have.
    #[serde(flatten)]
    pub answers: Drift,
    /// What is asked with.
    #[serde(flatten)]
    pub requests: TemplatesDrift,
}

/// What an exit is made of.
pub struct WayOut {
    /// Its name in statistics, without credentials.
    pub name: String,
    /// What sends.
    pub transport: Arc<dyn Transport>,
    /// Countries that are asked through it; all, if it names none.
    pub countries: Vec<String>,
}

impl Client {
    /// A client with pools of its own.
    ///
    /// # Errors
    /// `InvalidArgument` for settings that cannot be.
    pub fn new(mut settings: ClientSettings) -> Result<Self, Error> {
        if settings.mappings.is_none() {
            settings.mappings = Some(mappings_of_environment()?);
        }
        let base_url = settings.base_url.clone().map_or_else(BaseUrl::from_env, Ok)?;
        base_url.announce();
        let way = |proxy: Option<&ProxyExit>| {
            let transport = HttpClient::new(&HttpSettings {
                base_url: base_url.clone(),
                ca: settings.ca.clone(),
                user_agent: settings.user_agent.clone().unwrap_or_else(|| USER_AGENT.to_owned()),
                headers: settings.headers.clone(),
                concurrency: settings.concurrency,
                proxy: proxy.map(|exit| exit.proxy.clone()),
            })?;
            Ok(WayOut {
                name: proxy.map_or_else(|| "direct".to_owned(), |exit| exit.proxy.to_string()),
                transport: Arc::new(transport),
                countries: proxy.map(|exit| exit.countries.clone()).unwrap_or_default(),
            })
        };
        let ways = if settings.proxies.is_empty() {
            vec![way(None)?]
        } else {
            settings.proxies.iter().map(|proxy| way(Some(proxy))).collect::<Result<_, Error>>()?
        };
        Ok(Self::with_ways(ways, settings))
    }

    /// A client that sends in these ways.
    pub fn with_ways(ways: Vec<WayOut>, settings: ClientSettings) -> Self {
        let ways = ways.into_iter().map(Arc::new).collect();
        let open = Mutex::new(Some(Open { ways, dispatcher: None }));
        let tables = Arc::new(settings.mappings.as_ref().map(Tables::new).unwrap_or_default());
        let templates = Arc::new(Templates::new(settings.adopts_templates));
        Self { settings, tables, templates, stats: Arc::default(), open }
    }

    /// What it is made of.
    pub fn settings(&self) -> &ClientSettings {
        &self.settings
    }

    /// What it did and does.
    pub fn stats(&self) -> ClientStats {
        self.stats.read()
    }

    /// What its answers tell of moves of Play's.
    pub fn drift(&self) -> DriftReport {
        DriftReport { answers: self.tables.drift(), requests: self.templates.drift() }
    }

    /// Where it reads each field.
    pub fn tables(&self) -> &Arc<Tables> {
        &self.tables
    }

    /// Fails all that has no outcome yet, drops the requests on the wire, and lets the connections
    /// go. What is asked for later fails too. The future is done when all this is.
    pub fn close(&self) -> impl Future<Output = ()> + Send + use<> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (done, ended) = oneshot::channel();
        if let Some(commands) = open.and_then(|open| open.dispatcher) {
            // A dispatcher that is gone has nothing left to end.
            let _ = commands.send(Command::Shut(done));
        }
        async {
            // It says nothing: it lets go.
            let _ = ended.await;
        }
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Where its dispatcher takes commands; nobody takes them if it is closed. The dispatcher runs
    /// on the Tokio runtime that is current at the first batch, and is made anew if it has ended.
    pub(super) fn commands(&self) -> UnboundedSender<Command> {
        let (commands, inbox) = mpsc::unbounded_channel();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(Open { ways, dispatcher }) = &mut *open else { return commands };
        if let Some(commands) = dispatcher.as_ref().filter(|commands| !commands.is_closed()) {
            return commands.clone();
        }
        let exits = Exits::new(ways.iter().map(|way| self.exit(way)).collect());
        let work = Work::new(self.settings.clone());
        tokio::spawn(
            Dispatcher::new(work, exits, self.tables(), &self.templates, &self.stats).run(inbox),
        );
        *dispatcher = Some(commands.clone());
        commands
    }

    fn exit(&self, way: &Arc<WayOut>) -> Exit {
        let limiter = Limiter::new(self.settings.concurrency, self.settings.rate, Instant::now());
        Exit::new(Arc::clone(way), limiter)
    }
}

/// Why a closed client answers nothing.
pub fn closed() -> Error {
    Error::new(ErrorKind::ClientClosed, "the client was closed; make another PlayStore")
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
