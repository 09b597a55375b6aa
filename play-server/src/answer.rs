//! From a request's text to the body of its answer: pure, so that tests and threads can use it.

use crate::app::{App, Kind};
use crate::batch::{Batch, Call, Frame, Malformed, parse, respond};
use crate::chart::Chart;
use crate::config::Work;
use crate::developer::{Developer, Head};
use crate::drift::Drift;
use crate::fault::{Fault, FrameFault};
use crate::more::More;
use crate::privacy::{asked_permissions, permissions};
use crate::random::{Random, fnv1a};
use crate::record::Details;
use crate::reviews::Reviews;
use crate::search::Search;
use crate::similar::Similar;
use crate::suggest::Suggest;
use serde_json::{Value, json};

/// What a call asks for.
enum Request {
    App(Details),
    Chart(Chart),
    Search(Search),
    More(More),
    Similar(Similar),
    Developer(Developer),
    Head(Head),
    Reviews(Reviews),
    Suggest(Suggest),
    /// Of the app with this id.
    Permissions(String),
    Unknown,
}

/// What an answer depends on besides its call.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) hl: &'a str,
    pub(crate) gl: &'a str,
    /// The client has kept the cookie.
    pub(crate) has_cookie: bool,
}

/// A frame's payload, which may be null, or its error.
pub(crate) type Outcome = Result<Option<Value>, Refusal>;

/// Why a frame has an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Not understood.
    Unknown,
    Data,
    Gateway,
    /// As the data's, with a code of its own.
    Coded(u32),
}

impl Refusal {
    fn error(self) -> Value {
        let data = "wireless.android.finsky.boq.web.data.store.error.PlayDataError";
        let (code, kind) = match self {
            Self::Unknown => return json!([3]),
            Self::Data => (5, data),
            Self::Gateway => (13, "com.google.play.gateway.proto.PlayGatewayError"),
            Self::Coded(code) => (code, data),
        };
        json!([code, null, [[format!("type.googleapis.com/{kind}"), [1]]]])
    }
}

/// A request that was understood, with the faults that its calls meet.
pub(crate) struct Job {
    batch: Batch,
    requests: Vec<Request>,
    seed: u64,
    has_cookie: bool,
    pub(crate) faults: Vec<Option<Fault>>,
}

impl Job {
    pub(crate) fn new(
        path: &str,
        query: &str,
        body: &[u8],
        seed: u64,
        has_cookie: bool,
        drift: &Drift,
    ) -> Result<Self, Malformed> {
        let batch = parse(query, body)?;
        let requests = batch.calls.iter().map(|call| request(call, drift)).collect();
        let faults = vec![None; batch.calls.len()];
        let seed = seed ^ fnv1a(path.as_bytes()) ^ fnv1a(query.as_bytes()) ^ fnv1a(body);
        Ok(Self { batch, requests, seed, has_cookie, faults })
    }

    pub(crate) fn work(&self) -> Work {
        let mut work = Work { calls: self.requests.len() as u64, ..Work::default() };
        for request in &self.requests {
            match request {
                Request::App(_) => work.apps += 1,
                Request::Chart(chart) => {
                    work.charts += 1;
                    work.chart_rows += chart.rows();
                }
                Request::Search(_)
                | Request::More(_)
                | Request::Similar(_)
                | Request::Developer(_) => work.searches += 1,
                Request::Reviews(reviews) => {
                    work.reviews += 1;
                    work.review_rows += reviews.cost();
                }
                Request::Head(_)
                | Request::Suggest(_)
                | Request::Permissions(_)
                | Request::Unknown => {}
            }
        }
        work
    }

    /// Lets something befall each call; it is given the hash of what the call asks for.
    pub(crate) fn strike(&mut self, mut fault: impl FnMut(&dyn Fn() -> u64) -> Option<Fault>) {
        let Batch { hl, gl, calls, .. } = &self.batch;
        for (call, met) in calls.iter().zip(&mut self.faults) {
            let content = || fnv1a(format!("{hl}/{gl}/{}/{}", call.rpc, call.request).as_bytes());
            *met = fault(&content);
        }
    }

    /// Whether the answer is to give a cookie: the first one of a chain of reviews does.
    pub(crate) fn sets_cookie(&self) -> bool {
        let starts_chain = |request: &Request| match request {
            Request::Reviews(reviews) => reviews.token.is_none(),
            _ => false,
        };
        !self.has_cookie && self.requests.iter().any(starts_chain)
    }

    /// The frames in a shuffled order that depends on seed and request only.
    pub(crate) fn text(&self) -> String {
        let Batch { hl, gl, framed, calls } = &self.batch;
        let place = Place { hl, gl, has_cookie: self.has_cookie };
        let mut frames: Vec<Frame> = calls
            .iter()
            .zip(&self.requests)
            .zip(&self.faults)
            .filter_map(|((call, request), fault)| frame(call, request, fault.as_ref(), place))
            .collect();
        let mut random = Random::new(self.seed);
        random.shuffle(&mut frames);
        respond(&frames, *framed, random.next())
    }
}

