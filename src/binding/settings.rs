//! The settings of a client and the options of a batch, as JavaScript gives them.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use napi_derive::napi;
use serde_json::Value;

use super::request::{Common, read_priority};
use crate::engine::{
    BURST, BatchOptions, Bounds, CacheBounds, ClientSettings, ProxyExit, Rate, Source, mappings_in,
};
use crate::error::Error;
use crate::extraction::{Mappings, Tables, select};
use crate::request::{self, AvailabilityRequest, Fields, Include, Locale, Lookup, Selection};
use crate::transport::{BaseUrl, Headers, Proxy};

/// The longest time one HTTP request may be given, in ms.
const MAX_TIMEOUT_MS: u32 = 600_000;
/// A day; the longest that a batch, a pause that the server asks for, or a kept answer may last.
const MAX_DEADLINE_MS: u32 = 86_400_000;
const MAX_CONCURRENCY: u32 = 256;
/// 4 GB.
const MAX_CACHE_BYTES: u32 = u32::MAX;

/// What is said of an option that is none of the known ones.
#[napi]
pub fn unknown_name(what: String, name: String, known: Vec<String>) -> String {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    request::unknown_name(&what, &name, &known)
}

pub(super) fn parse(json: &str) -> Result<Value, Error> {
    serde_json::from_str(json).map_err(|_| Error::invalid("", "must be plain data"))
}

pub(super) fn read_settings(settings: &Value) -> Result<ClientSettings, Error> {
    let known = [
        "lang",
        "country",
        "baseUrl",
        "ca",
        "userAgent",
        "headers",
        "concurrency",
        "rate",
        "attempts",
        "timeoutMs",
        "deadlineMs",
        "maxRetryAfterMs",
        "consent",
        "cache",
        "proxies",
        "mappings",
        "templates",
    ];
    let fields = Fields::new(settings, &known)?;
    let default = ClientSettings::default();
    let consent = fields.one_of("consent", &[("reject", true), ("block", false)])?;
    let templates = fields.one_of("templates", &[("auto", true), ("pinned", false)])?;
    Ok(ClientSettings {
        locale: Locale::from_fields(&fields)?,
        base_url: fields.optional_str("baseUrl")?.map(BaseUrl::parse).transpose()?,
        ca: fields.optional_str("ca")?.map(str::to_owned),
        user_agent: fields.optional_str("userAgent")?.map(str::to_owned),
        headers: settings.get("headers").map(headers).transpose()?.unwrap_or_default(),
        concurrency: concurrency(&fields)?.unwrap_or(default.concurrency),
        rate: settings.get("rate").map(rate).transpose()?.unwrap_or(default.rate),
        attempts: fields.number("attempts", default.attempts, 1, 20)?,
        timeout: time(&fields, "timeoutMs", MAX_TIMEOUT_MS)?.unwrap_or(default.timeout),
        deadline: time(&fields, "deadlineMs", MAX_DEADLINE_MS)?,
        max_retry_after: time(&fields, "maxRetryAfterMs", MAX_DEADLINE_MS)?
            .unwrap_or(default.max_retry_after),
        reject_consent: consent.unwrap_or(default.reject_consent),
        cache: settings.get("cache").map(cache).transpose()?,
        proxies: settings.get("proxies").map(proxies).transpose()?.unwrap_or_default(),
        mappings: settings.get("mappings").map(mappings).transpose()?,
        adopts_templates: templates.unwrap_or(default.adopts_templates),
    })
}

/// Names and values. What is wrong is said without the values, which may be secrets.
fn headers(value: &Value) -> Result<Headers, Error> {
    let invalid = || Error::invalid("headers", "must be an object of names and texts");
    let given = value.as_object().ok_or_else(invalid)?.iter();
    let texts = given.map(|(name, value)| Some((name.as_str(), value.as_str()?)));
    Headers::parse(texts.collect::<Option<Vec<_>>>().ok_or_else(invalid)?)
}

