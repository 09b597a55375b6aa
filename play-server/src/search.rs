//! Searches: the answer to `lGYRle`.

use crate::app::{App, Kind};
use crate::card::{card, details_path, tail_from};
use crate::message::{Fields, encode};
use crate::more::{List, Rest};
use crate::nodes::offer;
use crate::random::{Random, fnv1a};
use crate::record::field;
use serde_json::{Value, json};

const ROWS: usize = 30;
const FEW_ROWS: usize = 3;

/// Where the app that the term names comes again.
const REPEATED_AT: usize = 2;

/// The last row of the searches that go on.
const LAST: u64 = 110;

/// What a featured app's record has, and from where on it is keyed by number.
const FEATURED_FIELDS: [usize; 20] =
    [1, 10, 14, 19, 20, 43, 49, 52, 58, 69, 73, 74, 79, 80, 92, 96, 97, 103, 112, 155];
const FEATURED_TAIL_FROM: usize = 103;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prices {
    All,
    Free,
    Paid,
}

/// A request: `[[[],FLAGS,[TERM],4,…],[1]]`, or the page's parameters.
pub(crate) struct Search {
    pub(crate) term: String,
    prices: Prices,
}

impl Search {
    pub(crate) fn parse(request: &str) -> Option<Self> {
        let request: Value = serde_json::from_str(request).ok()?;
        let term = request.get(0)?.get(2)?.get(0)?.as_str()?.to_owned();
        // The price has no place in it.
        Some(Self { term, prices: Prices::All })
    }

    pub(crate) fn on_page(term: String, price: Option<&str>) -> Self {
        let prices = match price {
            Some("1") => Prices::Free,
            Some("2") => Prices::Paid,
            _ => Prices::All,
        };
        Self { term, prices }
    }

    pub(crate) fn answer(&self, hl: &str, gl: &str) -> Value {
        let log = |label: &str| json!([Random::new(fnv1a(label.as_bytes())).token(120)]);
        let sections = self.sections(hl, gl);
        json!([[null, sections, null, [null, "EAIaLAgC"], 0, log("page")], log("root"), null, []])
    }

    fn is(&self, start: &str) -> bool {
        self.term.starts_with(start)
    }

    fn sections(&self, hl: &str, gl: &str) -> Option<Vec<Value>> {
        if self.is("nonenull") {
            return None;
        }
        let mut sections = Vec::new();
        if self.is("none") || self.is("chips") || self.term.is_empty() {
            sections.push(section(24, json!([[["a chip", "another chip"]]])));
            if !self.is("chips") {
                return Some(sections);
            }
            sections.push(section(22, json!([[], [""]])));
        }
        let featured = self.featured();
        let featured = featured.as_ref().map(|id| App::new(id, hl, gl));
        let featured = featured.filter(|app| app.kind != Kind::Missing);
        sections.extend(featured.as_ref().map(|app| section(23, self::featured(app))));
        let (mut rows, next) = self.rows(hl, gl);
        if let Some(app) = featured {
            rows.truncate(ROWS - 1);
            rows.insert(REPEATED_AT.min(rows.len()), row(&app));
        }
        let rest = Rest { list: List::search(&self.term), start: next, last: LAST };
        let goes_on = self.is("many") || self.is("loop");
        let header = match rest.token().filter(|_| goes_on) {
            Some(token) => json!(["", null, null, [null, token]]),
            None => json!([""]),
        };
        sections.push(section(22, json!([rows, header])));
        Some(sections)
    }

    /// The app that the term names.
    fn featured(&self) -> Option<String> {
        if self.is("com.") {
            return Some(self.term.clone());
        }
        self.is("exact").then(|| format!("com.featured.{}", List::search(&self.term).name()))
    }

    /// The rows, and the number that comes after them.
    fn rows(&self, hl: &str, gl: &str) -> (Vec<Value>, u64) {
        let count = if self.is("few") { FEW_ROWS } else { ROWS };
        let leaks = self.is("paidmix");
        let list = List::search(&self.term);
        let (mut rows, mut number) = (Vec::new(), 0);
        while rows.len() < count {
            number += 1;
            let id = list.id(gl, number);
            let app = App::new(&id, hl, gl);
            let is_wanted = match self.prices {
                Prices::All => true,
                Prices::Free => app.kind != Kind::Paid,
                Prices::Paid => app.kind == Kind::Paid,
            };
            if is_wanted || leaks {
                rows.push(row(&app));
            }
        }
        (rows, number + 1)
    }
}

fn section(at: usize, node: Value) -> Value {
    let mut section = vec![Value::Null; at];
    section[3] = json!(["qgI1EjMQAZICLgos"]);
    section.push(node);
    Value::Array(section)
}

fn row(app: &App) -> Value {
    json!([encode(card(app), tail_from(app))])
}