fn request(call: &Call, drift: &Drift) -> Request {
    match call.rpc.as_str() {
        "Ws7gDc" => match Head::parse(&call.request) {
            Some(head) => Request::Head(head),
            None => Details::parse(&call.request)
                .map_or(Request::Unknown, |details| Request::App(details.drifted(drift))),
        },
        "ag2B9c" => Similar::parse(&call.request).map_or(Request::Unknown, Request::Similar),
        "MRTdke" | "IRWBmd" => {
            Developer::parse(&call.rpc, &call.request).map_or(Request::Unknown, Request::Developer)
        }
        "vyAe2" => Chart::parse(&call.request).map_or(Request::Unknown, Request::Chart),
        "lGYRle" => Search::parse(&call.request).map_or(Request::Unknown, Request::Search),
        "qnKhOb" => More::parse(&call.request).map_or(Request::Unknown, Request::More),
        "oCPfdb" | "UsvDTd" => {
            Reviews::parse(&call.rpc, &call.request).map_or(Request::Unknown, Request::Reviews)
        }
        "IJ4APc" => Suggest::parse(&call.request).map_or(Request::Unknown, Request::Suggest),
        "xdSrCf" => asked_permissions(&call.request).map_or(Request::Unknown, Request::Permissions),
        _ => Request::Unknown,
    }
}

fn frame(call: &Call, request: &Request, fault: Option<&Fault>, place: Place) -> Option<Frame> {
    let code = fault.map(Fault::code);
    let fault = fault.and_then(|fault| fault.frame);
    let outcome = match fault {
        Some(FrameFault::Missing) => return None,
        Some(FrameFault::Null) => Ok(None),
        Some(FrameFault::Error) => Err(code.map_or(Refusal::Data, Refusal::Coded)),
        Some(FrameFault::Gateway) => Err(Refusal::Gateway),
        Some(FrameFault::Unparsable) => Ok(Some(json!(["another", [1, 2, 3], {"shape": true}]))),
        Some(FrameFault::Echo | FrameFault::WrongApp) | None => outcome(request, fault, place),
    };
    let (payload, error) = match outcome {
        Ok(payload) => (payload, None),
        Err(refusal) => (None, Some(refusal.error())),
    };
    let mark = if fault == Some(FrameFault::Echo) { "changed-" } else { "" };
    Some(Frame { rpc: call.rpc.clone(), payload, error, echo: format!("{mark}{}", call.echo) })
}

