//! The page of an app: its answers in the order in which they were recorded.

use crate::answer::Place;
use crate::app::{App, Kind};
use crate::drift::{Drift, MARK, Published, Template};
use crate::flags::capabilities;
use crate::json_ld::json_ld;
use crate::packed::Part;
use crate::page::{Block, Sheet, escaped};
use crate::record::Details;
use crate::reviews::Reviews;
use crate::script::Booleans;
use crate::similar::clusters;
use serde_json::{Value, json};

/// As they come in the document.
const ORDER: [usize; 13] = [0, 1, 2, 11, 12, 4, 9, 3, 10, 7, 5, 6, 8];
const ORDER_2022: [usize; 10] = [0, 1, 2, 8, 9, 3, 6, 4, 7, 5];

#[rustfmt::skip] // one number a line otherwise
const FIELDS: &[u64] = &[
    1, 9, 10, 11, 13, 14, 19, 20, 38, 43, 47, 49, 52, 58, 59, 63, 69, 70, 73, 74, 75, 78, 79, 80, 91,
    92, 95, 96, 97, 100, 101, 103, 106, 112, 119, 129, 137, 140, 139, 141, 145, 146, 149, 151, 155,
    169, 183, 187, 193,
];

#[rustfmt::skip] // as above
const FIELDS_2022: &[u64] = &[
    1, 9, 10, 11, 14, 19, 20, 38, 43, 45, 47, 49, 52, 58, 59, 63, 69, 70, 73, 74, 78, 79, 80, 91, 92,
    95, 96, 97, 100, 101, 103, 106, 112, 119, 137, 139, 141, 145, 146,
];

const LANGUAGES: [&str; 40] = [
    "en", "es", "pt", "ru", "de", "fr", "it", "ja", "ko", "zh", "tr", "id", "vi", "th", "hi", "ar",
    "pl", "nl", "sv", "da", "fi", "no", "cs", "el", "he", "hu", "ro", "uk", "bg", "hr", "sr", "sk",
    "sl", "lt", "lv", "et", "fa", "bn", "ta", "te",
];

pub(crate) fn details_page(id: &str, hl: &str, gl: &str, drift: &Drift) -> Vec<Part> {
    let app = App::new(id, hl, gl);
    let is_old = app.kind == Kind::Page2022;
    let top = format!(
        "<c-wiz jsrenderer=\"dfkSTe\"><h1 itemprop=\"name\">{0}</h1><img alt=\"{0}\" src=\"{1}=w240-h480\">",
        escaped(&app.title()),
        app.image("icon")
    );
    let sheet = Sheet {
        title: format!("{} - Apps on Google Play", app.title()),
        top,
        linked_data: json_ld(&app),
        blocks: if is_old { blocks_2022(&app) } else { blocks(&app, drift) },
        order: if is_old { &ORDER_2022 } else { &ORDER },
        booleans: if is_old { Booleans::Words } else { Booleans::Numbers },
    };
    sheet.parts(hl)
}

fn blocks(app: &App, drift: &Drift) -> Vec<Block> {
    let entity = json!([app.id, 7]);
    let stream = json!([[null, [[3, [10]], null, null, [184]], entity]]);
    let mut form_factor = vec![Value::Null; 23];
    form_factor.push(json!([2]));
    let mut fields = FIELDS.to_vec();
    if drift.template != Template::Kept {
        fields.push(MARK);
    }
    let mut blocks = common(app);
    let log = json!(["qgIMCgoKBlNUUkVBTRoA"]);
    blocks.extend([
        block("A6yuRe", None, json!([entity]), 6, json!([])),
        published(
            details(app, 9, &json!([null, null, [fields], capabilities(), null, [entity]]), drift),
            app,
            drift.published,
        ),
        block("ZittHe", None, stream.clone(), 26, json!([null, [null, null, null, [], 0, log]])),
        block("yowZ5", None, stream, 24, json!([null, [null, null, null, [], 1, log]])),
        similar(app, json!([[null, entity, null, [[3, [6]], null, null, [1, 8]]], [1]]), 35),
        details(app, 7, &json!([null, null, [[52]], [form_factor], null, [entity]]), drift),
        reviews(app, 10, 20, &json!([null, null, null, null, null, null, null, null, 2])),
    ]);
    blocks.extend(footer(4));
    if drift.blocks {
        blocks.swap(5, 6);
    }
    blocks
}