fn featured(app: &App) -> Value {
    let record: Fields =
        FEATURED_FIELDS.iter().filter_map(|number| Some((*number, field(app, *number)?))).collect();
    let entity = json!([
        null,
        null,
        encode(record, FEATURED_TAIL_FROM),
        {"12": [[app.id, 7]], "40": [FEATURED_FIELDS]}
    ]);
    let button = json!([details_path(app), [app.token("log 1", 120)], [offer(app)]]);
    let mut node = vec![Value::Null; 16];
    node.extend([entity, json!([button, null, null, false])]);
    Value::Array(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(term: &str) -> Value {
        let request =
            json!([[[], [[8, [20, 50]]], [term], 4, [null, 1], null, null, [1], [1]], [1]]);
        Search::parse(&request.to_string()).expect("well formed").answer("en", "us")
    }

    fn on_page(term: &str, price: &str) -> Vec<Value> {
        rows(&Search::on_page(term.into(), Some(price)).answer("en", "us"))
    }

    /// Those of the first section that has some.
    fn rows(answer: &Value) -> Vec<Value> {
        let sections = answer[0][1].as_array().cloned().unwrap_or_default();
        let grids = sections.iter().filter_map(|section| section[22][0].as_array());
        grids
            .filter(|rows| !rows.is_empty())
            .flatten()
            .map(|row| row[0].clone())
            .take(100)
            .collect()
    }

    fn ids(rows: &[Value]) -> Vec<String> {
        rows.iter().filter_map(|row| Some(row[0][0].as_str()?.to_owned())).collect()
    }

    #[test]
    fn rows_have_the_documented_layout() {
        let answer = answer("Pand\u{e4} run");
        assert_eq!(answer[0][1].as_array().map(Vec::len), Some(1));
        let rows = rows(&answer);
        let ids = ids(&rows);
        assert_eq!(ids.len(), 30);
        assert_eq!(
            ids[..3],
            [
                "com.search.qpandue4_run.us.n001",
                "org.search.qpandue4_run.us.n002",
                "jp.search.qpandue4_run.us.n003"
            ]
        );
        assert_eq!(rows[0][3], format!("Title of {} [en/us]", ids[0]));
        assert!(rows[17][8][1][0][0] == 6_990_000 && rows[16][8].is_null());
        assert!(answer[0][1][0][22][1][3].is_null());
    }

    #[test]
    fn a_term_may_name_an_app() {
        for (term, id) in [("com.a.b", "com.a.b"), ("exact one", "com.featured.qexact_one")] {
            let answer = answer(term);
            let featured = &answer[0][1][0][23];
            let record = &featured[16][2];
            assert_eq!(featured[16][3]["12"][0][0], id);
            assert_eq!(record[0][0], format!("Title of {id} [en/us]"));
            assert!(record[51][0][1].is_f64() && record[72][0][1].is_string());
            assert!(record[97]["112"].is_array());
            assert_eq!(featured[17][0][0][4][2], format!("/store/apps/details?id={id}"));
            assert_eq!(featured[17][0][2][0][1][0], json!([0, "USD", ""]));
            let ids = ids(&rows(&answer));
            assert_eq!((ids.len(), ids[2].as_str()), (30, id));
        }
        assert_eq!(answer("com.paid.b")[0][1][0][23][17][0][2][0][1][0][2], "$6.99");
        assert!(answer("com.missing.b")[0][1][0][23].is_null());
    }

    #[test]
    fn terms_choose_what_comes() {
        assert!(answer("nonenull")[0][1].is_null());
        assert!(answer("none of it")[0][1].is_array() && rows(&answer("none")).is_empty());
        assert_eq!(rows(&answer("few")).len(), 3);
        let chips = answer("chips");
        assert_eq!((rows(&chips).len(), &chips[0][1][1][22][0]), (30, &json!([])));
        let price = |row: &Value| row[8][1][0][0].as_u64();
        assert!(on_page("a", "1").iter().all(|row| price(row).is_none_or(|micros| micros == 0)));
        let paid = on_page("a", "2");
        assert!(paid.len() == 30 && paid.iter().all(|row| price(row) > Some(0)));
        let mixed = on_page("paidmix", "2");
        assert_eq!(mixed.iter().filter(|row| price(row) == Some(0)).count(), 15);
        assert_eq!(ids(&mixed), ids(&rows(&answer("paidmix"))));
    }

    #[test]
    fn tokens_lead_to_four_pages_or_nowhere() {
        use crate::answer::Place;
        use crate::more::More;

        let place = Place { hl: "en", gl: "us", has_cookie: false };
        let first = answer("many");
        let mut token = first[0][1][0][22][1][3][1].as_str().map(String::from);
        let (mut pages, mut seen) = (0, ids(&rows(&first)));
        while let Some(text) = token {
            let request = json!([[null, [[10, [10, 100]], true, null, [96]], null, text]]);
            let more = More::parse(&request.to_string()).expect("well formed");
            let answer = more.answer(place).expect("no error").expect("rows");
            let rows = answer[0][0][0].as_array().cloned().unwrap_or_default();
            assert_eq!(rows.len(), 20);
            seen.extend(rows.iter().filter_map(|row| Some(row[12][0].as_str()?.to_owned())));
            token = answer[0][0][7][1].as_str().map(String::from);
            pages += 1;
        }
        assert_eq!((pages, seen.len(), seen[109].as_str()), (4, 110, "ru.search.qmany.us.n110"));

        let first = answer("loop");
        let token = &first[0][1][0][22][1][3][1];
        let request = json!([[null, [[10, [10, 20]], true], null, token]]).to_string();
        let more = More::parse(&request).expect("well formed");
        let answer = more.answer(place).expect("no error").expect("rows");
        assert_eq!(&answer[0][0][7][1], token);
    }
}
