//! The batchexecute envelope: reading a request, writing the frames of its answer.

use crate::message::push_payload;
use serde_json::{Value, json};
use std::fmt::Write;

/// One call of a request.
#[derive(Debug, PartialEq)]
pub(crate) struct Call {
    pub(crate) rpc: String,
    pub(crate) request: String,
    pub(crate) echo: String,
}

/// One request.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) hl: String,
    pub(crate) gl: String,
    /// `rt=c`: the answer comes in chunks with their lengths.
    pub(crate) framed: bool,
    pub(crate) calls: Vec<Call>,
}

/// One answer. `payload` and `error` may both be absent.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) rpc: String,
    pub(crate) payload: Option<Value>,
    pub(crate) error: Option<Value>,
    pub(crate) echo: String,
}

/// What is wrong with a request, as a sentence for the 400.
pub(crate) type Malformed = &'static str;

pub(crate) fn parse(query: &str, body: &[u8]) -> Result<Batch, Malformed> {
    let parameters = form(query.as_bytes())?;
    let get =
        |name: &str| parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let body = form(body)?;
    let request = body.iter().find(|(key, _)| key == "f.req").ok_or("The body has no f.req.")?;
    let envelope: Value = serde_json::from_str(&request.1).map_err(|_| "f.req is not JSON.")?;
    let calls = envelope.get(0).and_then(Value::as_array).ok_or("f.req has no list of calls.")?;
    if calls.is_empty() {
        return Err("f.req has an empty list of calls.");
    }
    Ok(Batch {
        hl: get("hl").unwrap_or_else(|| "en".into()),
        gl: get("gl").unwrap_or_else(|| "us".into()),
        framed: get("rt").as_deref() == Some("c"),
        calls: calls
            .iter()
            .map(call)
            .collect::<Option<_>>()
            .ok_or("A call is not [rpc id, request, …].")?,
    })
}

/// How many calls a request has: none if it is malformed.
pub(crate) fn count(query: &str, body: &[u8]) -> u64 {
    parse(query, body).map_or(0, |batch| batch.calls.len() as u64)
}

fn call(tuple: &Value) -> Option<Call> {
    let text = |at: usize| tuple.get(at).and_then(Value::as_str).map(String::from);
    Some(Call { rpc: text(0)?, request: text(1)?, echo: text(3).unwrap_or_default() })
}

/// `application/x-www-form-urlencoded`, strictly: a stray `%` is an error, not a character.
pub(crate) fn form(text: &[u8]) -> Result<Vec<(String, String)>, Malformed> {
    text.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let key = halves.next().unwrap_or_default();
            let value = halves.next().unwrap_or_default();
            Ok((percent_decode(key)?, percent_decode(value)?))
        })
        .collect()
}

fn percent_decode(text: &[u8]) -> Result<String, Malformed> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|byte| char::from(*byte).to_digit(16));
                let (high, low) = digit().zip(digit()).ok_or("A percent escape is broken.")?;
                u8::try_from(high * 16 + low).map_err(|_| "A percent escape is broken.")?
            }
            byte => *byte,
        });
    }
    String::from_utf8(decoded).map_err(|_| "A percent-encoded text is not UTF-8.")
}

