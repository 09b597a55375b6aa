//! App details: the answer to `Ws7gDc`.

use crate::answer::Refusal;
use crate::app::{App, GENRES, Kind};
use crate::drift::Drift;
use crate::message::{Fields, encode, with_tail};
use crate::nodes::{
    coloured_image, content_rating, grouped, html, icon, image, installs_texts, offers, path,
    player, screenshots, still, url, video_id,
};
use crate::privacy::{data_safety, data_safety_summary, permissions};
use crate::texts::{description, recent_changes, translated_description};
use serde_json::{Value, json};

/// Selectors that Google accepts and never serves; the answer lists them at its end.
const NEVER_SERVED: [u64; 4] = [129, 139, 140, 47];

/// From this field on the records of `com.sparse.*` are keyed by number.
const SPARSE_FROM: usize = 104;

/// Where a request's capabilities name the form factor that ratings are to be from. With one, 92 of
/// 100 ratings are left, whichever it is.
const FORM_FACTOR: usize = 23;

/// A request: `[null,null,[[fields]],capabilities,null,[[id,7]]]`.
pub(crate) struct Details {
    pub(crate) id: String,
    fields: Vec<u64>,
    is_app: bool,
    has_form_factor: bool,
    drift: Drift,
}

impl Details {
    pub(crate) fn parse(request: &str) -> Option<Self> {
        let request: Value = serde_json::from_str(request).ok()?;
        let entity = request.get(5)?.get(0)?;
        let fields = request.get(2)?.get(0)?.as_array()?;
        Some(Self {
            id: entity.get(0)?.as_str()?.to_owned(),
            fields: fields.iter().map(Value::as_u64).collect::<Option<_>>()?,
            is_app: entity.get(1)?.as_u64()? == 7,
            has_form_factor: request[3][0][FORM_FACTOR].is_array(),
            drift: Drift::default(),
        })
    }

    /// The same where this has moved.
    pub(crate) fn drifted(self, drift: &Drift) -> Self {
        Self { drift: drift.clone(), ..self }
    }

    /// Why it is not answered.
    pub(crate) fn refusal(&self) -> Option<Refusal> {
        self.drift.refusal(&self.fields)
    }

    /// The payload; nothing when there is no such app. `echoed` is the id that the answer names.
    pub(crate) fn answer(&self, hl: &str, gl: &str, echoed: &str) -> Option<Value> {
        let app = App::new(&self.id, hl, gl);
        if !self.is_app || app.kind == Kind::Missing {
            return None;
        }
        let (refused, accepted): (Vec<u64>, Vec<u64>) =
            self.fields.iter().partition(|field| NEVER_SERVED.contains(field));
        let record: Fields = accepted
            .iter()
            .filter_map(|field| usize::try_from(*field).ok())
            .filter(|number| !self.drift.leaves_out(&self.fields, *number))
            .filter_map(|number| Some((self.drift.number(number), self.field(&app, number)?)))
            .collect();
        let tail_from = if app.kind == Kind::Sparse { SPARSE_FROM } else { usize::MAX };
        let entity =
            [(3, encode(record, tail_from)), (12, json!([[echoed, 7]])), (40, json!([accepted]))];
        // All between 3 and 40 in the array, or the two in the object that follows the record.
        let entity_tail_from = if app.kind == Kind::Page2022 { usize::MAX } else { 4 };
        let entity = encode(entity.into(), entity_tail_from);
        let mut root = vec![json!([[[]]]), entity];
        if !refused.is_empty() {
            root.push(refused.iter().map(|field| json!([field])).collect());
        }
        Some(Value::Array(root))
    }

    fn field(&self, app: &App, number: usize) -> Option<Value> {
        let node = field(app, number)?;
        let is_partial = number == 52 && self.has_form_factor;
        Some(if is_partial { ratings(app, app.ratings() * 92 / 100) } else { node })
    }
}

