//! Apps like one app: the answer to `ag2B9c`, and the page of the cluster that it names.

use crate::answer::{Outcome, Place, Refusal};
use crate::app::{App, Kind};
use crate::card::{card, tail_from};
use crate::message::encode;
use crate::more::{List, Rest};
use crate::nodes::path;
use crate::random::{Random, fnv1a};
use serde_json::{Value, json};
use std::fmt::Write;

/// Rows beside the app, those of the cluster's page, and all.
const BESIDE: u64 = 6;
const ON_PAGE: u64 = 50;
const ALL: u64 = 70;
/// All of `com.few.*`.
const FEW: u64 = 4;

/// A request: `[[null,[APP,7],…],[1]]`.
pub(crate) struct Similar {
    pub(crate) id: String,
}

impl Similar {
    pub(crate) fn parse(request: &str) -> Option<Self> {
        let request: Value = serde_json::from_str(request).ok()?;
        let entity = request.get(0)?.get(1)?;
        (entity.get(1)?.as_u64()? == 7).then_some(())?;
        Some(Self { id: entity.get(0)?.as_str()?.to_owned() })
    }

    pub(crate) fn answer(&self, place: Place) -> Outcome {
        let app = App::new(&self.id, place.hl, place.gl);
        if app.kind == Kind::Missing { Err(Refusal::Data) } else { Ok(Some(clusters(&app))) }
    }
}

/// What the page of an app has beside it.
pub(crate) fn clusters(app: &App) -> Value {
    let mut clusters = vec![by_the_same(app)];
    if !app.id.starts_with("com.onlydeveloper.") {
        clusters.push(similar(app, BESIDE));
    }
    // As it was recorded in 2022.
    if app.kind == Kind::Page2022 {
        clusters.reverse();
    }
    let clusters = (!app.id.starts_with("com.alone.")).then_some(clusters);
    json!([null, [null, clusters, null, [], 0, ["qgJJCkcKBlNUUkVBTRo9CjsKNWRldGFpbHM"]]])
}

/// The answer to `CNT7ob`, which its page has, with the request.
pub(crate) fn cluster_page(app: &App) -> Value {
    json!([[null, [similar(app, ON_PAGE)], null, [], 1, ["qgIMCgoKBlNUUkVBTRoA"]]])
}

/// Other apps of the developer: they are not similar.
fn by_the_same(app: &App) -> Value {
    let list = List::developer(app.developer_index());
    let title = format!("More by {}", app.developer());
    cluster(
        json!(["qgIpEicQABojCiEKG21vcmVfYnlf"]),
        &rows(&list, BESIDE, app),
        &json!([title, null, path(&app.developer_url()), null, 1]),
    )
}

fn similar(app: &App, most: u64) -> Value {
    let list = List::similar(app.id);
    let all = if app.id.starts_with("com.few.") { FEW } else { ALL };
    let shown = most.min(all);
    let is_game = app.genre().1.starts_with("GAME_");
    let name = if is_game { "similar_apps_GAME" } else { "similar_apps_APPLICATION" };
    // The name is not there in the old form.
    let mark = match app.kind {
        Kind::Page2022 => json!(["CBSqARUKEwjC4JnA4qz5AhVDW5YKHdeED"]),
        _ => json!(["qgImEiQKIAoeChhzaW1pbGFyX2FwcHNf", [[name, 2], null, null, 1]]),
    };
    let token = Rest { list: list.clone(), start: shown + 1, last: all }.token();
    let header = json!([
        app.words.similar,
        null,
        path(&address(app.id)),
        token.map(|token| json!([null, token]))
    ]);
    cluster(mark, &rows(&list, shown, app), &header)
}

fn cluster(mark: Value, rows: &[Value], header: &Value) -> Value {
    let mut cluster = vec![Value::Null; 21];
    cluster[3] = mark;
    cluster.push(json!([rows, header]));
    Value::Array(cluster)
}

fn rows(list: &List, count: u64, app: &App) -> Vec<Value> {
    let row = |number| {
        let id = list.id(app.gl, number);
        let app = App::new(&id, app.hl, app.gl);
        encode(card(&app), tail_from(&app))
    };
    (1..=count).map(row).collect()
}

/// The address of the page with all of them; the app is in it.
fn address(id: &str) -> String {
    let mut hex = String::new();
    for byte in id.bytes() {
        let _ = write!(hex, "{byte:02x}"); // writing to a String cannot fail
    }
    let mark = Random::new(fnv1a(id.as_bytes())).token(40);
    format!("/store/apps/collection/cluster?gsr=SnFq{mark}.{hex}%3D%3D:S:ANO1ljJOLuI")
}

/// The app of such an address.
pub(crate) fn app_of(gsr: &str) -> Option<String> {
    let hex = gsr.strip_suffix("==:S:ANO1ljJOLuI")?.rsplit_once('.')?.1;
    let byte = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..hex.len()).step_by(2).map(byte).collect();
    // One day it ends.
    String::from_utf8(bytes?).ok().filter(|id| !id.starts_with("com.expired."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place { hl: "en", gl: "us", has_cookie: false };

    fn answer(id: &str) -> Outcome {
        let request = json!([[null, [id, 7], null, [[3, [6]], null, null, [1, 8]]], [1]]);
        Similar::parse(&request.to_string()).expect("well formed").answer(PLACE)
    }

    fn clusters(id: &str) -> Value {
        answer(id).expect("no error").expect("an answer")[1][1].clone()
    }

    #[test]
    fn the_answer_has_the_documented_layout() {
        let both = clusters("com.a.b");
        let (first, second) = (&both[0], &both[1]);
        assert!(first[21][1][0].as_str().is_some_and(|title| title.starts_with("More by ")));
        assert!(second[3][1][0][0].as_str().is_some_and(|name| name.starts_with("similar_apps_")));
        assert_eq!(second[21][0].as_array().map(Vec::len), Some(6));
        assert_eq!(second[21][0][0][0][0], "com.similar.scom_a_b.us.n001");
        assert!(second[21][1][3][1].is_string());
        let address = second[21][1][2][4][2].as_str().expect("an address");
        let gsr = address.split_once("gsr=").expect("one").1.replace("%3D", "=");
        assert_eq!(app_of(&gsr), Some("com.a.b".into()));
        let page = cluster_page(&App::new("com.a.b", "en", "us"));
        assert_eq!(page[0][1][0][21][0].as_array().map(Vec::len), Some(50));
        assert!(page[0][1][0][21][1][3][1].is_string());
    }

    #[test]
    fn some_apps_have_fewer_or_none() {
        assert_eq!(answer("com.missing.a"), Err(Refusal::Data));
        assert!(clusters("com.alone.a").is_null());
        assert_eq!(clusters("com.onlydeveloper.a").as_array().map(Vec::len), Some(1));
        let few = &clusters("com.few.a")[1][21];
        assert_eq!((few[0].as_array().map(Vec::len), &few[1][3]), (Some(4), &Value::Null));
        let old = clusters("com.page2022.a");
        assert_eq!(
            (old[0][3].as_array().map(Vec::len), &old[0][21][1][0]),
            (Some(1), &json!("Similar apps"))
        );
        for wrong in ["", "x", "SnFq.6==:S:ANO1ljJOLuI", "SnFq.zz==:S:ANO1ljJOLuI"] {
            assert_eq!(app_of(wrong), None, "{wrong}");
        }
    }
}
