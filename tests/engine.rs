//! The engine over a scripted transport, in virtual time: every lookup gets exactly one outcome,
//! and only what is unanswered is asked again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::unnecessary_wraps, reason = "a script returns what a transport returns")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::BoxFuture;
use percent_encoding::percent_decode;
use playfast::engine::{
    BatchOptions, Client, ClientSettings, Item, Outcome, Rate, Source, WayOut, start,
};
use playfast::error::{Error, ErrorKind};
use playfast::extraction::Json as Record;
use playfast::request::Lookup;
use playfast::transport::{Method, Request, Response, Transport};
use serde_json::{Value as Json, json};
use tokio::time::{Instant, sleep};

/// What the script does with the nth POST and the app ids it asks for.
type Script = dyn Fn(usize, &[String]) -> Result<Response, Error> + Send + Sync;

struct Scripted {
    script: Box<Script>,
    posts: Arc<Mutex<Vec<Vec<String>>>>,
    latency: Duration,
    in_flight: Arc<AtomicUsize>,
}

impl Transport for Scripted {
    fn send(&self, request: Request, _: Duration) -> BoxFuture<'_, Result<Response, Error>> {
        let ids = app_ids(&request.method);
        let nth = {
            let mut posts = self.posts.lock().unwrap();
            posts.push(ids.clone());
            posts.len() - 1
        };
        self.in_flight.fetch_add(1, Ordering::SeqCst);
        let leave = Leave(Arc::clone(&self.in_flight));
        Box::pin(async move {
            sleep(self.latency).await;
            drop(leave);
            (self.script)(nth, &ids)
        })
    }
}

struct Leave(Arc<AtomicUsize>);

impl Drop for Leave {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn app_ids(method: &Method) -> Vec<String> {
    let Method::Post(body) = method else { return vec!["page".to_owned()] };
    let text = percent_decode(body.strip_prefix(b"f.req=").unwrap()).decode_utf8().unwrap();
    let sent: Json = serde_json::from_str(&text).unwrap();
    let calls = sent[0].as_array().unwrap();
    let inner = |call: &Json| -> Json { serde_json::from_str(call[1].as_str().unwrap()).unwrap() };
    calls.iter().map(|call| inner(call)[5][0][0].as_str().unwrap().to_owned()).collect()
}

/// A frame that answers a call with a record of the fewest fields there can be.
fn frame(echo: usize, id: &str) -> Json {
    let record = json!([
        ["Title"],
        {"19": [2], "69": ["Developer"]}
    ]);
    let payload = json!([null, [null, null, record, {"12": [[id, 7]]}]]);
    json!(["wrb.fr", "Ws7gDc", payload.to_string(), null, null, null, echo.to_string()])
}

fn answer(frames: impl IntoIterator<Item = Json>) -> Result<Response, Error> {
    let frames: Vec<Json> = frames.into_iter().collect();
    let body = format!(")]}}'\n\n{}", json!(frames));
    Ok(Response { status: 200, body: body.into(), ..Response::default() })
}

fn all(ids: &[String]) -> Result<Response, Error> {
    answer(ids.iter().enumerate().map(|(echo, id)| frame(echo, id)))
}

fn status(status: u16, retry_after: Option<&str>) -> Result<Response, Error> {
    Ok(Response { status, retry_after: retry_after.map(str::to_owned), ..Response::default() })
}

struct Run {
    /// By position.
    outcomes: Vec<Outcome>,
    /// The ids of each POST.
    posts: Vec<Vec<String>>,
    elapsed: Duration,
}

impl Run {
    fn posted(&self) -> Vec<usize> {
        self.posts.iter().map(Vec::len).collect()
    }