/// Writes the frames, in the order given, with the elements that end a real answer. `noise` varies
/// those: they are timings and an id.
pub(crate) fn respond(frames: &[Frame], in_chunks: bool, noise: u64) -> String {
    let rows: Vec<String> = frames.iter().map(frame_text).collect();
    let timing = noise % 400 + 20;
    let tail = format!(r#"["di",{timing}],["af.httprm",{timing},"{}",17]"#, noise.cast_signed());
    if in_chunks {
        return chunked(rows.iter().map(String::as_str).chain([tail.as_str()]));
    }
    let mut out = String::with_capacity(rows.iter().map(|row| row.len() + 1).sum::<usize>() + 100);
    out.push_str(")]}'\n\n[");
    for row in &rows {
        out.push_str(row);
        out.push(',');
    }
    out.push_str(&tail);
    out.push(']');
    out
}

fn frame_text(frame: &Frame) -> String {
    let mut out = String::from(r#"["wrb.fr","#);
    let _ = write!(out, "{},", json!(frame.rpc)); // writing to a String cannot fail
    match &frame.payload {
        Some(payload) => push_payload(&mut out, payload),
        None => out.push_str("null"),
    }
    let error = frame.error.as_ref().unwrap_or(&Value::Null);
    let _ = write!(out, ",null,null,{error},{}]", json!(frame.echo)); // as above
    out
}

/// The length-framed form. A length counts UTF-16 units and the line feeds on both sides; the last
/// chunk names the size of the whole answer in bytes, itself included.
fn chunked<'a>(rows: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::from(")]}'\n\n");
    for row in rows {
        push_chunk(&mut out, &format!("[{row}]"));
    }
    let mut total = out.len();
    loop {
        let mut last = String::new();
        push_chunk(&mut last, &format!(r#"[["e",4,null,null,{total}]]"#));
        let now = out.len() + last.len();
        if now == total {
            return out + &last;
        }
        total = now;
    }
}

fn push_chunk(out: &mut String, chunk: &str) {
    let units = chunk.encode_utf16().count() + 2;
    let _ = write!(out, "{units}\n{chunk}\n"); // writing to a String cannot fail
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(payload: Option<Value>) -> Frame {
        Frame { rpc: "Ws7gDc".into(), payload, error: None, echo: "7".into() }
    }

    #[test]
    fn reads_calls_and_parameters() {
        let body = "at=1&f.req=%5B%5B%5B%22a%22%2C%22%5B1%5D%22%2Cnull%2C%22e%22%5D%2C%5B%22b%22,+%22%C3%A9%22]]]";
        let batch = parse("rpcids=a%2Cb&hl=pt_BR&rt=c", body.as_bytes()).expect("well formed");
        assert_eq!((batch.hl.as_str(), batch.gl.as_str(), batch.framed), ("pt_BR", "us", true));
        let call = |rpc: &str, request: &str, echo: &str| Call {
            rpc: rpc.into(),
            request: request.into(),
            echo: echo.into(),
        };
        assert_eq!(batch.calls, [call("a", "[1]", "e"), call("b", "é", "")]);
    }

    #[test]
    fn refuses_what_is_malformed() {
        let bodies: [&[u8]; 11] = [
            b"",
            b"x=1",
            b"f.req=",
            b"f.req=%",
            b"f.req=%5",
            b"f.req=%zz",
            b"f.req=%ff",
            b"f.req=[]",
            b"f.req=[[]]",
            b"f.req=[[[1]]]",
            b"f.req={}",
        ];
        for body in bodies {
            assert!(parse("hl=en", body).is_err(), "{}", String::from_utf8_lossy(body));
        }
        assert!(parse("hl=%", b"f.req=[[[\"a\",\"\"]]]").is_err());
    }

    #[test]
    fn plain_answer_is_a_prefix_and_one_line() {
        let text = respond(&[frame(Some(json!(["é"]))), frame(None)], false, 5);
        let line = text.strip_prefix(")]}'\n\n").expect("the prefix");
        let rows: Value = serde_json::from_str(line).expect("one JSON array");
        assert_eq!(rows[0], json!(["wrb.fr", "Ws7gDc", "[\"é\"]", null, null, null, "7"]));
        assert_eq!(rows[1], json!(["wrb.fr", "Ws7gDc", null, null, null, null, "7"]));
        assert_eq!(rows[2], json!(["di", 25]));
        assert_eq!(rows[3], json!(["af.httprm", 25, "5", 17]));
    }

    #[test]
    fn chunk_lengths_are_utf16_units_and_the_last_chunk_names_the_size() {
        let text = respond(&[frame(Some(json!(["😀é"]))), frame(None)], true, u64::MAX);
        let mut lines = text.strip_prefix(")]}'\n\n").expect("the prefix").lines();
        let mut chunks = Vec::new();
        while let Some(length) = lines.next() {
            let chunk = lines.next().expect("a chunk after its length");
            assert_eq!(length, (chunk.encode_utf16().count() + 2).to_string());
            chunks.push(serde_json::from_str::<Value>(chunk).expect("a JSON array"));
        }
        assert_eq!(chunks.len(), 4);
        assert_eq!(chunks[0][0][2], "[\"😀é\"]");
        assert_eq!(chunks[3], json!([["e", 4, null, null, text.len()]]));
    }
}
