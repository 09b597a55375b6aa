//! An app as a row of a list shows it, in both layouts.

use crate::app::{App, Kind};
use crate::message::Fields;
use crate::nodes::{
    coloured_image, content_rating, html, icon, installs_texts, offer, offers, path, player,
    screenshots, still,
};
use crate::texts::description;
use serde_json::{Value, json};

/// From this field on the rows of some apps are keyed by number.
const TAIL_FROM: usize = 25;

pub(crate) fn tail_from(app: &App) -> usize {
    if app.kind == Kind::Sparse { TAIL_FROM } else { usize::MAX }
}

fn score(app: &App) -> Option<Value> {
    let rated = ![Kind::Unrated, Kind::PreRegistration].contains(&app.kind);
    rated.then(|| json!([app.score_text(), app.score()]))
}

pub(crate) fn details_path(app: &App) -> Value {
    path(&format!("/store/apps/details?id={}", app.id))
}

/// The layout of charts, searches and clusters, by field number.
pub(crate) fn card(app: &App) -> Fields {
    let installs = (app.kind != Kind::PreRegistration).then(|| installs_texts(app.installs().0).0);
    [
        (1, json!([app.id, 7])),
        (2, icon(app)),
        (3, json!(screenshots(app))),
        (4, json!(app.title())),
        (5, json!(score(app))),
        (6, json!(app.genre().0)),
        (9, json!(offer(app))),
        (10, json!([])),
        (11, details_path(app)),
        (12, json!([app.token("log 0", 132)])),
        (
            13,
            json!((app.pick("trailer", 3) == 0).then(|| json!([[
                player(app),
                null,
                1,
                still(app)
            ]]))),
        ),
        (14, html(&description(app))),
        (15, json!(app.developer())),
        (16, json!(installs)),
        (18, json!("")),
        (23, coloured_image(app, "header", 500, 1024)),
        (25, content_rating(app)),
        (26, json!(offers(app))),
        (27, json!([app.availability()])),
        (29, json!([1, true, false])),
        (30, json!(app.in_app_prices().map(|range| json!([range, [false]])))),
    ]
    .into()
}

/// The layout of the compact continuation. What costs nothing has no offer.
pub(crate) fn old_card(app: &App) -> Value {
    let offer = match app.price() {
        None => Some(json!([[["COMING SOON", details_path(app), null, 3]]])),
        Some(price) if price.micros == 0 => None,
        Some(_) => Some(json!([[null, null, null, [null, null, offer(app), [app.id, 7]]]])),
    };
    let summary = app.summary();
    json!([
        null,
        [null, [icon(app), icon(app), icon(app)], 2, 2],
        app.title(),
        null,
        [[[app.developer(), path(&app.developer_url())]], [null, [null, html(&summary)]]],
        null,
        score(app).map(|score| json!([[null, null, [null, score]]])),
        offer,
        [5, 5, 5],
        details_path(app),
        null,
        [app.token("log 0", 132)],
        [app.id, 7]
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_layout_is_where_readers_look() {
        let card = old_card(&App::new("com.paid.a", "en", "us"));
        assert_eq!(
            (&card[12][0], &card[2]),
            (&json!("com.paid.a"), &json!("Title of com.paid.a [en/us]"))
        );
        assert_eq!(card[9][4][2], "/store/apps/details?id=com.paid.a");
        assert!(
            card[1][1][0][3][2].as_str().is_some_and(|url| url.starts_with("https://play-lh."))
        );
        assert!(card[4][0][0][0].is_string() && card[4][0][0][1][4][2].is_string());
        assert!(card[4][1][1][1][1].as_str().is_some_and(|text| text.starts_with("Summary of")));
        assert_eq!(card[7][0][3][2][1][0], json!([6_990_000, "USD", "$6.99"]));
        assert!(card[6][0][2][1][0].is_string() && card[6][0][2][1][1].is_f64());
        let free = old_card(&App::new("com.a.b", "en", "us"));
        assert!(free[7].is_null());
        let pre = old_card(&App::new("com.preregistration.b", "en", "us"));
        assert!(pre[6].is_null() && pre[7][0][0][0] == "COMING SOON" && pre[7][0][0][3] == 3);
    }
}