/// The block with the request that the map is to have.
fn published(mut block: Block, app: &App, published: Published) -> Block {
    let more = match published {
        Published::Whole => return block,
        Published::Few => {
            block.request[2] = json!([[1, 19, 69, MARK]]);
            return block;
        }
        Published::Long => json!("x".repeat(66_000)),
        Published::Twice => json!([app.id]),
        Published::Loose => {
            block.loose = true;
            return block;
        }
        Published::Elsewhere => {
            block.rpc = "Ws7gDd";
            return block;
        }
    };
    if let Value::Array(request) = &mut block.request {
        request.push(more);
    }
    block
}

/// The record comes one place earlier, there is no second one, and the reviews are others.
fn blocks_2022(app: &App) -> Vec<Block> {
    let entity = json!([app.id, 7]);
    let mut blocks = common(app);
    blocks.extend([
        details(
            app,
            8,
            &json!([null, null, [FIELDS_2022], capabilities(), null, [entity]]),
            &Drift::default(),
        ),
        similar(app, json!([[null, entity, null, [[3, [6]], true, null, [1, 8]]], [true]]), 28),
        block("c5NYSc", None, json!([null, entity]), 7, json!([null, []])),
        reviews(app, 19, 40, &json!([])),
    ]);
    blocks.extend(footer(4));
    blocks
}

/// What every page begins with, and where the app's page is in other languages.
fn common(app: &App) -> Vec<Block> {
    let entity = json!([app.id, 7]);
    let base = format!("/store/apps/details?id={}", app.id);
    let mut addresses = vec![json!(["x-default", base])];
    addresses.extend(LANGUAGES.iter().map(|code| json!([code, format!("{base}&hl={code}")])));
    let addresses = json!([[1, format!("{base}&hl={}", app.hl), null, addresses]]);
    let mut blocks = header();
    blocks.push(block("CLXjtf", Some("1.84915516E8"), json!([entity]), 8, addresses));
    blocks
}

/// The blocks that every page of the store has first.
pub(crate) fn header() -> Vec<Block> {
    let tab = |number: u64, path: &str, name: &str| {
        json!([number, [null, null, null, null, [null, null, path]], name])
    };
    let tabs = json!([[tab(11, "/store/games", "Games"), tab(1, "/store/apps", "Apps")]]);
    let account = json!([null, [[null, "Settings"], [null, "Help & feedback"]], true]);
    vec![
        block("T6C6Se", None, json!([]), 1, tabs),
        block("Qu3lde", None, json!([null, 1]), 3, account),
        block("X5bnOb", Some("1.59168981E8"), json!([]), 2, json!([true])),
    ]
}

/// Those that it has last.
pub(crate) fn footer(hash: u32) -> [Block; 2] {
    let link = |url: &str, name: &str| json!([[null, null, url], name]);
    let links = json!([[link("https://policies.google.com/privacy", "Privacy")], "United States"]);
    let more = json!([[[[link("/store/pass/getstarted", "Play Pass")], "Google Play"]]]);
    [
        block("jRco8", None, json!([]), hash, links),
        block("shGlA", None, json!([null, 0]), hash + 1, more),
    ]
}

pub(crate) fn block(
    rpc: &'static str,
    extension: Option<&'static str>,
    request: Value,
    hash: u32,
    data: Value,
) -> Block {
    Block { rpc, extension, request, loose: false, hash, data }
}

fn similar(app: &App, request: Value, hash: u32) -> Block {
    block("ag2B9c", Some("1.92838566E8"), request, hash, clusters(app))
}

/// The answer to the request that stands in the page.
pub(crate) fn details(app: &App, hash: u32, request: &Value, drift: &Drift) -> Block {
    let answer = Details::parse(&request.to_string())
        .and_then(|details| details.drifted(drift).answer(app.hl, app.gl, app.id));
    block("Ws7gDc", None, request.clone(), hash, json!(answer))
}

