//! Pages of reviews: the answer to `oCPfdb` and `UsvDTd`.

use crate::answer::{Outcome, Place, Refusal};
use crate::app::{App, Kind};
use crate::random::{Random, fnv1a};
use crate::review::{Corpus, review, score, thumbs};
use serde_json::{Value, json};
use std::cmp::Reverse;

/// From this many on Google fails.
const TOO_MANY: u64 = 5_000;

/// When the request names no number.
const FEW: u64 = 20;

/// So many reviews come again in the next page of `com.overlap.*`.
const OVERLAP: u64 = 10;

/// More than anybody can want to page through.
const MOST: u64 = 1_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Relevant,
    Newest,
    Rating,
}

/// A request: `[null,[2,SORT,[COUNT,null,TOKEN],null,[null,SCORE,…,DEVICE]],[id,7]]`, with one more
/// null in front for the older rpc.
#[derive(Debug)]
pub(crate) struct Reviews {
    pub(crate) id: String,
    is_app: bool,
    is_current: bool,
    sort: Sort,
    pub(crate) count: u64,
    pub(crate) token: Option<String>,
    score: Option<u64>,
    /// 3, 5 and 6 have reviews of their own.
    device: Option<u64>,
}

impl Reviews {
    pub(crate) fn parse(rpc: &str, request: &str) -> Option<Self> {
        let request: Value = serde_json::from_str(request).ok()?;
        let is_current = rpc == "oCPfdb";
        let at = if is_current { 1 } else { 2 };
        let (options, entity) = (request.get(at)?, request.get(at + 1)?);
        let page = options.get(2)?;
        let filter = |slot: usize| match options.get(4)?.get(slot)? {
            Value::Null => None,
            value => Some(value.as_u64().unwrap_or(if value == "TABLET" { 3 } else { 0 })),
        };
        let score = filter(1);
        if score.is_some_and(|score| !(1..=5).contains(&score)) {
            return None;
        }
        Some(Self {
            id: entity.get(0)?.as_str()?.to_owned(),
            is_app: entity.get(1)?.as_u64()? == 7,
            is_current,
            sort: match options.get(1)? {
                Value::Null => Sort::Relevant,
                sort => match sort.as_u64()? {
                    1 => Sort::Relevant,
                    2 => Sort::Newest,
                    3 => Sort::Rating,
                    _ => return None,
                },
            },
            count: page.get(0).and_then(Value::as_u64).unwrap_or(FEW),
            token: page.get(2).and_then(Value::as_str).map(String::from),
            score,
            device: filter(8).filter(|device| [3, 5, 6].contains(device)),
        })
    }

    /// What the waiting time counts.
    pub(crate) fn cost(&self) -> u64 {
        if self.count < TOO_MANY { self.count } else { 0 }
    }

    pub(crate) fn answer(&self, place: Place) -> Outcome {
        let app = App::new(&self.id, place.hl, place.gl);
        if !self.is_app || app.kind == Kind::Missing {
            return Ok(None);
        }
        if self.count >= TOO_MANY {
            return Err(Refusal::Gateway);
        }
        let corpus = self.corpus(place.hl);
        let order = self.order(self.size(&app, &corpus));
        let start = match &self.token {
            None => 0,
            Some(_) if app.kind == Kind::Cookie && !place.has_cookie => 0,
            Some(token) => self.offset(&corpus, token).ok_or(Refusal::Data)?,
        };
        let end = (start + self.count).min(order.len() as u64);
        let page = usize::try_from(start).unwrap_or(0)..usize::try_from(end).unwrap_or(0);
        let reviews: Vec<Value> = order
            .get(page)
            .unwrap_or_default()
            .iter()
            .map(|place| review(&app, &corpus, *place))
            .collect();
        let next = match app.kind {
            Kind::Repeat => Some(start),
            _ if end >= order.len() as u64 => None,
            Kind::Overlap => Some((start + 1).max(end.saturating_sub(OVERLAP))),
            _ => Some(end),
        };
        Ok(Some(self.payload(&app, reviews, next.map(|next| self.token(&corpus, next)))))
    }

