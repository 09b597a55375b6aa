//! The control port: counters, configuration, recordings. Plain http/1.1 and never counted.

use crate::server::Server;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;

const LARGEST_BODY: usize = 1 << 20;

pub(crate) async fn handle(
    server: Arc<Server>,
    request: Request<Incoming>,
) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let result = match (head.method, head.uri.path()) {
        (Method::GET, "/stats") => Ok(server.counters.report()),
        (Method::GET, "/config") => Ok(server.config()),
        (Method::GET, "/recorded") => Ok(server.recorded()),
        (Method::POST, "/reset") => {
            server.reset();
            Ok(server.counters.report())
        }
        (Method::POST, "/configure") => match Limited::new(body, LARGEST_BODY).collect().await {
            Ok(body) => server
                .configure(&body.to_bytes())
                .map_err(|sentence| (StatusCode::BAD_REQUEST, sentence)),
            Err(_) => Err((StatusCode::BAD_REQUEST, "The body is too large or broke off.".into())),
        },
        _ => Err((StatusCode::NOT_FOUND, "There is no such control.".into())),
    };
    let (status, value) = match result {
        Ok(value) => (StatusCode::OK, value),
        Err((status, sentence)) => (status, json!({"error": sentence})),
    };
    respond(status, &value)
}

fn respond(status: StatusCode, value: &Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(value.to_string().into()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
