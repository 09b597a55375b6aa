//! The batchexecute envelope: many calls in one POST (PROTOCOL 1.3).

use super::{Call, Locale};

/// Path of the endpoint.
pub const BATCHEXECUTE: &str = "/_/PlayStoreUi/data/batchexecute";

/// A POST, call by call. Each is echoed as its place among them.
#[derive(Default)]
pub struct Envelope {
    rpc_ids: Vec<&'static str>,
    calls: usize,
    body: Vec<u8>,
}

impl Envelope {
    /// Adds a call.
    pub fn add(&mut self, call: &Call) {
        if !self.rpc_ids.contains(&call.rpc_id) {
            self.rpc_ids.push(call.rpc_id);
        }
        let body = &mut self.body;
        body.extend_from_slice(if self.calls == 0 { b"f.req=%5B%5B".as_slice() } else { b"%2C" });
        body.extend_from_slice(b"%5B%22");
        body.extend_from_slice(call.rpc_id.as_bytes());
        body.extend_from_slice(b"%22%2C%22");
        push_request(&call.request, body);
        body.extend_from_slice(b"%22%2Cnull%2C%22");
        body.extend_from_slice(self.calls.to_string().as_bytes());
        body.extend_from_slice(b"%22%5D");
        self.calls += 1;
    }

    /// Path and query.
    pub fn path_and_query(&self, locale: &Locale) -> String {
        format!("{BATCHEXECUTE}?rpcids={}&{}", self.rpc_ids.join("%2C"), locale.query())
    }

    /// The body.
    pub fn into_body(mut self) -> Vec<u8> {
        self.body.extend_from_slice(b"%5D%5D");
        self.body
    }
}

/// Adds a request, which is JSON already, as the inside of a JSON string, percent-encoded: in one pass,
/// since it is most of the body. JSON has no bare control characters that a string would escape.
fn push_request(request: &str, body: &mut Vec<u8>) {
    body.reserve(request.len() * 3);
    for byte in request.bytes() {
        let (text, length) = &ENCODED[usize::from(byte)];
        let end = body.len() + length;
        // Eight bytes are one instruction.
        body.extend_from_slice(text);
        body.truncate(end);
    }
}

/// What stands for each byte of a JSON text in a JSON string in a form, and its length.
static ENCODED: [([u8; 8], usize); 256] = {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = [([0; 8], 0); 256];
    let mut byte = 0_u8;
    loop {
        encoded[byte as usize] = match byte {
            b'"' => (*b"%5C%22\0\0", 6),
            b'\\' => (*b"%5C%5C\0\0", 6),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                ([byte, 0, 0, 0, 0, 0, 0, 0], 1)
            }
            _ => ([b'%', HEX[(byte >> 4) as usize], HEX[(byte & 15) as usize], 0, 0, 0, 0, 0], 3),
        };
        if byte == u8::MAX {
            break encoded;
        }
        byte += 1;
    }
};

#[cfg(test)]
mod tests {
    use percent_encoding::percent_decode_str;
    use serde_json::{Value, json};

    use super::*;
    use crate::request::Lookup;

    #[test]
    fn calls_survive_the_envelope() {
        let ids = ["com.foo", "com.\"]],[\"x", "com.\\\"", "com.😀&f.req=x", "com.%22+"];
        let mut envelope = Envelope::default();
        for id in ids {
            envelope.add(&Lookup::from_json("app", &json!(id)).unwrap().call().unwrap());
        }
        let body = String::from_utf8(envelope.into_body()).unwrap();
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
        let mut envelope = Envelope::default();
        for lookup in [&app, &list, &app] {
            envelope.add(&lookup.call().unwrap());
        }
        assert_eq!(
            envelope.path_and_query(app.locale()),
            "/_/PlayStoreUi/data/batchexecute?rpcids=Ws7gDc%2CvyAe2&hl=en&gl=us"
        );
    }
}
