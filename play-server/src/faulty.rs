//! The answers to requests that meet a fault.

use crate::body::Ending;
use crate::fault::{BodyFault, Fault};
use crate::packed::gzip;
use crate::random::Random;
use crate::reply::{Course, HTML, Reply};
use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CONTENT_LENGTH, LOCATION, RETRY_AFTER};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

const SORRY: &str = "<!DOCTYPE html><html><head><title>Sorry</title>\
    <script src=\"https://www.google.com/recaptcha/api.js\"></script></head><body>\
    <form id=\"captcha-form\"></form><p>Our systems have detected unusual traffic.</p></body></html>";

const CONSENT: &str = "<!DOCTYPE html><html><head><title>Before you continue</title></head><body>\
    <form action=\"https://consent.google.com/save\" method=\"post\"></form></body></html>";

/// What gzip begins with.
const MAGIC: &[u8] = &[0x1f, 0x8b];

/// Gzip ends with the checksum and the length, four bytes each.
const CHECKSUM_FROM_END: usize = 8;

/// Enough to be noticed wherever they are.
const FLIPPED: usize = 16;

/// What comes instead of the right answer; `address` is what was asked for.
pub(crate) fn instead(fault: &Fault, address: &str, zipped: bool) -> Reply {
    match fault.body {
        None => status(fault),
        Some(BodyFault::Sorry) => page(SORRY, zipped),
        Some(BodyFault::Consent) => page(CONSENT, zipped),
        Some(BodyFault::Garbage) => page(&garbage(), zipped),
        Some(BodyFault::SorryRedirect) => redirect("https://www.google.com/sorry/index", address),
        Some(BodyFault::ConsentRedirect) => redirect("https://consent.google.com/ml", address),
        Some(BodyFault::StalledHead) => nothing(Course::Stalled),
        Some(BodyFault::ResetConnection) => nothing(Course::ResetConnection),
        // The others leave something of the right answer; see below.
        Some(_) => nothing(Course::Reset),
    }
}

/// Whether something of the right answer comes.
pub(crate) fn is_harm(fault: BodyFault) -> bool {
    use BodyFault::{BadChecksum, BadGzip, BrokenOff, ShortLength, StalledBody, Truncated};
    matches!(fault, Truncated | BrokenOff | ShortLength | StalledBody | BadGzip | BadChecksum)
}

/// What becomes of the right answer.
pub(crate) fn harmed(mut reply: Reply, fault: BodyFault) -> Reply {
    let (length, half) = (reply.body.len(), reply.body.len() / 2);
    match fault {
        BodyFault::BadGzip => return flipped(reply, half, FLIPPED),
        BodyFault::BadChecksum => {
            return flipped(reply, length.saturating_sub(CHECKSUM_FROM_END), 1);
        }
        _ => reply.body.truncate(half),
    }
    let ending = match fault {
        BodyFault::BrokenOff => Ending::Broken,
        BodyFault::ShortLength => Ending::Short,
        BodyFault::StalledBody => Ending::Never,
        _ => return reply,
    };
    reply.headers.push((CONTENT_LENGTH, length.to_string()));
    reply.course = Course::Sent(ending);
    reply
}

/// Nothing shows in an answer that is not compressed, so that one stays right.
fn flipped(mut reply: Reply, from: usize, count: usize) -> Reply {
    if reply.body.starts_with(MAGIC) {
        let mut body = reply.body.to_vec();
        for byte in body.iter_mut().skip(from).take(count) {
            *byte = !*byte;
        }
        reply.body = body.into();
    }
    reply
}

fn status(fault: &Fault) -> Reply {
    let status =
        fault.status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::OK);
    let mut reply = Reply::page(
        status,
        match status {
            StatusCode::TOO_MANY_REQUESTS => "Please reduce your request rate.",
            _ => "This is a fault that was asked for.",
        },
    );
    let headers = [(RETRY_AFTER, &fault.retry_after), (LOCATION, &fault.location)];
    reply
        .headers
        .extend(headers.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))));
    reply
}

fn page(text: &str, zipped: bool) -> Reply {
    let text = text.as_bytes().to_vec();
    let text: Bytes = if zipped { gzip(text) } else { text.into() };
    Reply::new(StatusCode::OK, HTML, text).zipped(zipped)
}

fn redirect(to: &str, address: &str) -> Reply {
    let asked = format!("https://play.google.com{address}");
    let location = format!("{to}?continue={}", utf8_percent_encode(&asked, NON_ALPHANUMERIC));
    let mut reply = Reply::page(StatusCode::FOUND, "The document has moved.");
    reply.headers.push((LOCATION, location));
    reply
}

fn nothing(course: Course) -> Reply {
    Reply { course, ..Reply::new(StatusCode::OK, HTML, Bytes::new()) }
}

fn garbage() -> String {
    let mut random = Random::new(7);
    (0..4000)
        .map(|_| random.choose(&['[', ']', '"', '{', '}', ',', '\\', 'a', '1', '\n', ' ', 'é']))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::JSON;
    use flate2::read::GzDecoder;
    use std::io::Read;

    const TEXT: &[u8] = b")]}'\n\n[[\"wrb.fr\",\"Ws7gDc\",\"a text that is long enough\"]]";

    fn right(zipped: bool) -> Reply {
        let body: Bytes = if zipped { gzip(TEXT.to_vec()) } else { Bytes::from_static(TEXT) };
        Reply::new(StatusCode::OK, JSON, body).zipped(zipped)
    }

    fn unzipped(reply: &Reply) -> (std::io::Result<usize>, Vec<u8>) {
        let mut text = Vec::new();
        (GzDecoder::new(&reply.body[..]).read_to_end(&mut text), text)
    }

    #[test]
    fn garbage_has_no_frames() {
        let text = garbage();
        assert!(!text.contains("wrb.fr") && !text.contains(")]}'"));
    }

    #[test]
    fn damaged_gzip_is_noticed() {
        let (result, _) = unzipped(&harmed(right(true), BodyFault::BadGzip));
        assert!(result.is_err());
        let (result, text) = unzipped(&harmed(right(true), BodyFault::BadChecksum));
        assert!(result.is_err() && text == TEXT);
        assert_eq!(harmed(right(false), BodyFault::BadGzip).body, TEXT);
    }

    #[test]
    fn halves_end_in_several_ways() {
        for (fault, ending, has_length) in [
            (BodyFault::Truncated, Ending::Right, false),
            (BodyFault::BrokenOff, Ending::Broken, true),
            (BodyFault::ShortLength, Ending::Short, true),
            (BodyFault::StalledBody, Ending::Never, true),
        ] {
            let reply = harmed(right(false), fault);
            assert_eq!(reply.body, TEXT[..TEXT.len() / 2]);
            assert_eq!(reply.course, Course::Sent(ending));
            let length = (CONTENT_LENGTH, TEXT.len().to_string());
            assert_eq!(reply.headers.contains(&length), has_length);
        }
    }

    #[test]
    fn redirects_lead_back() {
        let fault = Fault { body: Some(BodyFault::SorryRedirect), ..Fault::default() };
        let reply = instead(&fault, "/store?id=a", false);
        let location = "https://www.google.com/sorry/index\
            ?continue=https%3A%2F%2Fplay%2Egoogle%2Ecom%2Fstore%3Fid%3Da";
        assert!(reply.headers.contains(&(LOCATION, location.to_owned())));
        assert_eq!(reply.status, StatusCode::FOUND);
    }
}
