//! What comes with an app by a call beside its own: found is found, only the rest is asked for again.

use playfast::engine::{BatchOptions, Item, Source, start};
use playfast::error::ErrorKind;
use playfast::extraction::Json as Found;
use playfast::request::{Include, Lookup};
use serde_json::{Value, json};

use crate::support::{Asked, Play, answer, client, collect, failure, frame, item, unpaced};

/// An app with the ones similar to it.
fn with_similar(id: &str) -> Item {
    let mut item = item(id);
    if let Ok(Lookup::App(app)) = &mut item.lookup {
        app.include = Include { similar: true, ..Include::default() };
    }
    item
}

fn beside(echo: usize, payload: &Value, error: &Value) -> Value {
    let payload = (!payload.is_null()).then(|| payload.to_string());
    json!(["wrb.fr", "ag2B9c", payload, null, null, error, echo.to_string()])
}

/// One similar app and a token for more.
fn similar(id: &str) -> Value {
    let row = json!([
        [format!("{id}.like"), 7], null, [], "Like it", {"11": [null, null, null, null, [null, null, "/store/apps/details?id=x"]]}
    ]);
    json!([null, [null, [[{"4": [null, [["similar_apps_GAME"]]], "22": [[row], [null, null, null, [null, "token"]]]}]]]])
}

/// Answers what `answered` tells of each call.
fn playing(
    answered: impl Fn(&Asked, usize, bool) -> Option<Value> + Send + Sync + 'static,
) -> std::sync::Arc<Play> {
    Play::new(move |asked| {
        let frames = asked.ids.iter().enumerate();
        answer(frames.filter_map(|(echo, id)| answered(asked, echo, id.starts_with("similar to "))))
    })
}

fn right(asked: &Asked, echo: usize, is_beside: bool) -> Value {
    let id = &asked.ids[echo];
    if is_beside {
        beside(echo, &similar(id.trim_start_matches("similar to ")), &Value::Null)
    } else {
        frame(echo, id)
    }
}

fn value(result: &Found) -> Value {
    let Found::Object(json) = result else { panic!("{result:?}") };
    serde_json::from_slice(json).unwrap()
}

fn assert_whole(app: &Value, id: &str) {
    assert_eq!(app["appId"], id);
    let similar = &app["similar"];
    assert_eq!(similar["apps"][0]["appId"], format!("{id}.like"));
    assert_eq!(
        (&similar["complete"], &similar["incompleteBecause"]),
        (&json!(false), &json!("short"))
    );
}

#[tokio::test(start_paused = true)]
async fn both_calls_go_in_one_request_and_come_in_any_order() {
    let play = Play::new(|asked| {
        answer(
            (0..asked.ids.len())
                .rev()
                .map(|echo| right(asked, echo, asked.ids[echo].starts_with("similar to "))),
        )
    });
    let items = vec![with_similar("com.a"), item("com.b"), with_similar("com.c")];
    let outcomes = collect(start(&client(&play, unpaced()), items, BatchOptions::default())).await;
    let found: Vec<Value> =
        outcomes.iter().map(|it| value((*it.result).as_ref().unwrap())).collect();
    assert_whole(&found[0], "com.a");
    assert_whole(&found[2], "com.c");
    assert_eq!((&found[1]["appId"], found[1].get("similar")), (&json!("com.b"), None));
    assert_eq!(
        play.asked()[0].ids,
        ["com.a", "similar to com.a", "com.b", "com.c", "similar to com.c"]
    );
    assert_eq!(play.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_found_is_not_asked_for_again() {
    for lost_is_beside in [false, true] {
        let play = playing(move |asked, echo, is_beside| {
            (asked.nth > 0 || is_beside != lost_is_beside).then(|| right(asked, echo, is_beside))
        });
        let items = vec![with_similar("com.a")];
        let outcomes =
            collect(start(&client(&play, unpaced()), items, BatchOptions::default())).await;
        assert_whole(&value((*outcomes[0].result).as_ref().unwrap()), "com.a");
        let again = if lost_is_beside { "similar to com.a" } else { "com.a" };
        assert_eq!(play.asked()[1].ids, [again]);
        assert_eq!(play.asked().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn silences_beside_are_told_apart() {
    let error = |code: i64, kind: &str| {
        json!([code, null, [[format!("type.googleapis.com/x.{kind}"), [1]]]])
    };
    // Play says that there is nothing similar, in two ways.
    for said in [json!(null), error(5, "PlayDataError")] {
        let play = playing(move |asked, echo, is_beside| {
            Some(if is_beside {
                beside(echo, &Value::Null, &said)
            } else {
                right(asked, echo, is_beside)
            })
        });
        let items = vec![with_similar("com.a")];
        let outcomes =
            collect(start(&client(&play, unpaced()), items, BatchOptions::default())).await;
        let app = value((*outcomes[0].result).as_ref().unwrap());
        assert_eq!(app["similar"], json!({"apps": [], "complete": true}));
    }
    // It refuses, or says something else: a reason to reject the app, which has what it was asked for.
    for (said, payload, kind) in [
        (error(13, "PlayGatewayError"), json!(null), ErrorKind::RequestRejected),
        (json!(null), json!({"x": 1}), ErrorKind::Parse),
    ] {
        let play = playing(move |asked, echo, is_beside| {
            Some(if is_beside {
                beside(echo, &payload, &said)
            } else {
                right(asked, echo, is_beside)
            })
        });
        let items = vec![with_similar("com.a"), item("com.b")];
        let options = BatchOptions { source: Source::Rpc, ..BatchOptions::default() };
        let outcomes = collect(start(&client(&play, unpaced()), items, options)).await;
        assert_eq!(failure(&outcomes[0]).unwrap().kind(), kind);
        assert_eq!(value((*outcomes[1].result).as_ref().unwrap())["appId"], "com.b");
        // Only for what was refused.
        assert!(play.asked()[1..].iter().all(|asked| asked.ids == ["similar to com.a"]));
    }
}

#[tokio::test(start_paused = true)]
async fn no_app_is_no_app_whatever_is_similar() {
    let play = playing(|asked, echo, is_beside| {
        Some(if is_beside {
            right(asked, echo, is_beside)
        } else {
            json!(["wrb.fr", "Ws7gDc", null, null, null, null, echo.to_string()])
        })
    });
    let items = vec![with_similar("com.a")];
    let outcomes = collect(start(&client(&play, unpaced()), items, BatchOptions::default())).await;
    assert_eq!(failure(&outcomes[0]).unwrap().kind(), ErrorKind::NotFound);
    assert_eq!(play.asked().len(), 1);
}