    /// The list, the token in one of the forms that "no more" has, and for the current rpc how long
    /// the answer may be kept.
    fn payload(&self, app: &App, reviews: Vec<Value>, token: Option<String>) -> Value {
        let is_empty = reviews.is_empty();
        let mut payload = if is_empty { vec![Value::Null] } else { vec![Value::Array(reviews)] };
        match token {
            Some(token) => payload.push(json!([null, token])),
            None => match app.pick("last page", 3) {
                0 => {}
                1 => payload.push(Value::Null),
                _ => payload.push(json!([null, 20])),
            },
        }
        if self.is_current {
            payload.push(json!([[null, [[1800], null, [72000]]]]));
        } else if is_empty {
            payload.clear();
        }
        Value::Array(payload)
    }

    /// The region of a language makes no difference, and some languages have none of their own.
    fn corpus(&self, hl: &str) -> Corpus {
        let language = hl.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let language = match language.as_str() {
            "tg" | "tk" => "ru",
            "ga" | "cy" => "en",
            language => language,
        };
        let device = self.device.map(|device| format!("/{device}")).unwrap_or_default();
        Corpus {
            label: format!("{}/reviews/{language}{device}", self.id),
            language: language.to_owned(),
        }
    }

    /// How many there are.
    fn size(&self, app: &App, corpus: &Corpus) -> u64 {
        let all = match (app.kind, named_size(app)) {
            (Kind::Unrated | Kind::PreRegistration, _) => 0,
            (_, Some(size)) => size.min(MOST),
            (Kind::Repeat | Kind::Overlap | Kind::Cookie, None) => 500,
            (_, None) => app.pick("review count", 400),
        };
        let here = if corpus.language == "en" { all } else { all / 2 };
        if self.device.is_some() { here / 4 } else { here }
    }

    /// The places of those that the filter lets through, in the order asked for.
    fn order(&self, size: u64) -> Vec<u64> {
        let mut order: Vec<u64> = match self.score {
            None => (0..size).collect(),
            Some(wanted) => (0..size).filter(|place| score(*place) == wanted).collect(),
        };
        match self.sort {
            Sort::Newest => {}
            Sort::Rating => order.sort_by_key(|place| Reverse(score(*place))),
            Sort::Relevant => order.sort_by_key(|place| Reverse(thumbs(*place))),
        }
        order
    }

    /// What a token belongs to: another app, language, order or filter cannot use it.
    fn chain(&self, corpus: &Corpus) -> u64 {
        fnv1a(format!("{}/{:?}/{:?}", corpus.label, self.sort, self.score).as_bytes())
    }

    /// As long as real ones.
    fn token(&self, corpus: &Corpus, offset: u64) -> String {
        let chain = self.chain(corpus);
        format!("Cl{}-{chain:016x}-{offset}", Random::new(chain ^ offset).token(180))
    }

    fn offset(&self, corpus: &Corpus, token: &str) -> Option<u64> {
        let mut parts = token.rsplitn(3, '-');
        let offset = parts.next()?.parse().ok()?;
        let chain = u64::from_str_radix(parts.next()?, 16).ok()?;
        (chain == self.chain(corpus)).then_some(offset)
    }
}

