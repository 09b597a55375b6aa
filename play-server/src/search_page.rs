//! The page of a search.

use crate::details_page::{block, footer, header};
use crate::drift::Drift;
use crate::flags::FLAGS;
use crate::packed::Part;
use crate::page::{Sheet, escaped};
use crate::script::Booleans;
use crate::search::Search;
use serde_json::{Value, json};

/// As they come in the document.
const ORDER: [usize; 7] = [0, 1, 2, 3, 5, 6, 4];

pub(crate) fn search_page(search: &Search, hl: &str, gl: &str, drift: &Drift) -> Vec<Part> {
    let term = &search.term;
    let request = json!([[[], *FLAGS, [term], 4, [null, 1], null, null, [1], [1]], [1]]);
    let mut blocks = header();
    blocks.extend([
        block("AZO9Cb", None, json!([term, 4, [1]]), 6, tabs(term)),
        block("lGYRle", Some("2.1016703E8"), request, 7, search.answer(hl, gl)),
    ]);
    blocks.extend(footer(4));
    if drift.blocks {
        blocks.swap(3, 4);
    }
    let sheet = Sheet {
        title: format!("{term} - Android Apps on Google Play"),
        top: format!("<c-wiz jsrenderer=\"qqarmf\"><input value=\"{}\">", escaped(term)),
        linked_data: Vec::new(),
        blocks,
        order: &ORDER,
        booleans: Booleans::Numbers,
    };
    sheet.parts(hl)
}

/// Where else the term could be looked for.
fn tabs(term: &str) -> Value {
    let tab = |name: &str, kind: &str, is_here: bool| {
        let path = format!("/store/search?q={}&c={kind}", term.replace(' ', "+"));
        json!([null, name, null, null, is_here, [null, null, path]])
    };
    json!([[[[tab("Apps & games", "apps", true), tab("Books", "books", false)]]]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packed::join;

    #[test]
    fn the_page_holds_the_answer_and_its_request() {
        let search = Search::on_page("it's <b>".into(), Some("1"));
        let page = join(&search_page(&search, "de", "at", &Drift::default()), false);
        let page = String::from_utf8(page.to_vec()).expect("UTF-8");
        assert!((1_100_000..1_350_000).contains(&page.len()), "{}", page.len());
        let start = page.find("'ds:4', hash: '7', data:").expect("the block") + 24;
        let end = page[start..].find(", sideChannel: {}});</script>").expect("its end") + start;
        let data: Value = serde_json::from_str(&page[start..end]).expect("strict JSON");
        assert_eq!(data[0][1][0][22][0].as_array().map(Vec::len), Some(30));
        let request = page.split("'ds:4' : {id:'lGYRle',ext: 2.1016703E8 ,request:").nth(1);
        let (request, _) = request.expect("the request").split_once("},'ds:5'").expect("its end");
        let request: Value = serde_json::from_str(request).expect("strict JSON");
        assert_eq!(request[0][2][0], "it's <b>");
        assert_eq!(request[0][1][4][2][0][0], json!([1, null, 1]));
        assert!(
            page.contains("'ds:3' : {id:'AZO9Cb',request:[\"it\\u0027s \\u003cb\\u003e\",4,[1]]}")
        );
    }
}
