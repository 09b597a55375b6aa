//! Top charts: the answer to `vyAe2`.

use crate::app::{App, CHART_PREFIX};
use crate::card::{card, tail_from};
use crate::message::encode;
use serde_json::{Value, json};

/// Chart names that answer; the others give an empty list and no error.
const CLUSTERS: [&str; 6] = [
    "topselling_free",
    "topselling_paid",
    "topgrossing",
    "topselling_new_free",
    "topselling_new_paid",
    "movers_shakers",
];

/// However many are asked for.
const MOST_ROWS: u64 = 200;

/// When the request names no number.
const FEW_ROWS: u64 = 20;

/// The short request gets rows that end here; the later fields need the long one's field table.
const SHORT_ROW_FIELDS: usize = 23;

/// A request: `[[null,[[_,[_,NUM]],…,TABLE?],[2,CLUSTER,CATEGORY]]]`.
pub(crate) struct Chart {
    cluster: String,
    category: String,
    count: u64,
    is_short: bool,
}

impl Chart {
    pub(crate) fn parse(request: &str) -> Option<Self> {
        let request: Value = serde_json::from_str(request).ok()?;
        let root = request.get(0)?;
        let options = root.get(1)?;
        let wanted = root.get(2)?;
        Some(Self {
            cluster: wanted.get(1)?.as_str()?.to_owned(),
            category: wanted.get(2)?.as_str()?.to_owned(),
            count: options.get(0)?.get(1)?.get(1)?.as_u64().unwrap_or(FEW_ROWS).min(MOST_ROWS),
            is_short: options.get(4).is_none_or(Value::is_null),
        })
    }

    /// How many rows the answer has.
    pub(crate) fn rows(&self) -> u64 {
        let is_empty = self.category == "DATING" && self.cluster == "topselling_paid";
        if is_empty || !CLUSTERS.contains(&self.cluster.as_str()) { 0 } else { self.count }
    }

    pub(crate) fn answer(&self, hl: &str, gl: &str) -> Value {
        let rows: Vec<Value> = (1..=self.rows()).map(|number| self.row(number, hl, gl)).collect();
        let list = (!rows.is_empty()).then(|| {
            let mut list = vec![Value::Null; 29];
            list[3] = json!([format!("{}_{}", self.cluster, self.category)]);
            list[28] = json!([rows]);
            json!([list])
        });
        json!([[null, list, null, [], true, ["bmV4dCBwYWdl"]]])
    }

    fn row(&self, number: u64, hl: &str, gl: &str) -> Value {
        let id = format!("{CHART_PREFIX}{}.{}.{gl}.n{number:03}", self.cluster, self.category)
            .to_lowercase();
        let app = App::new(&id, hl, gl);
        let mut card = card(&app);
        if self.is_short {
            card.retain(|field, _| *field <= SHORT_ROW_FIELDS);
        }
        json!([encode(card, tail_from(&app)), meta(&app), 0])
    }
}

/// A row's second part: tags, which no reader uses.
fn meta(app: &App) -> Value {
    let tag = |name: &str| json!([null, null, null, [name]]);
    json!([
        [[[[[[[]]]], null, null, null, null, null, null, null, []]]],
        [[[tag(app.genre().0), tag("Offline")]], null, null, null, [], null, null, null, []],
        [
            [[[null, null, []]]],
            [[[null, null, null, null, null, []]]],
            null,
            [],
            null,
            null,
            null,
            null,
            []
        ]
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(cluster: &str, category: &str, count: &str) -> Chart {
        let request = format!(
            r#"[[null,[[8,[20,{count}]],true,null,[64,1],[null,null,[],[]],null,null,[[[1,2]]]],[2,"{cluster}","{category}"]]]"#
        );
        Chart::parse(&request).expect("well formed")
    }

    fn rows(chart: &Chart, gl: &str) -> Vec<Value> {
        chart.answer("en", gl)[0][1][0][28][0].as_array().cloned().unwrap_or_default()
    }

    #[test]
    fn both_request_forms_are_read() {
        let chart = long("topgrossing", "GAME", "100");
        assert_eq!((chart.rows(), chart.is_short), (100, false));
        let short = r#"[[null,[[null,[null,50]],null,null,[113]],[2,"topselling_free","GAME"]]]"#;
        let chart = Chart::parse(short).expect("well formed");
        assert_eq!((chart.rows(), chart.is_short), (50, true));
        let rows = rows(&chart, "us");
        assert!(rows.iter().all(|row| row[0].as_array().map(Vec::len) == Some(23)));
        assert_eq!(long("topgrossing", "GAME", "660").rows(), 200);
        assert_eq!(long("topgrossing", "GAME", "null").rows(), 20);
    }

    #[test]
    fn empty_charts_have_null_where_the_list_would_be() {
        for chart in [long("topselling_paid", "DATING", "100"), long("new_free", "GAME", "100")] {
            let answer = chart.answer("en", "us");
            assert!(answer[0][1].is_null());
            assert!(rows(&chart, "us").is_empty());
        }
        assert_eq!(rows(&long("topselling_free", "DATING", "5"), "us").len(), 5);
    }

    #[test]
    fn rows_have_the_documented_layout_and_the_last_five_are_special() {
        let rows = rows(&long("topselling_free", "GAME_PUZZLE", "100"), "DE");
        assert_eq!(rows.len(), 100);
        let first = &rows[0][0];
        assert_eq!(first[0], json!(["com.chart.topselling_free.game_puzzle.de.n001", 7]));
        assert_eq!(first[3], "Title of com.chart.topselling_free.game_puzzle.de.n001 [en/DE]");
        assert_eq!(first[8][1][0], json!([0, "EUR", ""]));
        assert_eq!((&first[26], &rows[0][2]), (&json!([2]), &json!(0)));
        assert!(rows[95][0][4].is_null() && rows[95][0][8].is_array());
        assert!(rows[96][0][8].is_null());
        assert_eq!(rows[96][0][26], json!([1]));
        assert_eq!(rows[97][0][8][1][0][0], 6_990_000);
        assert!(rows[98][0][29][0].is_string());
        assert_eq!(rows[99][0][23]["27"], json!([2]));
        assert_eq!(rows[99][0].as_array().map(Vec::len), Some(24));
        let size = json!(rows).to_string().len();
        assert!((700_000..1_000_000).contains(&size), "{size}");
    }

    #[test]
    fn strange_requests_are_not_parsed() {
        for request in ["", "[]", "{}", "[[null,[],[2,\"a\",\"b\"]]]", "[[null,[[8,[20,1]]],[2]]]"]
        {
            assert!(Chart::parse(request).is_none(), "{request}");
        }
    }
}