    fn kinds(&self) -> Vec<Option<ErrorKind>> {
        self.outcomes.iter().map(|outcome| failure(outcome).map(Error::kind)).collect()
    }
}

fn failure(outcome: &Outcome) -> Option<&Error> {
    (*outcome.result).as_ref().err()
}

fn items(ids: &[&str]) -> Vec<Item> {
    ids.iter().map(|id| Lookup::from_json("app", &json!(id)).unwrap().into()).collect()
}

fn client(transport: Scripted, settings: ClientSettings) -> Client {
    let name = "direct".to_owned();
    let way = WayOut { name, transport: Arc::new(transport), countries: Vec::new() };
    Client::with_ways(vec![way], settings)
}

async fn run(
    ids: &[&str],
    script: impl Fn(usize, &[String]) -> Result<Response, Error> + Send + Sync + 'static,
) -> Run {
    run_from(Source::Rpc, ids, script).await
}

async fn run_from(
    source: Source,
    ids: &[&str],
    script: impl Fn(usize, &[String]) -> Result<Response, Error> + Send + Sync + 'static,
) -> Run {
    let posts = Arc::new(Mutex::new(Vec::new()));
    let transport = Scripted {
        script: Box::new(script),
        posts: Arc::clone(&posts),
        latency: Duration::from_millis(100),
        in_flight: Arc::default(),
    };
    let settings = ClientSettings { rate: Rate::Off, ..ClientSettings::default() };
    let client = client(transport, settings);
    let begin = Instant::now();
    let options = BatchOptions { source, ..BatchOptions::default() };
    let mut running = start(&client, items(ids), options);
    let mut outcomes = Vec::new();
    while let Some(some) = running.next().await {
        running.handle().taken(some.len());
        outcomes.extend(some);
    }
    outcomes.sort_by_key(|outcome| outcome.positions.clone());
    let posts = posts.lock().unwrap().clone();
    Run { outcomes, posts, elapsed: begin.elapsed() }
}

#[tokio::test(start_paused = true)]
async fn answers_are_paired_by_their_echo() {
    let run = run(&["a", "b", "c"], |_, ids| {
        answer(ids.iter().enumerate().rev().map(|(echo, id)| frame(echo, id)))
    })
    .await;
    assert_eq!(run.posted(), [3]);
    for (outcome, id) in run.outcomes.iter().zip(["a", "b", "c"]) {
        let Ok(Record::Object(json)) = &*outcome.result else { panic!("no value") };
        let app: playfast::model::App = serde_json::from_slice(json).unwrap();
        assert_eq!(app.app_id, id);
    }
}

#[tokio::test(start_paused = true)]
async fn only_unanswered_calls_are_asked_again() {
    let run = run(&["a", "b", "c", "d"], |nth, ids| {
        let answered = if nth == 0 { 3 } else { 1 };
        answer(ids.iter().enumerate().take(answered).map(|(echo, id)| frame(echo, id)))
    })
    .await;
    assert_eq!(run.posts, [vec!["a", "b", "c", "d"], vec!["d"]]);
    assert_eq!(run.kinds(), [None; 4]);
}

#[tokio::test(start_paused = true)]
async fn another_apps_record_is_no_answer() {
    let run =
        run(
            &["a", "b"],
            |nth, ids| {
                if nth == 0 { answer([frame(0, "b"), frame(1, "b")]) } else { all(ids) }
            },
        )
        .await;
    assert_eq!(run.posts, [vec!["a", "b"], vec!["a"]]);
    assert_eq!(run.kinds(), [None, None]);
}

#[tokio::test(start_paused = true)]
async fn silences_are_told_apart() {
    use ErrorKind::{NotFound, Parse, RequestRejected, Server};

    let error = |code: i64, kind: &str| {
        json!([code, null, [[format!("type.googleapis.com/x.{kind}"), [1]]]])
    };
    let run = run(&["null", "gone", "busy", "bare", "lost"], move |_, ids| {
        let frames = ids.iter().enumerate().filter_map(|(echo, id)| {
            let echo = echo.to_string();
            Some(match id.as_str() {
                "null" => json!(["wrb.fr", "Ws7gDc", null, null, null, null, echo]),
                "gone" => {
                    json!(["wrb.fr", "Ws7gDc", null, null, null, error(5, "PlayDataError"), echo])
                }
                "busy" => json!([
                    "wrb.fr",
                    "Ws7gDc",
                    null,
                    null,
                    null,
                    error(13, "PlayGatewayError"),
                    echo
                ]),
                "bare" => json!(["wrb.fr", "Ws7gDc", "[]", null, null, null, echo]),
                _ => return None,
            })
        });
        answer(frames)
    })
    .await;
    assert_eq!(run.kinds(), [NotFound, NotFound, RequestRejected, Parse, Server].map(Some));
    // Answers are final; an error frame and a missing frame are asked again.
    assert_eq!(run.posted(), [5, 2, 2, 2, 2, 2]);
    let attempts = |place: usize| failure(&run.outcomes[place]).unwrap().attempts();
    assert_eq!([attempts(0), attempts(2), attempts(4)], [Some(1), Some(6), Some(6)]);
    let message = failure(&run.outcomes[2]).unwrap().to_string();
    assert!(message.contains("busy") && message.contains("PlayGatewayError"), "{message}");
}

#[tokio::test(start_paused = true)]
async fn what_the_rpc_cannot_tell_is_read_off_the_page() {
    let page = |id: &str| {
        let payload =
            json!([null, [null, null, [["Title"], {"19": [2], "69": ["D"]}], {"12": [[id, 7]]}]]);
        format!(
            "<script>var AF_dataServiceRequests = {{'ds:5' : {{id:'Ws7gDc',request:[]}}}}; var \
             AF_initDataChunkQueue = [];</script>\
             <script>AF_initDataCallback({{key: 'ds:5', hash: '1', data:{payload}, sideChannel: {{}}}});</script>"
        )
    };
    let run = run_from(Source::Auto, &["a", "b", "gone"], move |nth, ids| match (nth, ids) {
        // `b` has no record in the RPC's answer.
        (0, _) => answer([
            frame(0, "a"),
            json!(["wrb.fr", "Ws7gDc", "[]", null, null, null, "1"]),
            json!(["wrb.fr", "Ws7gDc", "[]", null, null, null, "2"]),
        ]),
        (1, _) => Ok(Response { status: 200, body: page("b").into(), ..Response::default() }),
        _ => status(404, None),
    })
    .await;
    assert_eq!(run.posts, [vec!["a", "b", "gone"], vec!["page"], vec!["page"]]);
    assert_eq!(run.kinds(), [None, None, Some(ErrorKind::NotFound)]);
}

#[tokio::test(start_paused = true)]
async fn a_failed_post_is_sent_again_up_to_six_times() {
    let run = run(&["a"], |_, _| status(503, None)).await;
    assert_eq!(run.kinds(), [Some(ErrorKind::Server)]);
    assert_eq!(run.posted(), [1; 6]);
    let error = failure(&run.outcomes[0]).unwrap();
    assert_eq!((error.status(), error.attempts()), (Some(503), Some(6)));
}

#[tokio::test(start_paused = true)]
async fn what_cannot_succeed_is_not_sent_again() {
    for (code, kind) in [(400, ErrorKind::RequestRejected), (403, ErrorKind::Blocked)] {
        let run = run(&["a"], move |_, _| status(code, None)).await;
        assert_eq!(run.kinds(), [Some(kind)]);
        assert_eq!(run.posted(), [1]);
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for_and_never_shortened() {
    let run =
        run(&["a"], |nth, ids| if nth == 0 { status(429, Some("40")) } else { all(ids) }).await;
    assert_eq!(run.kinds(), [None]);
    assert!(run.elapsed >= Duration::from_secs(40), "{:?}", run.elapsed);
}

#[tokio::test(start_paused = true)]
async fn too_long_a_retry_after_is_an_error() {
    let run = run(&["a"], |_, _| status(429, Some("3600"))).await;
    assert_eq!(run.kinds(), [Some(ErrorKind::RateLimited)]);
    assert_eq!(run.posted(), [1]);
    let error = failure(&run.outcomes[0]).unwrap();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
}

#[tokio::test(start_paused = true)]
async fn one_post_that_fails_costs_no_other() {
    let ids: Vec<String> = (0..100).map(|n| format!("com.app{n:03}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let run = run(&ids, |_, ids| {
        if ids.contains(&"com.app030".to_owned()) { status(500, None) } else { all(ids) }
    })
    .await;
    let failed = run.kinds().iter().filter(|kind| kind.is_some()).count();
    assert_eq!((run.outcomes.len(), failed), (100, 25));
}

#[tokio::test(start_paused = true)]
async fn a_panic_fails_its_own_calls_only() {
    let ids: Vec<String> = (0..100).map(|n| format!("com.app{n:03}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let run = run(&ids, |_, ids| {
        assert!(!ids.contains(&"com.app030".to_owned()), "injected");
        all(ids)
    })
    .await;
    let kinds = run.kinds();
    assert_eq!(kinds.len(), 100);
    assert_eq!(kinds.iter().filter(|kind| **kind == Some(ErrorKind::Internal)).count(), 25);
    assert_eq!(kinds.iter().filter(|kind| kind.is_none()).count(), 75);
}

#[tokio::test(start_paused = true)]
async fn dropping_a_batch_drops_its_requests() {
    let in_flight = Arc::new(AtomicUsize::new(0));
    let posts = Arc::new(Mutex::new(Vec::new()));
    let transport = Scripted {
        script: Box::new(|_, ids| all(ids)),
        posts: Arc::clone(&posts),
        latency: Duration::from_secs(60),
        in_flight: Arc::clone(&in_flight),
    };
    let client = client(transport, ClientSettings::default());
    let ids: Vec<String> = (0..1000).map(|n| format!("com.app{n:03}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let running = start(&client, items(&ids), BatchOptions::default());
    sleep(Duration::from_secs(1)).await;
    assert_eq!(in_flight.load(Ordering::SeqCst), 16);
    drop(running);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(in_flight.load(Ordering::SeqCst), 0);
    assert_eq!(posts.lock().unwrap().len(), 16);
}
