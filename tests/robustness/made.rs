//! Small answers in the documented shapes, always at hand.

use serde_json::{Value, json};

use crate::captures::Capture;
use crate::feed::TRANSLATE;

/// An answer of one call, and a page with the same in a block between others.
pub(crate) fn wrapped(rpc_id: &str, payload: &Value) -> [String; 2] {
    let frames = json!([["wrb.fr", rpc_id, payload.to_string(), null, null, null, "0"], ["di", 7]]);
    let linked = json!({
        "name": "Title", "aggregateRating": {"ratingValue": "4.3"}, "offers": [{"price": "0"}]
    });
    let block = |key: &str, json: &Value| {
        format!(
            "<script class=\"{key}\">AF_initDataCallback({{key: '{key}', hash: '1', data:{json}, \
             sideChannel: {{}}}});</script>"
        )
    };
    let page = format!(
        "<html><script type=\"application/ld+json\">{linked}</script><script>var \
         AF_dataServiceRequests = {{'ds:5' : {{id:'{rpc_id}',request:[]}},'ds:0' : \
         {{id:'T6C6Se',request:[]}},'ds:9' : {{id:'{rpc_id}',request:[]}}}}; var \
         AF_initDataChunkQueue = [];</script>{}{}{}",
        block("ds:0", &json!([[["Games"]]])),
        block("ds:9", &Value::Null),
        block("ds:5", payload)
    );
    [format!(")]}}'\n\n{frames}"), page]
}

/// Small answers of each kind, as they come by RPC and on pages.
pub(crate) fn made() -> Vec<Capture> {
    let named = |(rpc_id, payload): &(&str, Value)| {
        wrapped(rpc_id, payload).map(|text| Capture { name: (*rpc_id).into(), text: text.into() })
    };
    payloads().iter().flat_map(named).collect()
}

/// Puts another value in the place of the nth one.
pub(crate) fn replace(value: &mut Value, nth: &mut usize, by: &Value) {
    if *nth == 0 {
        value.clone_from(by);
    }
    *nth = nth.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, nth, by)),
        Value::Object(fields) => fields.values_mut().for_each(|item| replace(item, nth, by)),
        _ => {}
    }
}

