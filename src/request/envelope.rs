//! The batchexecute envelope: many calls in one POST (PROTOCOL 1.3).

use percent_encoding::percent_encode_byte;

use super::{Call, Locale};

/// Path of the endpoint.
pub const BATCHEXECUTE: &str = "/_/PlayStoreUi/data/batchexecute";

/// Path and query of a POST with these calls.
pub fn path_and_query<'a>(locale: &Locale, calls: impl Iterator<Item = &'a Call>) -> String {
    let mut rpc_ids: Vec<&str> = Vec::new();
    for call in calls {
        if !rpc_ids.contains(&call.rpc_id) {
            rpc_ids.push(call.rpc_id);
        }
    }
    format!("{BATCHEXECUTE}?rpcids={}&{}", rpc_ids.join("%2C"), locale.query())
}

/// Body of a POST with these calls. Each call is echoed as its place among them.
pub fn body<'a>(calls: impl Iterator<Item = &'a Call>) -> String {
    let mut body = String::from("f.req=%5B%5B");
    for (echo, call) in calls.enumerate() {
        if echo > 0 {
            body.push_str("%2C");
        }
        body.push_str("%5B%22");
        body.push_str(call.rpc_id);
        body.push_str("%22%2C%22");
        push_request(&call.request, &mut body);
        body.push_str("%22%2Cnull%2C%22");
        body.push_str(&echo.to_string());
        body.push_str("%22%5D");
    }
    body.push_str("%5D%5D");
    body
}

/// Adds a request, which is JSON already, as the inside of a JSON string, percent-encoded: in one pass,
/// since it is most of the body. JSON has no bare control characters that a string would escape.
fn push_request(request: &str, body: &mut String) {
    body.reserve(request.len() * 3);
    for byte in request.bytes() {
        match byte {
            b'"' => body.push_str("%5C%22"),
            b'\\' => body.push_str("%5C%5C"),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                body.push(byte.into());
            }
            _ => body.push_str(percent_encode_byte(byte)),
        }
    }
}

#[cfg(test)]
mod tests {
    use percent_encoding::percent_decode_str;
    use serde_json::{Value, json};

    use super::*;
    use crate::request::Lookup;

    #[test]
    fn calls_survive_the_envelope() {
        let ids = ["com.foo", "com.\"]],[\"x", "com.\\\"", "com.😀&f.req=x", "com.%22+"];
        let calls: Vec<Call> = ids
            .iter()
            .map(|id| Lookup::from_json("app", &json!(id)).unwrap().call().unwrap())
            .collect();
        let body = body(calls.iter());
        let text = body.strip_prefix("f.req=").unwrap();
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"%-._~".contains(&b)));
        let decoded = percent_decode_str(text).decode_utf8().unwrap();
        let sent: Value = serde_json::from_str(&decoded).unwrap();
        for (index, id) in ids.iter().enumerate() {
            let tuple = &sent[0][index];
            assert_eq!(tuple[0], "Ws7gDc");
            assert_eq!(tuple[3], index.to_string());
            let request: Value = serde_json::from_str(tuple[1].as_str().unwrap()).unwrap();
            assert_eq!(request[5], json!([[id, 7]]));
        }
    }

    #[test]
    fn the_query_names_each_rpc_once() {
        let app = Lookup::from_json("app", &json!("com.foo")).unwrap();
        let list = Lookup::from_json("list", &json!({})).unwrap();
        let calls = [&app, &list, &app].map(|lookup| lookup.call().unwrap());
        assert_eq!(
            path_and_query(app.locale(), calls.iter()),
            "/_/PlayStoreUi/data/batchexecute?rpcids=Ws7gDc%2CvyAe2&hl=en&gl=us"
        );
    }
}