/// Fields that an app of this kind lacks.
fn lacks(kind: Kind, number: usize) -> bool {
    match kind {
        Kind::Unrated => number == 52,
        Kind::PreRegistration => [11, 14, 52, 58].contains(&number),
        Kind::NotInRegion => [11, 20, 49].contains(&number),
        // As the records of Google's own apps.
        Kind::Varies => [11, 13, 20, 49, 59, 63, 91, 101].contains(&number),
        Kind::Page2022 => [13, 75, 151, 155].contains(&number),
        _ => false,
    }
}

/// One field of the record, by number.
pub(crate) fn field(app: &App, number: usize) -> Option<Value> {
    if lacks(app.kind, number) {
        return None;
    }
    let sparse = |node: Value, from: usize| {
        if app.kind == Kind::Sparse { with_tail(node, from) } else { node }
    };
    let here = app.kind != Kind::NotInRegion;
    let is_old = app.kind == Kind::Page2022;
    Some(match number {
        1 => json!([app.title()]),
        9 => json!([false, here, [false]]),
        10 => content_rating(app),
        11 => json!([app.words.date(app.released()), [app.released(), 141_000_000]]),
        13 => json!([[html(&translated_description(app)?)]]),
        14 => {
            let (least, real) = app.installs();
            let (long, short) = installs_texts(least);
            json!([long, least, real, short])
        }
        19 => app.availability().map_or_else(|| json!([]), |state| json!([state])),
        20 => json!([app.in_app_prices()?, [false]]),
        38 => json!([if app.country.european_union {
            "Google Commerce Ltd".into()
        } else {
            app.developer()
        }]),
        43 if here => json!([1, true, false]),
        43 => json!([3, false, false]),
        49 => json!([app.words.ads]),
        52 => sparse(ratings(app, app.ratings()), 2),
        58 => offers(app)?,
        59 => json!(["top grossing casual", [], format!("#{}", app.pick("rank", 100) + 1)]),
        63 => json!([null, html("Play Pass")]),
        69 if is_old => json!([app.developer(), path(&app.developer_url())]),
        69 => {
            json!([app.developer(), path(&app.developer_url()), app.developer_number().to_string()])
        }
        70 if is_old => json!([url(&website(app)), [mail(app)], [ADDRESS]]),
        70 => sparse(contact(app), 3),
        73 => json!([html(&description(app))]),
        74 => json!([html(&app.summary())]),
        75 => json!([null, null, permissions(app)]),
        78 => json!([app.id]),
        79 => json!([screenshots(app)]),
        80 => json!([[category(app.genre())]]),
        91 => json!([
            null,
            html(
                "<a href=\"https://support.google.com/googleplay?p=family_library_eligibility\">?</a>"
            )
        ]),
        92 => (0..4).map(|part| json!([app.token(&format!("log {part}"), 170)])).collect(),
        96 => json!([icon(app), 2]),
        97 => json!([coloured_image(app, "header", 500, 1024)]),
        100 => json!([url(&format!("{}/privacy", website(app)))]),
        101 => video(app),
        103 => json!([]),
        112 => json!([3, null, null, null, null, null, 1]),
        119 => tags(app),
        137 => data_safety_summary(app),
        138 => data_safety(app),
        141 => version(app),
        145 if is_old => json!([
            app.words.date(app.updated()),
            html(&recent_changes(app)),
            [app.updated(), 914_000_000]
        ]),
        145 => json!([null, html(&recent_changes(app))]),
        146 => json!([[app.words.date(app.updated()), [app.updated(), 563_000_000]]]),
        151 => json!([[2, 3, 5], [[2, [null, app.score()]], [3, [null, 4.25]], [5, [null, 3.5]]]]),
        155 => json!([null, [null, null, 5]]),
        _ => return None,
    })
}

fn ratings(app: &App, count: u64) -> Value {
    let mut histogram = vec![Value::Null];
    histogram.extend(app.histogram().map(counted));
    json!([
        [app.score_text(), app.score()],
        histogram,
        counted(count),
        counted(app.reviews()),
        null,
        [null, []]
    ])
}

fn counted(count: u64) -> Value {
    json!([grouped(count), count])
}

const ADDRESS: &str = "1 Example Street\n12345 Example Town\nNowhere";

