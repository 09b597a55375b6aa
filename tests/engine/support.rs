//! A Play that answers by a script, in virtual time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::BoxFuture;
use percent_encoding::percent_decode;
use playfast::engine::{
    BatchOptions, Client, ClientSettings, Item, Outcome, Rate, Running, WayOut, start,
};
use playfast::error::{Error, ErrorKind};
use playfast::extraction::Json as Record;
use playfast::request::Lookup;
use playfast::transport::{Method, Request, Response, Transport};
use serde_json::{Value as Json, json};
use tokio::time::{Instant, sleep};

/// A request as Play sees it.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// How many came before.
    pub(crate) nth: usize,
    /// The apps asked for; `similar to` one where those are.
    pub(crate) ids: Vec<String>,
    /// The calls' requests; none for a page.
    pub(crate) calls: Vec<Json>,
    /// Whether it is for an app's page.
    pub(crate) page: bool,
    /// Seconds since the start.
    pub(crate) at: f64,
    /// The exit it came through.
    pub(crate) exit: &'static str,
    /// Whether it carries the cookie against consent.
    pub(crate) consent: bool,
}

type Answer = Result<Response, Error>;

pub(crate) struct Play {
    script: Box<dyn Fn(&Asked) -> Answer + Send + Sync>,
    latency: Duration,
    begun: Instant,
    asked: Mutex<Vec<Asked>>,
    in_flight: AtomicUsize,
    most_in_flight: AtomicUsize,
}

impl Play {
    /// Answers after 100 ms.
    pub(crate) fn new(script: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Arc<Self> {
        Self::slow(100, script)
    }

    pub(crate) fn slow(
        latency_ms: u64,
        script: impl Fn(&Asked) -> Answer + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            script: Box::new(script),
            latency: Duration::from_millis(latency_ms),
            begun: Instant::now(),
            asked: Mutex::default(),
            in_flight: AtomicUsize::new(0),
            most_in_flight: AtomicUsize::new(0),
        })
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Calls of each request.
    pub(crate) fn sizes(&self) -> Vec<usize> {
        self.asked().iter().map(|asked| asked.ids.len()).collect()
    }

    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::SeqCst)
    }

    pub(crate) fn most_in_flight(&self) -> usize {
        self.most_in_flight.load(Ordering::SeqCst)
    }

    fn take(&self, request: &Request, exit: &'static str) -> Asked {
        let mut all = self.asked.lock().unwrap();
        let asked = Asked {
            nth: all.len(),
            ids: app_ids(request),
            calls: calls(request),
            page: matches!(request.method, Method::Get),
            at: self.begun.elapsed().as_secs_f64(),
            exit,
            consent: request.consent,
        };
        all.push(asked.clone());
        asked
    }
}

/// One way to Play.
struct Exit(Arc<Play>, &'static str);

impl Transport for Exit {
    fn send(&self, request: Request, _: Duration) -> BoxFuture<'_, Answer> {
        let Self(play, exit) = self;
        let asked = play.take(&request, exit);
        let now = play.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        play.most_in_flight.fetch_max(now, Ordering::SeqCst);
        let leave = Leave(play);
        Box::pin(async move {
            sleep(play.latency).await;
            drop(leave);
            (play.script)(&asked)
        })
    }
}

struct Leave<'p>(&'p Play);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::SeqCst);
    }
}

fn app_ids(request: &Request) -> Vec<String> {
    if matches!(request.method, Method::Get) {
        let id = request.path_and_query.split(['?', '&']).find_map(|pair| pair.strip_prefix("id="));
        return vec![id.unwrap().to_owned()];
    }
    let id = |call: &Json| match call[5][0][0].as_str() {
        Some(id) => id.to_owned(),
        None => format!("similar to {}", call[0][1][0].as_str().unwrap()),
    };
    calls(request).iter().map(id).collect()
}

fn calls(request: &Request) -> Vec<Json> {
    let Method::Post(body) = &request.method else { return Vec::new() };
    let text = percent_decode(body.strip_prefix(b"f.req=").unwrap()).decode_utf8().unwrap();
    let sent: Json = serde_json::from_str(&text).unwrap();
    let calls = sent[0].as_array().unwrap();
    let inner = |call: &Json| -> Json { serde_json::from_str(call[1].as_str().unwrap()).unwrap() };
    calls.iter().map(inner).collect()
}

/// A frame that answers a call with a record of the fewest fields there can be.
pub(crate) fn frame(echo: usize, id: &str) -> Json {
    described(echo, id, "")
}

/// The same with a description.
pub(crate) fn described(echo: usize, id: &str, description: &str) -> Json {
    let payload = record(id, description).to_string();
    json!(["wrb.fr", "Ws7gDc", payload, null, null, null, echo.to_string()])
}

fn record(id: &str, description: &str) -> Json {
    let fields = json!([
        [format!("Title of {id}")],
        {"19": [2], "69": ["Developer"], "73": [[null, description]]}
    ]);
    json!([null, [null, null, fields, {"12": [[id, 7]]}]])
}

/// The page of an app, with the same record.
pub(crate) fn app_page(id: &str) -> Answer {
    publishing(id, "[]")
}

