//! The settings of the global client and the options of a batch, as JavaScript gives them.

use std::time::Duration;

use napi_derive::napi;
use serde_json::Value;

use crate::engine::{self, BatchOptions, ClientSettings, Rate, Source};
use crate::error::Error;
use crate::request::{Fields, Lookup};
use crate::transport::BaseUrl;

/// The longest time one HTTP request may be given, in ms.
const MAX_TIMEOUT_MS: u32 = 600_000;

/// Replaces the global client. Returns the failure as JSON, or nothing.
#[napi]
pub fn configure(settings: String) -> Option<String> {
    let applied =
        parse(&settings).and_then(|settings| read_settings(&settings)).and_then(engine::configure);
    applied.err().map(|error| super::text::failure(&error))
}

pub(super) fn parse(json: &str) -> Result<Value, Error> {
    serde_json::from_str(json).map_err(|_| Error::invalid("", "must be plain data"))
}

fn read_settings(settings: &Value) -> Result<ClientSettings, Error> {
    let known = ["baseUrl", "ca", "userAgent", "concurrency", "rate", "attempts", "timeoutMs"];
    let fields = Fields::new(settings, &known)?;
    let default = ClientSettings::default();
    let default_timeout = u32::try_from(default.timeout.as_millis()).unwrap_or(MAX_TIMEOUT_MS);
    Ok(ClientSettings {
        base_url: fields.optional_str("baseUrl")?.map(BaseUrl::parse).transpose()?,
        ca: fields.optional_str("ca")?.map(str::to_owned),
        user_agent: fields.optional_str("userAgent")?.map(str::to_owned),
        concurrency: fields.number("concurrency", 16, 1, 256)? as usize,
        rate: rate(settings.get("rate"))?.unwrap_or(default.rate),
        attempts: fields.number("attempts", default.attempts, 1, 20)?,
        timeout: millis(fields.number("timeoutMs", default_timeout, 1, MAX_TIMEOUT_MS)?),
    })
}

fn rate(value: Option<&Value>) -> Result<Option<Rate>, Error> {
    match value {
        None => Ok(None),
        Some(Value::String(off)) if off == "off" => Ok(Some(Rate::Off)),
        Some(value) => match value.as_f64() {
            Some(rate) if (0.01..=1000.0).contains(&rate) => Ok(Some(Rate::PerSecond(rate))),
            _ => Err(Error::invalid(
                "rate",
                "must be a number of requests per second from 0.01 to 1000, or 'off'",
            )),
        },
    }
}

pub(super) fn read_options(noun: &str, options: &Value) -> Result<BatchOptions, Error> {
    let known: &[&str] =
        if Lookup::has_page(noun) { &["timeoutMs", "source"] } else { &["timeoutMs"] };
    let fields = Fields::new(options, known)?;
    let source = fields.one_of(
        "source",
        &[("auto", Source::Auto), ("rpc", Source::Rpc), ("page", Source::Page)],
    )?;
    let timeout = match options.get("timeoutMs") {
        None => None,
        Some(_) => Some(millis(fields.number("timeoutMs", 0, 1, MAX_TIMEOUT_MS)?)),
    };
    Ok(BatchOptions { timeout, source: source.unwrap_or_default(), cookies: None })
}

fn millis(ms: u32) -> Duration {
    Duration::from_millis(ms.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_checked() {
        let settings = read_settings(&json!({"rate": 0.5, "timeoutMs": 5})).unwrap();
        assert_eq!(settings.rate, Rate::PerSecond(0.5));
        assert_eq!(settings.timeout, Duration::from_millis(5));
        assert_eq!(read_settings(&json!({"rate": "off"})).unwrap().rate, Rate::Off);
        for (settings, field) in [
            (json!({"rate": 0}), "rate"),
            (json!({"rate": "fast"}), "rate"),
            (json!({"concurrency": 0}), "concurrency"),
            (json!({"attempts": 21}), "attempts"),
            (json!({"timeoutMs": -1}), "timeoutMs"),
            (json!({"baseUrl": "http://example.com"}), "baseUrl"),
            (json!({"proxy": "x"}), "proxy"),
        ] {
            assert_eq!(read_settings(&settings).unwrap_err().field(), Some(field), "{settings}");
        }
    }
}
