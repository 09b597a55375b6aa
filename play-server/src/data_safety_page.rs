//! The page of what an app declares of its users' data.

use crate::app::{App, Kind};
use crate::details_page::{details, footer, header};
use crate::drift::Drift;
use crate::filler::HEAD;
use crate::flags::capabilities;
use crate::packed::Part;
use crate::page::{Sheet, escaped};
use crate::script::Booleans;
use serde_json::json;

/// As they come in the document.
const ORDER: [usize; 6] = [0, 2, 4, 5, 1, 3];

const FIELDS: [u64; 6] = [1, 69, 70, 96, 100, 138];

pub(crate) fn data_safety_page(id: &str, hl: &str, gl: &str) -> Vec<Part> {
    let app = App::new(id, hl, gl);
    if app.kind == Kind::Missing {
        return not_found(hl);
    }
    let request = json!([null, null, [FIELDS], capabilities(), null, [[id, 7]]]);
    let mut blocks = header();
    blocks.push(details(&app, 5, &request, &Drift::default()));
    blocks.extend(footer(3));
    let sheet = Sheet {
        title: format!("{} - Apps on Google Play", app.title()),
        top: format!("<c-wiz jsrenderer=\"EwLLdf\"><h2>{}</h2>", escaped(&app.title())),
        linked_data: Vec::new(),
        blocks,
        order: &ORDER,
        booleans: Booleans::Numbers,
    };
    sheet.parts(hl)
}

/// It comes with status 200, without blocks, and its texts are in the language asked.
fn not_found(hl: &str) -> Vec<Part> {
    let title = if hl.starts_with("en") { "Not Found" } else { "Nicht gefunden" };
    let start = format!("<!doctype html><html lang=\"{}\" dir=\"ltr\"><head>", escaped(hl));
    let end = format!(
        "</head><body><div id=\"af-error-page2\"><title>{title}</title><div id=\"content\">\
         <div id=\"error-section\" class=\"uaxL4e\">{title}</div></div></div></body></html>"
    );
    vec![Part::Made(start.into()), Part::Constant(&HEAD), Part::Made(end.into())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packed::join;

    fn page(id: &str) -> String {
        let page = join(&data_safety_page(id, "de", "de"), false);
        String::from_utf8(page.to_vec()).expect("UTF-8")
    }

    #[test]
    fn the_page_holds_the_declaration_and_its_request() {
        let page = page("com.a.b");
        let request = "'ds:3' : {id:'Ws7gDc',request:[null,null,[[1,69,70,96,100,138]],[[[1,";
        assert!(page.contains(request));
        let start = page.find("'ds:3', hash: '5', data:").expect("the block") + 24;
        let end = page[start..].find(", sideChannel: {}});</script>").expect("its end") + start;
        let data: serde_json::Value = serde_json::from_str(&page[start..end]).expect("JSON");
        let fields = &data[1][2][1];
        assert_eq!(fields["100"][0][5][2], "https://example.com/com.a.b/privacy");
        let location = &fields["138"][4][1][0][0];
        assert_eq!((&location[0][1], &location[4][0][1]), (&json!("Location [de]"), &json!(1)));
    }

    #[test]
    fn a_missing_app_has_no_blocks() {
        let page = page("com.missing.a");
        assert!(page.contains("<div id=\"error-section\"") && page.contains("Nicht gefunden"));
        assert!(!page.contains("AF_initDataCallback({key:") && page.len() > 100_000);
    }
}