fn mail(app: &App) -> String {
    format!("help@{}.example.com", app.id)
}

fn website(app: &App) -> String {
    format!("https://example.com/{}", app.id)
}

fn contact(app: &App) -> Value {
    let mail = mail(app);
    json!([
        url(&website(app)),
        [mail],
        [ADDRESS],
        null,
        [format!("{} Inc.", app.developer()), [mail], [ADDRESS], "+1 555-0100"]
    ])
}

/// A category as a leaf that leads to its page.
fn category((name, id): (&str, &str)) -> Value {
    json!([name, path(&format!("/store/apps/category/{id}")), id])
}

fn tag(name: &str, mid: &str) -> Value {
    let query = name.replace(' ', "+");
    json!([name, path(&format!("/store/search?q={query}&c=apps")), null, mid])
}

fn tags(app: &App) -> Value {
    let leaf = |genre: (&str, &str)| {
        let mut leaf = category(genre);
        if let Value::Array(items) = &mut leaf {
            items.push(json!("/m/05nq0f"));
        }
        leaf
    };
    json!([
        [[leaf(app.genre())]],
        null,
        [[[leaf(app.random("second category").choose(&GENRES))]]],
        [[[tag("Single player", "/m/02hjn4")]]],
        [[[tag("Stylized", "/m/012yh1"), tag("Pixelated", "/m/05x50")]]],
        [],
        [[[tag("Offline", "/genome/00036")]]]
    ])
}

fn version(app: &App) -> Value {
    match app.kind {
        Kind::Varies => json!([[null, []], [[[28, "9"]], [null, []]]]),
        _ => json!([[[app.version()]], [[[35]], [[[26, "8.0"], [36, "16"]]]]]),
    }
}