fn rate(value: &Value) -> Result<Rate, Error> {
    let invalid = || {
        Error::invalid(
            "rate",
            "must be a number of requests per second from 0.01 to 1000, 'off', or an object with min, start, max, burst",
        )
    };
    let number = |value: &Value| value.as_f64().filter(|rate| (0.01..=1000.0).contains(rate));
    match value {
        Value::String(off) if off == "off" => Ok(Rate::Off),
        Value::Object(bounds) => {
            Fields::new(value, &["min", "start", "max", "burst"]).map_err(|_| invalid())?;
            let bound = |name: &str| {
                bounds.get(name).map(|value| number(value).ok_or_else(invalid)).transpose()
            };
            let default = Bounds::default();
            let (min, start, max) = (bound("min")?, bound("start")?, bound("max")?);
            // What is not told gives way to what is.
            let least = min.unwrap_or(default.min.min(max.unwrap_or(f64::INFINITY)));
            let most = max.unwrap_or(default.max.max(least));
            let start = start.unwrap_or(default.start.min(most).max(least));
            if !(least <= start && start <= most) {
                return Err(Error::invalid("rate", "must have min <= start <= max"));
            }
            let burst = match bounds.get("burst") {
                None => default.burst,
                Some(burst) => {
                    burst.as_f64().filter(|burst| (1.0..=BURST).contains(burst)).ok_or_else(
                        || Error::invalid("rate", format!("must have a burst from 1 to {BURST}")),
                    )?
                }
            };
            Ok(Rate::Adaptive(Bounds { min: least, start, max: most, burst }))
        }
        value => number(value).map(Rate::PerSecond).ok_or_else(invalid),
    }
}

fn cache(value: &Value) -> Result<CacheBounds, Error> {
    let invalid = |_| Error::invalid("cache", "must be an object with maxBytes and maxAgeMs");
    let fields = Fields::new(value, &["maxBytes", "maxAgeMs"]).map_err(invalid)?;
    let bounded = |name, most| {
        fields.optional_number(name, 1, most).ok().flatten().ok_or_else(|| {
            Error::invalid("cache", format!("must have {name}, a whole number from 1 to {most}"))
        })
    };
    let bytes = bounded("maxBytes", MAX_CACHE_BYTES)?;
    Ok(CacheBounds { bytes: bytes.into(), age: millis(bounded("maxAgeMs", MAX_DEADLINE_MS)?) })
}

/// Addresses, or objects with `url` and `countries`. What is wrong is said without its credentials.
fn proxies(value: &Value) -> Result<Vec<ProxyExit>, Error> {
    let invalid = || {
        Error::invalid(
            "proxies",
            "must be a list of 1 to 1000 addresses such as http://user:password@host:port, or objects with url and countries",
        )
    };
    let Value::Array(proxies) = value else { return Err(invalid()) };
    if !(1..=1000).contains(&proxies.len()) {
        return Err(invalid());
    }
    let exit = |value: &Value| match value {
        Value::String(url) => Ok(ProxyExit { proxy: Proxy::parse(url)?, countries: Vec::new() }),
        Value::Object(fields) => {
            Fields::new(value, &["url", "countries"]).map_err(|_| invalid())?;
            let url = fields.get("url").and_then(Value::as_str).ok_or_else(invalid)?;
            let countries = match fields.get("countries") {
                None => Vec::new(),
                Some(Value::Array(countries)) => {
                    countries.iter().map(country).collect::<Result<_, _>>()?
                }
                Some(_) => return Err(invalid()),
            };
            Ok(ProxyExit { proxy: Proxy::parse(url)?, countries })
        }
        _ => Err(invalid()),
    };
    proxies.iter().map(exit).collect()
}

/// Mappings, or the path of a file of them.
fn mappings(value: &Value) -> Result<Mappings, Error> {
    match value {
        Value::String(path) => mappings_in(Path::new(path)),
        value => Mappings::from_json(value),
    }
}

fn country(value: &Value) -> Result<String, Error> {
    value.as_str().and_then(Locale::country).ok_or_else(|| {
        Error::invalid("proxies", "must name countries by two-letter codes such as us")
    })
}