fn outcome(request: &Request, fault: Option<FrameFault>, place: Place) -> Outcome {
    let Place { hl, gl, .. } = place;
    match request {
        Request::App(details) => {
            if let Some(refusal) = details.refusal() {
                return Err(refusal);
            }
            let echoed =
                if fault == Some(FrameFault::WrongApp) { "com.other.app" } else { &details.id };
            Ok(details.answer(hl, gl, echoed))
        }
        Request::Chart(chart) => Ok(Some(chart.answer(hl, gl))),
        Request::Search(search) => Ok(Some(search.answer(hl, gl))),
        Request::More(more) => more.answer(place),
        Request::Similar(similar) => similar.answer(place),
        Request::Developer(developer) => Ok(developer.answer(place)),
        Request::Head(head) => Ok(head.answer(hl)),
        Request::Reviews(reviews) => reviews.answer(place),
        Request::Suggest(suggest) => Ok(suggest.answer(hl, gl)),
        Request::Permissions(id) => {
            let app = App::new(id, hl, gl);
            Ok((app.kind != Kind::Missing).then(|| permissions(&app)))
        }
        Request::Unknown => Err(Refusal::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(rpc: &str, request: &str, echo: &str) -> Value {
        json!([rpc, request, null, echo])
    }

    fn app(id: &str) -> Value {
        call("Ws7gDc", &format!(r#"[null,null,[[1]],null,null,[["{id}",7]]]"#), id)
    }

    fn job(calls: &[Value]) -> Job {
        let body = format!("f.req={}", json!([calls]).to_string().replace('"', "%22"));
        Job::new("/p", "hl=en&gl=us", body.as_bytes(), 3, false, &Drift::default())
            .expect("well formed")
    }

    fn frames(job: &Job) -> Vec<Value> {
        let text = job.text();
        let rows: Vec<Value> = serde_json::from_str(&text[6..]).expect("one JSON array");
        rows.into_iter().filter(|row| row[0] == "wrb.fr").collect()
    }

    fn find<'a>(frames: &'a [Value], echo: &str) -> &'a Value {
        frames.iter().find(|frame| frame[6] == echo).expect("a frame with this echo")
    }

    #[test]
    fn frames_are_shuffled_the_same_way_every_time() {
        let ids: Vec<String> = (0..40).map(|number| format!("com.a.n{number}")).collect();
        let job = job(&ids.iter().map(|id| app(id)).collect::<Vec<_>>());
        assert_eq!(job.text(), job.text());
        let echoes: Vec<Value> = frames(&job).iter().map(|frame| frame[6].clone()).collect();
        assert_eq!(echoes.len(), 40);
        assert_ne!(echoes, ids);
        assert_eq!(job.work(), Work { calls: 40, apps: 40, ..Work::default() });
    }

    #[test]
    fn calls_of_all_kinds_share_a_post() {
        let chart = r#"[[null,[[null,[null,30]],null,null,[113]],[2,"topgrossing","GAME"]]]"#;
        let job = job(&[
            app("com.a.b"),
            app("com.missing.b"),
            call("vyAe2", chart, "c"),
            call("x", "[]", "x"),
            call("vyAe2", "[]", "y"),
        ]);
        assert_eq!(
            job.work(),
            Work { calls: 5, apps: 2, charts: 1, chart_rows: 30, ..Work::default() }
        );
        let frames = frames(&job);
        assert!(find(&frames, "com.a.b")[2].is_string());
        assert!(
            find(&frames, "com.missing.b")[2].is_null()
                && find(&frames, "com.missing.b")[5].is_null()
        );
        assert!(find(&frames, "c")[2].is_string());
        for echo in ["x", "y"] {
            assert_eq!(find(&frames, echo)[5], json!([3]));
        }
    }

    #[test]
    fn every_frame_fault_shows() {
        use FrameFault::{Echo, Error, Gateway, Missing, Null, Unparsable, WrongApp};
        let ids = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        let mut job = job(&ids.map(app));
        let fault = |frame| Some(Fault { frame: Some(frame), ..Fault::default() });
        let coded = Fault { frame: Some(Error), code: Some(8), ..Fault::default() };
        job.faults = vec![
            fault(Missing),
            fault(Null),
            fault(Error),
            fault(Echo),
            fault(Gateway),
            fault(WrongApp),
            None,
            fault(Unparsable),
            Some(coded),
        ];
        let frames = frames(&job);
        assert_eq!(frames.len(), 8);
        assert_eq!(find(&frames, "i")[5][0], 8);
        assert!(frames.iter().all(|frame| frame[6] != "a"));
        assert!(find(&frames, "b")[2].is_null() && find(&frames, "b")[5].is_null());
        assert_eq!(find(&frames, "c")[5][0], 5);
        assert!(find(&frames, "changed-d")[2].is_string());
        assert_eq!(find(&frames, "e")[5][0], 13);
        assert!(
            find(&frames, "f")[2].as_str().is_some_and(|payload| payload.contains("com.other.app"))
        );
        assert!(find(&frames, "g")[2].is_string());
        let other = find(&frames, "h")[2].as_str().expect("a payload");
        assert!(serde_json::from_str::<Value>(other).is_ok_and(|shape| shape[0] == "another"));
    }

    #[test]
    fn suggestions_and_permissions_share_a_post() {
        let suggest = call("IJ4APc", r#"[[null,["pand"],[10],[2],4]]"#, "s");
        let permissions = |id: &str| call("xdSrCf", &format!(r#"[[null,["{id}",7],[]]]"#), id);
        let missing = "com.missing.b";
        let job = job(&[
            suggest,
            permissions("com.a.b"),
            permissions(missing),
            call("xdSrCf", "[]", "x"),
        ]);
        assert_eq!(job.work(), Work { calls: 4, ..Work::default() });
        let frames = frames(&job);
        assert!(find(&frames, "s")[2].as_str().is_some_and(|text| text.contains("pand games")));
        assert!(find(&frames, "com.a.b")[2].as_str().is_some_and(|text| text.contains("Identity")));
        assert!(find(&frames, missing)[2].is_null() && find(&frames, missing)[5].is_null());
        assert_eq!(find(&frames, "x")[5], json!([3]));
    }

    #[test]
    fn searches_and_reviews_are_counted_and_only_first_pages_give_a_cookie() {
        let search = call("lGYRle", r#"[[[],[],["panda"],4],[1]]"#, "s");
        let more = call("qnKhOb", r#"[[null,[],null,"TOKEN"]]"#, "m");
        let reviews = |token: &str, echo: &str| {
            let request = format!(r#"[null,[2,2,[150,null,{token}],null,[]],["com.a.b",7]]"#);
            call("oCPfdb", &request, echo)
        };
        let first = job(&[search.clone(), more.clone(), reviews("null", "r")]);
        let work = Work { calls: 3, searches: 2, reviews: 1, review_rows: 150, ..Work::default() };
        assert_eq!((first.work(), first.sets_cookie()), (work, true));
        let frames = frames(&first);
        assert!(find(&frames, "s")[2].is_string() && find(&frames, "r")[2].is_string());
        assert_eq!(find(&frames, "m")[5][0], 5);
        assert!(!job(&[search, more, reviews(r#""TOKEN""#, "r")]).sets_cookie());
    }
}