/// The same, which says that this request was answered so.
pub(crate) fn publishing(id: &str, request: &str) -> Answer {
    let payload = record(id, "");
    page(&format!(
        "<script>var AF_dataServiceRequests = {{'ds:5' : {{id:'Ws7gDc',request:{request}}}}}; var \
         AF_initDataChunkQueue = [];</script>\
         <script>AF_initDataCallback({{key: 'ds:5', hash: '1', data:{payload}, sideChannel: {{}}}});</script>"
    ))
}

pub(crate) fn answer(frames: impl IntoIterator<Item = Json>) -> Answer {
    let frames: Vec<Json> = frames.into_iter().collect();
    let body = format!(")]}}'\n\n{}", json!(frames));
    Ok(Response { status: 200, received: body.len(), body: body.into(), ..Response::default() })
}

pub(crate) fn all(ids: &[String]) -> Answer {
    answer(ids.iter().enumerate().map(|(echo, id)| frame(echo, id)))
}

pub(crate) fn status(status: u16, retry_after: Option<&str>) -> Answer {
    Ok(Response { status, retry_after: retry_after.map(str::to_owned), ..Response::default() })
}

pub(crate) fn page(body: &str) -> Answer {
    Ok(Response { status: 200, body: body.into(), ..Response::default() })
}

/// A redirect to Google's captcha.
pub(crate) fn sorry() -> Answer {
    let location = Some("https://www.google.com/sorry/index?continue=x".to_owned());
    Ok(Response { status: 302, location, ..Response::default() })
}

pub(crate) fn broken() -> Answer {
    Err(Error::new(ErrorKind::Network, "the connection broke"))
}

/// A whole connection broke.
pub(crate) fn connection_broke() -> Answer {
    broken().map_err(Error::of_connection)
}

/// The client's defaults, but that it asks no page for its request: these records are thinner than Play's.
pub(crate) fn usual() -> ClientSettings {
    ClientSettings { adopts_templates: false, ..ClientSettings::default() }
}

/// The same without a pace.
pub(crate) fn unpaced() -> ClientSettings {
    ClientSettings { rate: Rate::Off, ..usual() }
}

pub(crate) fn client(play: &Arc<Play>, settings: ClientSettings) -> Client {
    client_through(play, &[("direct", &[])], settings)
}

pub(crate) fn client_through(
    play: &Arc<Play>,
    exits: &[(&'static str, &[&str])],
    settings: ClientSettings,
) -> Client {
    let way = |(name, countries): &(&'static str, &[&str])| WayOut {
        name: (*name).to_owned(),
        transport: Arc::new(Exit(Arc::clone(play), name)),
        countries: countries.iter().map(|&country| country.to_owned()).collect(),
    };
    Client::with_ways(exits.iter().map(way).collect(), settings)
}

/// `com.app000`, `com.app001`, …
pub(crate) fn ids(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("com.app{n:03}")).collect()
}

pub(crate) fn item(id: &str) -> Item {
    Lookup::from_json("app", &json!(id)).unwrap().into()
}

pub(crate) fn items<I: AsRef<str>>(ids: &[I]) -> Vec<Item> {
    ids.iter().map(|id| item(id.as_ref())).collect()
}

pub(crate) fn urgent<I: AsRef<str>>(ids: &[I], priority: i32) -> Vec<Item> {
    items(ids).into_iter().map(|item| Item { priority, ..item }).collect()
}

/// Outcomes are used, each at all its positions.
pub(crate) fn give_back(running: &Running, outcomes: &[Outcome]) {
    let used = outcomes.iter().flat_map(|Outcome { positions, result }| {
        std::iter::repeat_n(Arc::clone(result), positions.len())
    });
    running.handle().give_back(used.collect());
}

/// Takes everything a batch brings, in the order asked.
pub(crate) async fn collect(mut running: Running) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    while let Some(some) = running.next().await {
        give_back(&running, &some);
        outcomes.extend(some);
    }
    outcomes.sort_by_key(|outcome| outcome.positions.clone());
    outcomes
}

/// Asks for apps and waits for all of them.
pub(crate) async fn ask<I: AsRef<str>>(client: &Client, ids: &[I]) -> Vec<Outcome> {
    collect(start(client, items(ids), BatchOptions::default())).await
}

pub(crate) fn failure(outcome: &Outcome) -> Option<&Error> {
    (*outcome.result).as_ref().err()
}

pub(crate) fn kinds(outcomes: &[Outcome]) -> Vec<Option<ErrorKind>> {
    outcomes.iter().map(|outcome| failure(outcome).map(Error::kind)).collect()
}

pub(crate) fn app(outcome: &Outcome) -> playfast::model::App {
    let Ok(Record::Object(json)) = &*outcome.result else { panic!("{:?}", failure(outcome)) };
    serde_json::from_slice(json).unwrap()
}

/// Each of these ids was answered with its own record, at its own position, once.
pub(crate) fn assert_right<I: AsRef<str>>(outcomes: &[Outcome], ids: &[I]) {
    assert_eq!(outcomes.len(), ids.len());
    for (position, (outcome, id)) in outcomes.iter().zip(ids).enumerate() {
        assert_eq!(outcome.positions, [position]);
        let app = app(outcome);
        assert_eq!(
            (app.app_id.as_str(), app.title),
            (id.as_ref(), format!("Title of {}", id.as_ref()))
        );
    }
}