/// The number in `com.reviews.nNNN.*` and the like.
fn named_size(app: &App) -> Option<u64> {
    let mut parts = app.id.split('.').skip(1);
    let kind = parts.next()?;
    if !["reviews", "repeat", "overlap", "cookie"].contains(&kind) {
        return None;
    }
    parts.next()?.strip_prefix('n')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLET: &str = "null,null,null,null,null,null,null,3";

    fn ask(
        rpc: &str,
        id: &str,
        sort: &str,
        count: u64,
        token: Option<&str>,
        filter: &str,
    ) -> Reviews {
        let token = json!(token);
        let front = if rpc == "oCPfdb" { "null" } else { "null,null" };
        let request = format!(
            r#"[{front},[2,{sort},[{count},null,{token}],null,[null,{filter}]],["{id}",7]]"#
        );
        Reviews::parse(rpc, &request).expect("well formed")
    }

    fn place(hl: &str) -> Place<'_> {
        Place { hl, gl: "us", has_cookie: false }
    }

    fn page(reviews: &Reviews, hl: &str) -> (Vec<Value>, Option<String>) {
        let payload = reviews.answer(place(hl)).expect("no error").expect("a payload");
        let list = payload[0].as_array().cloned().unwrap_or_default();
        (list, payload[1][1].as_str().map(String::from))
    }

    /// The whole chain.
    fn all(id: &str, hl: &str, sort: &str, count: u64, filter: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut token = None;
        loop {
            let (list, next) = page(&ask("oCPfdb", id, sort, count, token.as_deref(), filter), hl);
            all.extend(list);
            token = next;
            if token.is_none() {
                return all;
            }
        }
    }

    fn ids(reviews: &[Value]) -> Vec<String> {
        let mut ids: Vec<String> = reviews.iter().map(|review| review[0].to_string()).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    #[test]
    fn chains_hold_every_review_once() {
        for (count, hl, expected) in [(100, "en", 345), (1000, "en", 345), (50, "de", 172)] {
            let reviews = all("com.reviews.n345.a", hl, "2", count, "null");
            assert_eq!((reviews.len(), ids(&reviews).len()), (expected, expected));
        }
        let count = App::new("com.a.b", "en", "us").pick("review count", 400);
        assert_eq!(all("com.a.b", "en-GB", "2", 150, "null").len() as u64, count);
        assert!(all("com.unrated.b", "en", "2", 150, "null").is_empty());
    }

    #[test]
    fn orders_and_filters_are_honoured() {
        let id = "com.reviews.n300.a";
        let dates: Vec<u64> = all(id, "en", "2", 100, "null")
            .iter()
            .filter_map(|review| review[5][0].as_u64())
            .collect();
        assert!(dates.len() == 300 && dates.is_sorted_by(|a, b| a > b));
        let falls = |sort: &str, at: usize| {
            let reviews = all(id, "en", sort, 100, "null");
            let values: Vec<u64> =
                reviews.iter().filter_map(|review| review[at].as_u64()).collect();
            values.len() == 300 && values.is_sorted_by(|a, b| a >= b)
        };
        assert!(falls("3", 2) && falls("1", 6) && falls("null", 6));
        let ones = all(id, "en", "2", 7, "1");
        assert!(ones.len() == 30 && ones.iter().all(|review| review[2] == 1));
        let tablets = all(id, "en", "2", 100, &format!("null,{}", &TABLET[5..]));
        let everybody = ids(&all(id, "en", "2", 100, "null"));
        assert_eq!(tablets.len(), 75);
        assert!(ids(&tablets).iter().all(|id| !everybody.contains(id)));
    }

    #[test]
    fn languages_part_the_reviews_and_some_share_them() {
        let of = |hl| ids(&all("com.reviews.n200.a", hl, "2", 1000, "null"));
        assert_eq!((of("ru"), of("en")), (of("tg"), of("cy")));
        assert_eq!((of("ru").len(), of("en").len()), (100, 200));
        assert!(of("de").iter().all(|id| !of("ru").contains(id)));
        assert_eq!(of("pt_BR"), of("pt"));
    }

    #[test]
    fn the_end_has_several_shapes() {
        let last = |rpc: &str, id: &str| {
            ask(rpc, id, "2", 1000, None, "null")
                .answer(place("en"))
                .expect("no error")
                .expect("it")
        };
        let mut shapes: Vec<String> = (0..30)
            .map(|number| last("UsvDTd", &format!("com.reviews.n1.a{number}"))[1].to_string())
            .collect();
        shapes.sort();
        shapes.dedup();
        assert_eq!(shapes, ["[null,20]", "null"]); // left out and null look alike here
        let length = |rpc, id| last(rpc, id).as_array().map(Vec::len);
        let id = (0..30)
            .map(|number| format!("com.reviews.n1.a{number}"))
            .find(|id| App::new(id, "en", "us").pick("last page", 3) == 0)
            .expect("one in three");
        assert_eq!((length("UsvDTd", &id), length("oCPfdb", &id)), (Some(1), Some(2)));
        assert_eq!(last("UsvDTd", "com.reviews.n0.a"), json!([]));
        assert!(last("oCPfdb", "com.reviews.n0.a")[0].is_null());
    }

    #[test]
    fn errors_and_nothing_are_different() {
        let refusal = |reviews: Reviews| reviews.answer(place("en")).expect_err("refused");
        assert_eq!(refusal(ask("oCPfdb", "com.a.b", "2", 5000, None, "null")), Refusal::Gateway);
        let (list, token) =
            page(&ask("UsvDTd", "com.reviews.n5000.a", "2", 4000, None, "null"), "en");
        assert_eq!((list.len(), token.is_some()), (4000, true));
        let token = token.as_deref();
        for id in ["com.reviews.n5000.b", "com.reviews.n4000.a"] {
            assert_eq!(refusal(ask("oCPfdb", id, "2", 10, token, "null")), Refusal::Data);
        }
        let of_another =
            |sort, filter| ask("oCPfdb", "com.reviews.n5000.a", sort, 10, token, filter);
        assert_eq!(refusal(of_another("3", "null")), Refusal::Data);
        assert_eq!(refusal(of_another("2", "5")), Refusal::Data);
        assert_eq!(page(&of_another("2", "null"), "en").0.len(), 10);
        let missing = ask("oCPfdb", "com.missing.a", "2", 10, None, "null");
        assert_eq!(missing.answer(place("en")), Ok(None));
    }

    #[test]
    fn special_chains_do_what_they_are_for() {
        let next =
            |id: &str, token: Option<&str>| page(&ask("oCPfdb", id, "2", 100, token, "null"), "en");
        let (first, token) = next("com.repeat.a", None);
        assert_eq!(next("com.repeat.a", token.as_deref()), (first, token));
        let (first, token) = next("com.overlap.a", None);
        assert_eq!(next("com.overlap.a", token.as_deref()).0[..10], first[90..]);
        let overlapping = all("com.overlap.a", "en", "2", 100, "null");
        assert_eq!((overlapping.len(), ids(&overlapping).len()), (550, 500));
        let (first, token) = next("com.cookie.a", None);
        assert_eq!(next("com.cookie.a", token.as_deref()).0, first);
        let with = Place { has_cookie: true, ..place("en") };
        let reviews = ask("oCPfdb", "com.cookie.a", "2", 100, token.as_deref(), "null");
        let second = reviews.answer(with).expect("no error").expect("a payload");
        assert_ne!(second[0][0], first[0]);
    }

    #[test]
    fn strange_requests_are_not_parsed() {
        for request in [
            "",
            "[]",
            "[null,[2,4,[20]],[\"a\",7]]",
            "[null,[2,\"1\",[20]],[\"a\",7]]",
            "[null,[2,1,[20],null,[null,6]],[\"a\",7]]",
            "[null,[2,1],[\"a\",7]]",
        ] {
            assert!(Reviews::parse("oCPfdb", request).is_none(), "{request}");
        }
        let own =
            r#"[null,[2,null,[20],null,[null,null,null,null,null,null,null,null,2]],["a",7]]"#;
        let own = Reviews::parse("oCPfdb", own).expect("well formed");
        assert_eq!((own.sort, own.count, own.device), (Sort::Relevant, 20, None));
    }
}
