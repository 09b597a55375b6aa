//! What answers mean: paired by their echo, silences told apart, only what is unanswered asked again.

use playfast::engine::{BatchOptions, Source, start};
use playfast::error::{Error, ErrorKind};
use serde_json::json;

use crate::support::{
    Play, all, answer, app_page, ask, assert_right, client, collect, failure, frame, ids, items,
    kinds, status, unpaced,
};

#[tokio::test(start_paused = true)]
async fn answers_are_paired_by_their_echo() {
    let play = Play::new(|asked| {
        answer(asked.ids.iter().enumerate().rev().map(|(echo, id)| frame(echo, id)))
    });
    let outcomes = ask(&client(&play, unpaced()), &["a", "b", "c"]).await;
    assert_right(&outcomes, &["a", "b", "c"]);
    assert_eq!(play.sizes(), [3]);
}

#[tokio::test(start_paused = true)]
async fn only_unanswered_calls_are_asked_again() {
    let play = Play::new(|asked| {
        let answered = if asked.nth == 0 { 3 } else { 1 };
        answer(asked.ids.iter().enumerate().take(answered).map(|(echo, id)| frame(echo, id)))
    });
    let outcomes = ask(&client(&play, unpaced()), &["a", "b", "c", "d"]).await;
    assert_right(&outcomes, &["a", "b", "c", "d"]);
    assert_eq!(play.asked()[1].ids, ["d"]);
    assert_eq!(play.sizes(), [4, 1]);
}

#[tokio::test(start_paused = true)]
async fn another_apps_record_is_no_answer() {
    let play = Play::new(|asked| match asked.nth {
        0 => answer([frame(0, "b"), frame(1, "b")]),
        _ => all(&asked.ids),
    });
    assert_right(&ask(&client(&play, unpaced()), &["a", "b"]).await, &["a", "b"]);
    assert_eq!(play.asked()[1].ids, ["a"]);
}

#[tokio::test(start_paused = true)]
async fn a_frame_that_comes_twice_counts_once() {
    let play = Play::new(|asked| {
        answer(
            asked.ids.iter().enumerate().flat_map(|(echo, id)| [frame(echo, id), frame(echo, id)]),
        )
    });
    assert_right(&ask(&client(&play, unpaced()), &["a", "b"]).await, &["a", "b"]);
}

#[tokio::test(start_paused = true)]
async fn silences_are_told_apart() {
    use ErrorKind::{NotFound, Parse, RequestRejected, Server};

    let error = |code: i64, kind: &str| {
        json!([code, null, [[format!("type.googleapis.com/x.{kind}"), [1]]]])
    };
    let play = Play::new(move |asked| {
        let frames = asked.ids.iter().enumerate().filter_map(|(echo, id)| {
            let silence = |payload: Option<&str>, error: Option<serde_json::Value>| {
                json!(["wrb.fr", "Ws7gDc", payload, null, null, error, echo.to_string()])
            };
            Some(match id.as_str() {
                "null" => silence(None, None),
                "gone" => silence(None, Some(error(5, "PlayDataError"))),
                "busy" => silence(None, Some(error(13, "PlayGatewayError"))),
                "bare" => silence(Some("[]"), None),
                _ => return None,
            })
        });
        answer(frames)
    });
    let client = client(&play, unpaced());
    let options = BatchOptions { source: Source::Rpc, ..BatchOptions::default() };
    let outcomes =
        collect(start(&client, items(&["null", "gone", "busy", "bare", "lost"]), options)).await;
    assert_eq!(kinds(&outcomes), [NotFound, NotFound, RequestRejected, Parse, Server].map(Some));
    // Answers are final; an error frame and a missing frame are asked again, and what cannot be
    // read twice more.
    assert_eq!(play.sizes(), [5, 3, 3, 2, 2, 2]);
    let attempts: Vec<_> =
        outcomes.iter().map(|outcome| failure(outcome).and_then(Error::attempts)).collect();
    assert_eq!(attempts, [1, 1, 6, 3, 6].map(Some));
    let message = failure(&outcomes[2]).unwrap().to_string();
    assert!(message.contains("busy") && message.contains("PlayGatewayError"), "{message}");
}

#[tokio::test(start_paused = true)]
async fn what_the_rpc_cannot_tell_is_read_off_the_page() {
    let bare = |echo: &str| json!(["wrb.fr", "Ws7gDc", "[]", null, null, null, echo]);
    // Of the three only `a` has a record in the RPC's answers.
    let play = Play::new(move |asked| match (asked.page, asked.ids.first().map(String::as_str)) {
        (false, Some("a")) => answer([frame(0, "a"), bare("1"), bare("2")]),
        (false, _) => answer([bare("0"), bare("1")]),
        (true, Some("b")) => app_page("b"),
        (true, _) => status(404, None),
    });
    let outcomes = ask(&client(&play, unpaced()), &["a", "b", "gone"]).await;
    assert_eq!(kinds(&outcomes), [None, None, Some(ErrorKind::NotFound)]);
    // It may have been a bad moment: the RPC is asked three times.
    assert_eq!(play.sizes(), [3, 2, 2, 1, 1]);
    assert!(play.asked()[3..].iter().all(|asked| asked.page));
}

#[tokio::test(start_paused = true)]
async fn what_the_rpc_leaves_out_is_read_off_the_page() {
    let play = Play::new(|asked| match asked.ids[0].as_str() {
        _ if asked.page => app_page(&asked.ids[0]),
        "a" => all(&asked.ids[..1]),
        _ => answer([]),
    });
    assert_right(&ask(&client(&play, unpaced()), &["a", "lost"]).await, &["a", "lost"]);
    assert_eq!(play.sizes(), [2, 1, 1, 1]);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_succeed_is_not_sent_again() {
    let play = Play::new(|_| status(400, None));
    let options = BatchOptions { source: Source::Rpc, ..BatchOptions::default() };
    let running = start(&client(&play, unpaced()), items(&["a"]), options);
    assert_eq!(kinds(&collect(running).await), [Some(ErrorKind::RequestRejected)]);
    assert_eq!(play.sizes(), [1]);
}

#[tokio::test(start_paused = true)]
async fn a_panic_fails_its_own_calls_only() {
    let play = Play::new(|asked| {
        assert!(!asked.ids.contains(&"com.app030".to_owned()), "injected");
        all(&asked.ids)
    });
    let outcomes = ask(&client(&play, unpaced()), &ids(100)).await;
    assert_eq!(outcomes.len(), 100);
    let failed = kinds(&outcomes).iter().filter(|kind| **kind == Some(ErrorKind::Internal)).count();
    let right = kinds(&outcomes).iter().filter(|kind| kind.is_none()).count();
    assert_eq!((failed, right), (25, 75));
}
