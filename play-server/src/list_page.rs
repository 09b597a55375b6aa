//! The pages of a cluster and of a developer.

use crate::answer::Place;
use crate::app::App;
use crate::details_page::{block, footer, header};
use crate::developer::{Developer, Head};
use crate::flags::{FLAGS, SECTIONS};
use crate::packed::Part;
use crate::page::{Sheet, escaped};
use crate::script::Booleans;
use crate::similar::cluster_page;
use serde_json::{Value, json};

pub(crate) fn similar_page(id: &str, gsr: &str, hl: &str, gl: &str) -> Vec<Part> {
    let app = App::new(id, hl, gl);
    let request = json!([[null, null, *FLAGS, gsr], [1]]);
    let mut blocks = header();
    blocks.extend([
        block("CNT7ob", Some("2.04040736E8"), request, 7, cluster_page(&app)),
        block("lUZwMe", None, json!([[null, 7]]), 6, json!([])),
    ]);
    blocks.extend(footer(4));
    let sheet = Sheet {
        title: "Android Apps on Google Play".into(),
        top: "<c-wiz jsrenderer=\"ZFsoFe\">".into(),
        linked_data: Vec::new(),
        blocks,
        order: &[0, 2, 5, 6, 1, 4, 3],
        booleans: Booleans::Numbers,
    };
    sheet.parts(hl)
}

pub(crate) fn developer_page(developer: &Developer, hl: &str, gl: &str) -> Vec<Part> {
    let apps = json!(developer.answer(Place { hl, gl, has_cookie: false }));
    let mut blocks = header();
    let order: &[usize] = if developer.by_number {
        let entity = json!([developer.asked, 8]);
        let lists = json!([[1, [10]], null, null, SECTIONS]);
        let request = json!([null, null, [null, lists, null, entity], null, [1]]);
        let head = json!([null, null, [[1, 2, 3, 5, 6]], null, null, [entity]]);
        let said = Head::parse(&head.to_string()).and_then(|head| head.answer(hl));
        blocks.extend([
            block("MRTdke", Some("2.04040738E8"), request, 8, apps),
            block("r4RdKc", None, json!([[null, entity], [1]]), 7, json!([null, []])),
            block("Ws7gDc", None, head, 6, json!(said)),
        ]);
        &[0, 1, 6, 7, 2, 5, 4, 3]
    } else {
        let name = format!("pub:{}", developer.asked);
        let lists = json!([[10, [20]], null, null, SECTIONS]);
        let request: Value = json!([[null, lists, [name], 4], [1]]);
        blocks.push(block("IRWBmd", Some("2.04040736E8"), request, 6, apps));
        &[0, 2, 5, 4, 1, 3]
    };
    blocks.extend(footer(4));
    let sheet = Sheet {
        title: format!("Android Apps by {} on Google Play", developer.asked),
        top: format!("<c-wiz jsrenderer=\"qYqFMc\"><h1>{}</h1>", escaped(&developer.asked)),
        linked_data: Vec::new(),
        blocks,
        order,
        booleans: Booleans::Numbers,
    };
    sheet.parts(hl)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packed::join;

    fn text(parts: &[Part]) -> String {
        String::from_utf8(join(parts, false).to_vec()).expect("UTF-8")
    }

    fn data(page: &str, key: &str) -> Value {
        let start = page.find(&format!("AF_initDataCallback({{key: '{key}'")).expect("the block");
        let start = start + page[start..].find("data:").expect("its data") + "data:".len();
        let end = page[start..].find(", sideChannel: {}});</script>").expect("its end") + start;
        serde_json::from_str(&page[start..end]).expect("strict JSON")
    }

    #[test]
    fn a_clusters_page_has_its_rows_and_its_request() {
        let page = text(&similar_page("com.a.b", "SnFq==:S:A", "en", "us"));
        assert_eq!(data(&page, "ds:3")[0][1][0][21][0].as_array().map(Vec::len), Some(50));
        assert!(page.contains("'ds:3' : {id:'CNT7ob',ext: 2.04040736E8 ,request:[[null,null,[[8,"));
        assert!(page.contains("\"SnFq\\u003d\\u003d:S:A\"],[1]]}"));
    }

    #[test]
    fn a_developers_page_has_the_apps_and_the_head() {
        let developer = |asked: &str, by_number| Developer { asked: asked.into(), by_number };
        let page = text(&developer_page(&developer("5000000000000000004", true), "en", "us"));
        assert_eq!(data(&page, "ds:3")[0][1][0][22][0].as_array().map(Vec::len), Some(7));
        // Pages write booleans as numbers.
        assert_eq!(data(&page, "ds:5")[1][0]["13"][2][1], 1);
        let page = text(&developer_page(&developer("Studio 6", false), "en", "us"));
        assert_eq!(data(&page, "ds:3")[0][1][0][22][0].as_array().map(Vec::len), Some(20));
        assert!(page.contains("[\"pub:Studio 6\"],4],[1]]}"));
    }
}
