//! The control port: counters, configuration, recordings, proxies. Plain http/1.1 and never counted.

use crate::proxies::Proxies;
use crate::server::Server;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;

const LARGEST_BODY: usize = 1 << 20;

/// What is controlled.
pub(crate) struct Control {
    pub(crate) server: Arc<Server>,
    pub(crate) proxies: Proxies,
}

type Refused = (StatusCode, String);

impl Control {
    pub(crate) async fn handle(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        Ok(match self.answer(request).await {
            Ok(value) => respond(StatusCode::OK, &value),
            Err((status, sentence)) => respond(status, &json!({"error": sentence})),
        })
    }

    async fn answer(&self, request: Request<Incoming>) -> Result<Value, Refused> {
        let (head, body) = request.into_parts();
        let path = head.uri.path();
        let wrong = |sentence| (StatusCode::BAD_REQUEST, sentence);
        let nothing = || (StatusCode::NOT_FOUND, "There is no such control.".into());
        match (head.method, path) {
            (Method::GET, "/stats") => Ok(self.stats()),
            (Method::GET, "/config") => Ok(self.server.config()),
            (Method::GET, "/recorded") => Ok(self.server.recorded()),
            (Method::POST, "/reset") => {
                self.server.reset();
                self.proxies.reset();
                Ok(self.stats())
            }
            (Method::POST, "/configure") => {
                self.server.configure(&read(body).await?).map_err(wrong)
            }
            (Method::POST, "/proxies") => self.proxies.start(&read(body).await?).map_err(wrong),
            (Method::POST, _) => {
                let number = path.strip_prefix("/proxies/").and_then(|number| number.parse().ok());
                let number: usize = number.ok_or_else(nothing)?;
                let change = self.proxies.change(number, &read(body).await?).await;
                change.ok_or_else(nothing)?.map_err(wrong)
            }
            _ => Err(nothing()),
        }
    }

    fn stats(&self) -> Value {
        let mut stats = self.server.counters.report();
        stats["proxies"] = self.proxies.report();
        stats
    }
}

async fn read(body: Incoming) -> Result<Bytes, Refused> {
    match Limited::new(body, LARGEST_BODY).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(_) => Err((StatusCode::BAD_REQUEST, "The body is too large or broke off.".to_owned())),
    }
}

fn respond(status: StatusCode, value: &Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(value.to_string().into()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