fn video(app: &App) -> Value {
    let preview =
        format!("https://play-games.googleusercontent.com/vp/mp4/1280x720/{}.mp4", video_id(app));
    json!([
        [player(app), still(app)],
        [image(&app.image("video"), 500, 1024), null, [[null, null, preview], [720, 1280]]]
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = "1,9,10,11,13,14,19,20,38,43,47,49,52,58,59,63,69,70,73,74,75,78,79,80,91,92,95,96,97,100,101,\
        103,106,112,119,129,137,140,139,141,145,146,149,151,155,169,183,187,193";

    fn ask(id: &str, fields: &str, gl: &str) -> Option<Value> {
        let request = format!(r#"[null,null,[[{fields}]],null,null,[["{id}",7]]]"#);
        Details::parse(&request).expect("well formed").answer("en", gl, id)
    }

    fn record(id: &str, fields: &str) -> Value {
        ask(id, fields, "us").expect("served")[1][2].clone()
    }

    #[test]
    fn the_answer_names_app_and_selectors() {
        let answer = ask("com.a.b", ALL, "us").expect("served");
        assert_eq!(answer[0], json!([[[]]]));
        assert_eq!(answer[1][3]["12"], json!([["com.a.b", 7]]));
        assert_eq!(answer[1][3]["40"][0].as_array().map(Vec::len), Some(45));
        assert_eq!(answer[2], json!([[47], [129], [140], [139]]));
        assert_eq!(ask("com.a.b", "1", "us").expect("served").as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn an_ordinary_record_is_dense_and_as_large_as_real_ones() {
        let record = record("com.example.ordinary", ALL);
        assert_eq!(record.as_array().map(Vec::len), Some(155));
        assert!(record[154].is_array());
        let mut text = String::new();
        crate::message::push_payload(&mut text, &record);
        assert!((12_000..18_000).contains(&text.len()), "{}", text.len());
        assert!((15..50).contains(&text.chars().filter(|c| !c.is_ascii()).count()));
        assert_eq!(record[78][0].as_array().map_or(0, Vec::len), record_screenshots());
    }

    fn record_screenshots() -> usize {
        usize::try_from(App::new("com.example.ordinary", "en", "us").screenshot_count())
            .expect("small")
    }

    #[test]
    fn only_what_is_asked_for_is_served() {
        assert_eq!(
            record("com.a.b", "80")[0]["80"][0][0][2],
            App::new("com.a.b", "en", "us").genre().1
        );
        assert_eq!(record("com.a.b", "19").as_array().map(Vec::len), Some(19));
        assert_eq!(record("com.a.b", "19")[18], json!([2]));
        let safety = record("com.a.b", "1,69,70,96,100,138");
        assert!(safety[1]["138"][4][1][0].is_array());
    }

    #[test]
    fn prefixes_choose_the_shape() {
        let sparse = record("com.sparse.a", ALL);
        assert_eq!(sparse.as_array().map(Vec::len), Some(104));
        assert!(sparse[103]["141"].is_array());
        assert_eq!(sparse[51][1]["3"][1], App::new("com.sparse.a", "en", "us").ratings());
        assert!(record("com.unrated.a", ALL)[51].is_null());
        let pre = record("com.preregistration.a", ALL);
        assert_eq!(pre[18], json!([1]));
        assert!([10, 13, 51, 57].iter().all(|at| pre[*at].is_null()));
        let away = record("com.notinregion.a", ALL);
        assert_eq!((&away[18], &away[42]), (&json!([]), &json!([3, false, false])));
        assert!(away[57].is_array() && away[51].is_array());
        assert_eq!(
            record("com.varies.a", ALL)[140],
            json!([[null, []], [[[28, "9"]], [null, []]]])
        );
        assert_eq!(record("com.paid.a", ALL)[57][0][0][0][0][1][0][0], 6_990_000);
        assert!(ask("com.missing.a", ALL, "us").is_none());
    }

    #[test]
    fn old_records_are_shorter() {
        let answer = ask("com.page2022.a", ALL, "us").expect("served");
        assert_eq!(answer[1][11], json!([["com.page2022.a", 7]]));
        assert!(answer[1][39][0].is_array());
        let record = &answer[1][2];
        assert_eq!(record.as_array().map(Vec::len), Some(146));
        assert_eq!(record[68].as_array().map(Vec::len), Some(2));
        assert!(record[69][2][0].as_str().is_some_and(|address| address.contains("Example Town")));
        assert!(record[69][4].is_null() && record[144][1][1].is_string());
    }

    #[test]
    fn ratings_of_one_form_factor_are_fewer() {
        let mut capabilities = vec![Value::Null; FORM_FACTOR];
        capabilities.push(json!([2]));
        let request = json!([null, null, [[52]], [capabilities], null, [["com.a.b", 7]]]);
        let details = Details::parse(&request.to_string()).expect("well formed");
        let answer = details.answer("en", "us", "com.a.b").expect("served");
        let all = App::new("com.a.b", "en", "us").ratings();
        assert_eq!(answer[1][2][0]["52"][2][1], all * 92 / 100);
    }

    #[test]
    fn language_and_country_show() {
        let request = format!(r#"[null,null,[[{ALL}]],null,null,[["com.paid.a",7]]]"#);
        let answer =
            Details::parse(&request).expect("well formed").answer("de", "de", "com.paid.a");
        let record = &answer.expect("served")[1][2];
        assert_eq!(record[0][0], "Title of com.paid.a [de/de]");
        assert_eq!(record[37][0], "Google Commerce Ltd");
        assert_eq!(record[48][0], "Enthält Werbung");
        assert_eq!(record[57][0][0][0][0][1][0][2], "6,99\u{a0}€");
        assert!(record[12][0][0][1].is_string());
    }

    #[test]
    fn strange_requests_are_not_parsed() {
        for request in [
            "",
            "[]",
            "{}",
            "[null,null,[[1]]]",
            r#"[null,null,[["x"]],0,0,[["a",7]]]"#,
            "[1,2,3,4,5,[[1,7]]]",
        ] {
            assert!(Details::parse(request).is_none(), "{request}");
        }
        let developer =
            Details::parse(r#"[null,null,[[1]],null,null,[["x",8]]]"#).expect("well formed");
        assert!(developer.answer("en", "us", "x").is_none());
    }
}
