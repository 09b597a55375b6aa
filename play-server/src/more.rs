//! The rows that a token leads to: the answer to `qnKhOb`, for searches, similar apps and developers.

use crate::answer::{Outcome, Place, Refusal};
use crate::app::App;
use crate::card::old_card;
use crate::random::{Random, fnv1a};
use serde_json::{Value, json};
use std::fmt::Write;

/// Rows of an answer, whatever is asked for.
const ROWS: u64 = 20;
/// Those of a developer.
const DEVELOPER_ROWS: u64 = 100;

/// A list whose rows are numbered; the first letter says of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct List(String);

/// First parts of the ids that a search finds, in turn.
const PREFIXES: [&str; 5] = ["com", "org", "jp", "de", "ru"];

impl List {
    /// What a search for this finds.
    pub(crate) fn search(term: &str) -> Self {
        Self(format!("q{}", slug(term)))
    }

    /// The apps like this one.
    pub(crate) fn similar(app_id: &str) -> Self {
        Self(format!("s{}", slug(app_id)))
    }

    /// The apps of the developer with this number.
    pub(crate) fn developer(number: u64) -> Self {
        Self(format!("d{number}"))
    }

    pub(crate) fn name(&self) -> &str {
        &self.0
    }

    fn is_developers(&self) -> bool {
        self.0.starts_with('d')
    }

    /// The id of a row.
    pub(crate) fn id(&self, gl: &str, number: u64) -> String {
        let (prefix, part) = match self.0.chars().next() {
            Some('d') => ("com", "developer"),
            Some('s') => ("com", "similar"),
            _ => (PREFIXES[usize::try_from((number + 4) % 5).unwrap_or(0)], "search"),
        };
        format!("{prefix}.{part}.{}.{}.n{number:03}", self.0, gl.to_lowercase())
    }
}

/// A text as a part of an id: letters and digits in lower case, `_` for a space or a dot, `uHEX` for
/// others.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'A'..='Z' => slug.push(c.to_ascii_lowercase()),
            ' ' | '.' => slug.push('_'),
            _ => {
                let _ = write!(slug, "u{:x}", u32::from(c)); // writing to a String cannot fail
            }
        }
    }
    slug
}

/// A request with a token: `[[null,[…],null,TOKEN]]`.
pub(crate) struct More {
    token: String,
}

impl More {
    pub(crate) fn parse(request: &str) -> Option<Self> {
        let request: Value = serde_json::from_str(request).ok()?;
        Some(Self { token: request.get(0)?.get(3)?.as_str()?.to_owned() })
    }

    pub(crate) fn answer(&self, place: Place) -> Outcome {
        let rest = Rest::read(&self.token).ok_or(Refusal::Data)?;
        let list = &rest.list;
        let most = if list.is_developers() { DEVELOPER_ROWS } else { ROWS };
        let end = rest.start.saturating_add(most).min(rest.last.saturating_add(1));
        let row = |number| old_card(&App::new(&list.id(place.gl, number), place.hl, place.gl));
        let rows: Vec<Value> = (rest.start..end).map(row).collect();
        let name = list.name();
        let next = if name.starts_with("qloop") || name.starts_with("scom_loop_") {
            // The same for ever.
            rest
        } else if name.starts_with("scom_stale_") {
            // Another token each time, and again the rows that were there.
            Rest { last: rest.last + 1, ..rest }
        } else {
            Rest { start: end, ..rest }
        };
        let is_developers = next.list.is_developers();
        let next = next.token().map(|token| json!([null, token]));
        let part = json!([rows, "", null, null, null, 2, null, next]);
        Ok(Some(if is_developers {
            json!([[null, null, null, ["qgIpEicQABojCiEKG21vcmVfYnlf"], null, null, part]])
        } else {
            json!([[part, null, null, ["qgIfEh0KGQoXChFzaW1pbGFy"]]])
        }))
    }
}

/// What a token stands for.
pub(crate) struct Rest {
    pub(crate) list: List,
    /// The number of the first row.
    pub(crate) start: u64,
    /// The number of the last row of all.
    pub(crate) last: u64,
}

impl Rest {
    fn read(token: &str) -> Option<Self> {
        let mut parts = token.rsplitn(4, '-');
        let last = parts.next()?.parse().ok()?;
        let start = parts.next()?.parse().ok()?;
        let rest = Self { list: List(parts.next()?.to_owned()), start, last };
        (rest.token().as_deref() == Some(token)).then_some(rest)
    }

    /// As long as real ones, which hold more; none after the last row.
    pub(crate) fn token(&self) -> Option<String> {
        let Self { list: List(name), start, last } = self;
        let seed = fnv1a(format!("{name}-{start}-{last}").as_bytes());
        let token = || format!("Cq{}-{name}-{start}-{last}", Random::new(seed).token(150));
        (start <= last).then(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place { hl: "en", gl: "us", has_cookie: false };

    fn answer(token: &str) -> Outcome {
        let request = json!([[null, [[10, [10, 100]], true, null, [96]], null, token]]);
        More::parse(&request.to_string()).expect("well formed").answer(PLACE)
    }

    /// Where the rows of an answer are, how many there are, and the next token.
    fn read(token: &str) -> (usize, usize, Option<String>) {
        let answer = answer(token).expect("no error").expect("rows");
        let at = if answer[0][0].is_null() { 6 } else { 0 };
        let next = answer[0][at][7][1].as_str().map(String::from);
        (at, answer[0][at][0].as_array().map_or(0, Vec::len), next)
    }

    #[test]
    fn tokens_lead_to_their_rows_and_on() {
        let developer = Rest { list: List::developer(6), start: 11, last: 130 };
        let (at, rows, next) = read(&developer.token().expect("more"));
        assert_eq!((at, rows), (6, 100));
        assert_eq!(read(&next.expect("more")), (6, 20, None));
        let similar = Rest { list: List::similar("com.a.b"), start: 51, last: 70 };
        assert_eq!(read(&similar.token().expect("more")), (0, 20, None));
        assert_eq!(Rest { start: 71, ..similar }.token(), None);
    }

    #[test]
    fn some_lead_nowhere() {
        let token = |app: &str| {
            Rest { list: List::similar(app), start: 51, last: 70 }.token().expect("more")
        };
        assert_eq!(read(&token("com.loop.a")).2, Some(token("com.loop.a")));
        let (_, rows, next) = read(&token("com.stale.a"));
        assert!(rows == 20 && next.is_some() && next != Some(token("com.stale.a")));
        for wrong in ["x", "Cq-qa-31-110"] {
            assert_eq!(answer(wrong), Err(Refusal::Data));
        }
        assert!(More::parse("[[null,[],null]]").is_none());
    }

    #[test]
    fn a_text_is_a_part_of_an_id() {
        assert_eq!(List::search("Pand\u{e4} run").id("US", 2), "org.search.qpandue4_run.us.n002");
        assert_eq!(List::similar("com.a.b").id("de", 7), "com.similar.scom_a_b.de.n007");
        assert_eq!(List::developer(42).id("us", 130), "com.developer.d42.us.n130");
    }
}