/// As above.
fn reviews(app: &App, hash: u32, count: u64, filter: &Value) -> Block {
    let request = json!([null, [2, null, [count], null, filter], [app.id, 7]]);
    let place = Place { hl: app.hl, gl: app.gl, has_cookie: true };
    let answer = Reviews::parse("oCPfdb", &request.to_string())
        .and_then(|reviews| reviews.answer(place).ok().flatten());
    block("oCPfdb", None, request, hash, json!(answer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packed::join;

    fn page(id: &str) -> String {
        let page = join(&details_page(id, "en", "us", &Drift::default()), false);
        String::from_utf8(page.to_vec()).expect("UTF-8")
    }

    /// The data of each block, in document order.
    fn data(page: &str) -> Vec<(String, Value)> {
        page.split("<script class=\"")
            .skip(1)
            .map(|block| {
                let (class, rest) = block.split_once('"').expect("a class");
                let start = rest.find("data:").expect("data") + "data:".len();
                let end = rest.find(", sideChannel: {}});</script>").expect("an end");
                let data = serde_json::from_str(&rest[start..end]).expect("strict JSON");
                (class.to_owned(), data)
            })
            .collect()
    }

    fn find<'a>(blocks: &'a [(String, Value)], class: &str) -> &'a Value {
        &blocks.iter().find(|(name, _)| name == class).expect("a block").1
    }

    #[test]
    fn blocks_come_as_recorded_and_agree_with_the_rpc() {
        let page = page("com.a.b");
        assert!((1_100_000..1_350_000).contains(&page.len()), "{}", page.len());
        let blocks = data(&page);
        let order: Vec<String> = ORDER.iter().map(|number| format!("ds:{number}")).collect();
        assert_eq!(blocks.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), order);
        let record = &find(&blocks, "ds:5")[1][2];
        assert_eq!(record[0][0], "Title of com.a.b [en/us]");
        assert_eq!((&record[8], &record[42]), (&json!([0, 1, [0]]), &json!([1, 1, 0])));
        let partial = &find(&blocks, "ds:9")[1][2][0]["52"];
        assert_eq!(partial[2][1], App::new("com.a.b", "en", "us").ratings() * 92 / 100);
        assert_eq!(find(&blocks, "ds:10")[0].as_array().map(Vec::len), Some(20));
        assert_eq!(find(&blocks, "ds:8")[1][1][1][21][0].as_array().map(Vec::len), Some(6));
    }

    #[test]
    fn the_map_names_every_request() {
        let page = page("com.a.b");
        for part in [
            r#"var AF_initDataKeys = ["ds:0","ds:1","#,
            "'ds:2' : {id:'X5bnOb',ext: 1.59168981E8 ,request:[]},'ds:3' : {id:'CLXjtf',ext: ",
            r"'ds:5' : {id:'Ws7gDc',request:[null,null,[[1,9,10,11,13,",
            r",193]],[[[1,null,1],null,[[[]]],null,null,null,null,[null,2],null,",
            r#"'ds:10' : {id:'oCPfdb',request:[null,[2,null,[20],null,[null,null,null,null,null,null,null,null,2]],["com.a.b",7]]},"#,
            "}}; var AF_initDataChunkQueue = [];",
        ] {
            assert!(page.contains(part), "{part}");
        }
    }

    #[test]
    fn old_pages_have_the_record_elsewhere() {
        let page = page("com.page2022.a");
        let blocks = data(&page);
        assert_eq!(blocks.len(), 10);
        let record = find(&blocks, "ds:4");
        assert_eq!(record[1][11][0][0], "com.page2022.a");
        assert_eq!(record[1][2].as_array().map(Vec::len), Some(146));
        assert_eq!(record[1][2][42], json!([1, true, false]));
        assert!(page.contains("'ds:4' : {id:'Ws7gDc',request:"));
    }

    #[test]
    fn strange_texts_stay_inside_their_blocks() {
        for id in ["com.html.a", "com.sidechannel.a", "com.sorry.a", "com.sparse.a", "com.varies.a"]
        {
            let blocks = data(
                &page(id)
                    .replace("\\ud83d\"", "\"")
                    .replace("\\ud83d<", "<")
                    .replace("\\ud83d\\u003c", "\\u003c"),
            );
            assert_eq!(find(&blocks, "ds:5")[1][2][77][0], id);
        }
    }
}