/// The options of a batch, and what its requests have in common.
pub(super) fn read_options(
    tables: &Tables,
    noun: &str,
    options: &Value,
) -> Result<(BatchOptions, Common), Error> {
    let mut known = vec![
        "timeoutMs",
        "deadlineMs",
        "priority",
        "concurrency",
        "highWaterMark",
        "patient",
        "open",
        "events",
    ];
    if Lookup::has_page(noun) {
        known.push("source");
    }
    if noun == "app" {
        known.extend(["fields", "include"]);
    }
    let fields = Fields::new(options, &known)?;
    let source = fields.one_of(
        "source",
        &[("auto", Source::Auto), ("rpc", Source::Rpc), ("page", Source::Page)],
    )?;
    let include = options.get("include").map(Include::from_json).transpose()?.unwrap_or_default();
    let selection = options.get("fields").map(|fields| selection(tables, fields, include));
    let selection = selection.transpose()?.map(Arc::new);
    let open = fields.flag("open", false)?;
    // As much memory, whatever is asked of each record.
    let lean = match &selection {
        Some(selection) if !include.similar => selection.per_record(),
        None if noun == "availability" => AvailabilityRequest::PER_RECORD,
        _ => 1,
    };
    // Four requests that are full of little ones: of a stream, too, what is held is most of its memory.
    let usual = if open { (1024 * lean).min(4000) } else { 1024 * lean };
    let mark = fields.number("highWaterMark", usual, 1, 1_000_000)? as usize;
    let read = BatchOptions {
        timeout: time(&fields, "timeoutMs", MAX_TIMEOUT_MS)?,
        deadline: time(&fields, "deadlineMs", MAX_DEADLINE_MS)?,
        source: source.unwrap_or_default(),
        chain: None,
        concurrency: concurrency(&fields)?,
        high_water_mark: mark,
        patient: fields.flag("patient", true)?,
        open,
        events: fields.flag("events", false)?,
    };
    let priority = read_priority(options.get("priority"))?.unwrap_or(0);
    Ok((read, Common { priority, selection, include }))
}

fn selection(tables: &Tables, value: &Value, include: Include) -> Result<Selection, Error> {
    let invalid = || Error::invalid("fields", "must be a list of names of fields");
    let names: Option<Vec<&str>> =
        value.as_array().ok_or_else(invalid)?.iter().map(Value::as_str).collect();
    select(tables, names.ok_or_else(invalid)?, include)
}

fn concurrency(fields: &Fields) -> Result<Option<usize>, Error> {
    Ok(fields.optional_number("concurrency", 1, MAX_CONCURRENCY)?.map(|most| most as usize))
}

fn time(fields: &Fields, name: &str, most: u32) -> Result<Option<Duration>, Error> {
    Ok(fields.optional_number(name, 1, most)?.map(millis))
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
        let bounds =
            |min, start, max| Rate::Adaptive(Bounds { min, start, max, ..Bounds::default() });
        for (rate, expected) in [
            (json!({}), bounds(0.5, 4.0, 12.0)),
            (json!({"max": 2}), bounds(0.5, 2.0, 2.0)),
            (json!({"max": 0.1}), bounds(0.1, 0.1, 0.1)),
            (json!({"min": 20}), bounds(20.0, 20.0, 20.0)),
            (json!({"min": 1, "start": 2, "max": 3}), bounds(1.0, 2.0, 3.0)),
        ] {
            assert_eq!(read_settings(&json!({ "rate": rate })).unwrap().rate, expected);
        }
        let strict = Bounds { burst: 1.0, ..Bounds::default() };
        let settings = read_settings(&json!({"rate": {"burst": 1}})).unwrap();
        assert_eq!(settings.rate, Rate::Adaptive(strict));
        for (settings, field) in [
            (json!({"rate": 0}), "rate"),
            (json!({"rate": "fast"}), "rate"),
            (json!({"concurrency": 0}), "concurrency"),
            (json!({"attempts": 21}), "attempts"),
            (json!({"timeoutMs": -1}), "timeoutMs"),
            (json!({"baseUrl": "http://example.com"}), "baseUrl"),
            (json!({"proxy": "x"}), "proxy"),
            (json!({"rate": {"min": 5, "max": 1}}), "rate"),
            (json!({"rate": {"least": 5}}), "rate"),
            (json!({"rate": {"burst": 0}}), "rate"),
            (json!({"rate": {"burst": 49}}), "rate"),
            (json!({"consent": "accept"}), "consent"),
            (json!({"templates": "always"}), "templates"),
            (json!({"cache": {"maxBytes": 5}}), "cache"),
            (json!({"proxies": []}), "proxies"),
            (json!({"proxies": ["ftp://a:secret@b"]}), "proxies"),
            (json!({"proxies": [{"url": "http://a:secret@b", "countries": ["usa"]}]}), "proxies"),
            (json!({"maxRetryAfterMs": 0}), "maxRetryAfterMs"),
            (json!({"deadlineMs": 0}), "deadlineMs"),
            (json!({"lang": "english"}), "lang"),
            (json!({"country": "usa"}), "country"),
            (json!({"headers": ["x"]}), "headers"),
            (json!({"headers": {"x": 5}}), "headers"),
            (json!({"headers": {"cookie": "secret"}}), "headers"),
        ] {
            let error = read_settings(&settings).unwrap_err();
            assert_eq!(error.field(), Some(field), "{settings}");
            assert!(!error.to_string().contains("secret"));
        }
    }
}