/// The answers of each RPC, in the documented shapes.
pub(crate) fn payloads() -> [(&'static str, Value); 13] {
    let html = "One<br><b>two</b> &amp; three &#39;four&#39; \u{1f600} \\ud83d";
    // Left to the HTML parser.
    let unusual = "One<a-long-name class=x>&eacute;<ul><li>two";
    let permission = json!([null, "take pictures"]);
    let group = json!([
        "Camera",
        [null, 2, null, [null, null, "https://x"]],
        [permission, permission],
        ["camera"]
    ]);
    let permissions = json!([[group.clone()], [group], [permission]]);
    let items = json!([["Name", true, "Analytics"], ["Address", 0, "Analytics, Personalization"]]);
    let shared = json!([[[null, "Personal info", [null, "Name"]], null, null, null, items]]);
    let practice = json!([null, "Encrypted", [null, html]]);
    let declared = json!([
        null,
        null,
        null,
        null,
        [[shared.clone(), "Shared"], [shared, "Collected"]],
        null,
        null,
        null,
        null,
        [null, "Practices", [practice]]
    ]);
    let record = json!([["Title"], null, null, null, null, null, null, null, null, ["Everyone"], {
        "14": ["10+", 10, 12, "10+"], "19": [2], "52": [["4.3", 4.3], [null, ["1", 1]]],
        "75": [null, null, permissions], "138": declared,
        "58": [[[[null, [[0, "USD", ""]], null, null, null, 1]]]], "69": ["Developer"],
        "73": [[null, html]], "79": [[[null, 2, [1, 2], [null, null, "https://x"]]]],
        "119": [[[["Action", [null], "GAME_ACTION"]]]], "141": [[["1.2"]], [[[35]], [[[26, "8.0"]]]]]
    }]);
    let card = json!([
        ["com.foo", 7],
        [null, 2, null, [null, null, "https://x"]],
        [],
        "Title",
        ["4.3", 4.3],
        "Action",
        null,
        null,
        [null, [[0, "USD", ""]], null, null, null, 1],
        null,
        [null, null, null, null, [null, null, "/store/apps/details?id=com.foo"]],
        null,
        null,
        [null, html],
        "Developer"
    ]);
    let review = json!([
        "id",
        ["Name"],
        5,
        null,
        html,
        [1_700_000_000, 77_000_000],
        3,
        ["Author", "Reply", [1_600_000_000, 0]],
        null,
        null,
        "1.0",
        null,
        [[["vaf", [1]]]]
    ]);
    let old = json!([
        null,
        [[null, null, null, [null, null, "https://x"]]],
        "Title",
        null,
        [[["Developer"]], [null, [null, [null, unusual]]]],
        null,
        [[null, null, ["4.3", 4.3]]],
        [[null, null, null, [null, null, [null, [[0, "USD", ""]]]]]],
        null,
        [null, null, null, null, [null, null, "/store/apps/details?id=com.foo"]],
        null,
        null,
        ["com.foo"]
    ]);
    let suggestions = json!([[[[html, null, []], ["two"]], ["log"]]]);
    let declared = json!([["Title"], {"100": [[null, null, null, null, null, [null, null, "https://x"]]], "138": declared}]);
    let [similar, by_number, by_name, cluster, head] = lists(&card, html);
    [
        ("ag2B9c", similar),
        ("MRTdke", by_number),
        ("IRWBmd", by_name),
        ("CNT7ob", cluster),
        ("Ws7gDc", head),
        ("Ws7gDc", json!([null, [null, null, record, {"12": [["com.foo", 7]]}]])),
        ("vyAe2", json!([[null, [[{"29": [[[card.clone()], [card.clone()]]]}]]]])),
        ("lGYRle", json!([[null, [[{"23": [[[card]], [null, null, null, [null, "token"]]]}]]]])),
        ("qnKhOb", json!([[[[old], null, null, null, null, null, null, [null, "token"]]]])),
        ("oCPfdb", json!([[review.clone(), review], [null, "token"]])),
        ("IJ4APc", suggestions),
        ("xdSrCf", permissions),
        ("Ws7gDc", json!([null, [null, null, declared, {"12": [[TRANSLATE, 7]]}]])),
    ]
}

/// What is beside an app, the apps of a developer by number and by name, the page of a cluster, and
/// what the head of a developer's page says.
fn lists(card: &Value, html: &str) -> [Value; 5] {
    let section = |at: &str, rows: Value| {
        let link =
            json!([null, null, null, null, [null, null, "/store/apps/collection/cluster?gsr=a"]]);
        let cluster = json!([rows, ["Similar", null, link, [null, "token"]]]);
        json!([{"4": ["x", [["similar_apps_GAME"]]], at: cluster}])
    };
    let number = "5700313618786177705";
    let image = json!([[null, 2, null, [null, null, "https://x"]]]);
    let head = json!([null, image, image, null, ["Foo"], [null, [null, html]]]);
    let bare = section("22", json!([card, card]));
    let wrapped = section("23", json!([[card]]));
    [
        json!([null, [null, [bare.clone()]]]),
        json!([[null, [bare.clone()]]]),
        json!([[null, [wrapped]]]),
        json!([[null, [bare]]]),
        json!([[[[]]], [{"12": [[number, 8]], "13": head}]]),
    ]
}

/// A page with an answer in a block, as text, and nothing else.
pub(crate) fn page(rpc_id: &str, data: &str) -> String {
    format!(
        "<script>var AF_dataServiceRequests = {{'ds:5' : {{id:'{rpc_id}',request:[]}}}}; var \
         AF_initDataChunkQueue = [];</script><script>AF_initDataCallback({{key: 'ds:5', hash: \
         '1', data:{data}, sideChannel: {{}}}});</script>"
    )
}
