//! From a request's text to the body of its answer: pure, so that tests and threads can use it.

use crate::batch::{Batch, Call, Frame, Malformed, parse, respond};
use crate::chart::Chart;
use crate::config::{FrameFault, Work};
use crate::random::{Random, fnv1a};
use crate::record::Details;
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use std::io::Write;

/// What a call asks for.
enum Request {
    App(Details),
    Chart(Chart),
    Unknown,
}

/// A request that was understood, with the faults that its calls meet.
pub(crate) struct Job {
    batch: Batch,
    requests: Vec<Request>,
    seed: u64,
    pub(crate) faults: Vec<Option<FrameFault>>,
}

impl Job {
    pub(crate) fn new(path: &str, query: &str, body: &[u8], seed: u64) -> Result<Self, Malformed> {
        let batch = parse(query, body)?;
        let requests = batch.calls.iter().map(request).collect();
        let faults = vec![None; batch.calls.len()];
        let seed = seed ^ fnv1a(path.as_bytes()) ^ fnv1a(query.as_bytes()) ^ fnv1a(body);
        Ok(Self { batch, requests, seed, faults })
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
                Request::Unknown => {}
            }
        }
        work
    }

    /// The frames in a shuffled order that depends on seed and request only.
    pub(crate) fn text(&self) -> String {
        let Batch { hl, gl, framed, calls } = &self.batch;
        let mut frames: Vec<Frame> = calls
            .iter()
            .zip(&self.requests)
            .zip(&self.faults)
            .filter_map(|((call, request), fault)| frame(call, request, *fault, hl, gl))
            .collect();
        let mut random = Random::new(self.seed);
        random.shuffle(&mut frames);
        respond(&frames, *framed, random.next())
    }
}

fn request(call: &Call) -> Request {
    match call.rpc.as_str() {
        "Ws7gDc" => Details::parse(&call.request).map_or(Request::Unknown, Request::App),
        "vyAe2" => Chart::parse(&call.request).map_or(Request::Unknown, Request::Chart),
        _ => Request::Unknown,
    }
}

fn frame(
    call: &Call,
    request: &Request,
    fault: Option<FrameFault>,
    hl: &str,
    gl: &str,
) -> Option<Frame> {
    if fault == Some(FrameFault::Missing) {
        return None;
    }
    let payload = || match request {
        Request::App(details) => {
            let echoed =
                if fault == Some(FrameFault::WrongApp) { "com.other.app" } else { &details.id };
            details.answer(hl, gl, echoed)
        }
        Request::Chart(chart) => Some(chart.answer(hl, gl)),
        Request::Unknown => None,
    };
    let error = |code: u8, kind: &str| {
        Some(json!([code, null, [[format!("type.googleapis.com/{kind}"), [1]]]]))
    };
    let (payload, error) = match fault {
        Some(FrameFault::Null) => (None, None),
        Some(FrameFault::Error) => {
            (None, error(5, "wireless.android.finsky.boq.web.data.store.error.PlayDataError"))
        }
        Some(FrameFault::Gateway) => {
            (None, error(13, "com.google.play.gateway.proto.PlayGatewayError"))
        }
        _ if matches!(request, Request::Unknown) => (None, Some::<Value>(json!([3]))),
        _ => (payload(), None),
    };
    let mark = if fault == Some(FrameFault::Echo) { "changed-" } else { "" };
    Some(Frame { rpc: call.rpc.clone(), payload, error, echo: format!("{mark}{}", call.echo) })
}

/// Level 6, as the recorded sizes suggest.
pub(crate) fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(text.len() / 3), Compression::new(6));
    // Writing to memory cannot fail.
    let _ = encoder.write_all(text);
    encoder.finish().unwrap_or_default()
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
        Job::new("/p", "hl=en&gl=us", body.as_bytes(), 3).expect("well formed")
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
        assert_eq!(job.work(), Work { calls: 5, apps: 2, charts: 1, chart_rows: 30 });
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
        use FrameFault::{Echo, Error, Gateway, Missing, Null, WrongApp};
        let ids = ["a", "b", "c", "d", "e", "f", "g"];
        let mut job = job(&ids.map(app));
        job.faults = vec![
            Some(Missing),
            Some(Null),
            Some(Error),
            Some(Echo),
            Some(Gateway),
            Some(WrongApp),
            None,
        ];
        let frames = frames(&job);
        assert_eq!(frames.len(), 6);
        assert!(frames.iter().all(|frame| frame[6] != "a"));
        assert!(find(&frames, "b")[2].is_null() && find(&frames, "b")[5].is_null());
        assert_eq!(find(&frames, "c")[5][0], 5);
        assert!(find(&frames, "changed-d")[2].is_string());
        assert_eq!(find(&frames, "e")[5][0], 13);
        assert!(
            find(&frames, "f")[2].as_str().is_some_and(|payload| payload.contains("com.other.app"))
        );
        assert!(find(&frames, "g")[2].is_string());
    }
}
