//! The small messages that details and chart rows share.

use crate::app::{App, Price};
use serde_json::{Value, json};

pub(crate) fn image(url: &str, height: u32, width: u32) -> Value {
    json!([null, 2, [height, width], [null, null, url]])
}

/// An image with its dominant colour.
pub(crate) fn coloured_image(app: &App, label: &str, height: u32, width: u32) -> Value {
    let colour = |part: &str| app.pick(&format!("{label} {part}"), 256);
    let rgba = [colour("red"), colour("green"), colour("blue"), 255];
    json!([null, 2, [height, width], [null, null, app.image(label)], null, rgba])
}

pub(crate) fn icon(app: &App) -> Value {
    let mut node = coloured_image(app, "icon", 512, 512);
    if let Value::Array(items) = &mut node {
        items.extend([Value::Null, Value::Null, Value::Null, json!(2)]);
    }
    node
}

/// A link inside the store.
pub(crate) fn path(path: &str) -> Value {
    json!([null, null, null, null, [null, null, path]])
}

/// A link to anywhere.
pub(crate) fn url(url: &str) -> Value {
    json!([null, null, null, null, null, [null, null, url]])
}

pub(crate) fn html(text: &str) -> Value {
    json!([null, text])
}

pub(crate) fn screenshots(app: &App) -> Vec<Value> {
    (0..app.screenshot_count())
        .map(|number| {
            let (height, width) = if number % 3 == 2 { (1080, 1920) } else { (1920, 1080) };
            image(&app.image(&format!("screenshot {number}")), height, width)
        })
        .collect()
}

/// 100,000+ with separators, and 100K+.
pub(crate) fn installs_texts(least: u64) -> (String, String) {
    let short = match least {
        1_000_000_000.. => format!("{}B+", least / 1_000_000_000),
        1_000_000.. => format!("{}M+", least / 1_000_000),
        1_000.. => format!("{}K+", least / 1_000),
        _ => format!("{least}+"),
    };
    (format!("{}+", grouped(least)), short)
}

/// 1234567 as 1,234,567.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The offer of an app: field 9 of a chart row, and deep inside field 58 of details.
pub(crate) fn offer(app: &App) -> Option<Value> {
    let now = app.price()?;
    let original = app.original_price();
    let amount = |price: Price| json!([price.micros, price.currency, price.text]);
    let kind = if now.micros == 0 { 1 } else { 2 };
    let buy = format!(
        "https://play.google.com/store/apps/details?id={0}&rdid={0}&feature=md&offerId",
        app.id
    );
    let discount = original.is_some().then(|| json!([[SALE_END], app.words.date(SALE_END)]));
    let mut amounts = vec![amount(now)];
    amounts.extend(original.map(amount));
    Some(json!([
        null,
        amounts,
        null,
        [null, app.words.buy],
        null,
        kind,
        url(&buy),
        null,
        ["b2ZmZXI="],
        null,
        null,
        null,
        null,
        null,
        discount,
        null,
        []
    ]))
}

/// When every sale ends: 2030-01-01.
pub(crate) const SALE_END: u64 = 1_893_456_000;

/// An offer with its button: field 58 of details, field 26 of a chart row.
pub(crate) fn offers(app: &App) -> Option<Value> {
    let offer = offer(app)?;
    let label = match app.price() {
        Some(price) if price.micros > 0 => format!("{} {}", price.text, app.words.buy),
        _ => app.words.install.to_owned(),
    };
    Some(json!([[[[offer, [label], null, ["YnV0dG9u"]]]]]))
}

/// Content rating: field 10 of details, field 25 of a chart row.
pub(crate) fn content_rating(app: &App) -> Value {
    const HELP: &str = "https://support.google.com/googleplay?p=appgame_ratings";
    json!([
        app.content_rating(),
        image(&app.image("content rating icon"), 512, 512),
        html("Fantasy Violence"),
        html("Users Interact, In-Game Purchases"),
        html(&format!("<a href=\"{HELP}\">{}</a>", app.words.learn_more)),
        false,
        null,
        image(&app.image("content rating badge"), 272, 272),
        url(HELP)
    ])
}

pub(crate) fn video_id(app: &App) -> String {
    app.token("video", 11)
}

/// A trailer, as details and rows name it.
pub(crate) fn player(app: &App) -> Value {
    let id = video_id(app);
    let player = format!(
        "https://play.google.com/video/lava/web/player/yt:movie:{id}?autoplay=1&embed=play"
    );
    json!([null, null, id, [null, null, player], format!("yt:movie:{id}")])
}

/// The picture before it.
pub(crate) fn still(app: &App) -> Value {
    json!([
        null,
        null,
        null,
        [null, null, format!("https://i.ytimg.com/vi/{}/hqdefault.jpg", video_id(app))]
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_as_in_the_store() {
        assert_eq!(installs_texts(10_000_000_000), ("10,000,000,000+".into(), "10B+".into()));
        assert_eq!(installs_texts(50_000), ("50,000+".into(), "50K+".into()));
        assert_eq!([grouped(0), grouped(999), grouped(1000)], ["0", "999", "1,000"]);
    }

    #[test]
    fn a_sale_has_two_amounts_and_an_end() {
        let node = offer(&App::new("com.paid.a", "en", "us")).expect("a paid app has an offer");
        assert_eq!(node[1], json!([[6_990_000, "USD", "$6.99"], [9_990_000, "USD", "$9.99"]]));
        assert_eq!(node[5], 2);
        assert_eq!(node[14], json!([[SALE_END], "Jan 1, 2030"]));
        let free = offer(&App::new("com.a.b", "en", "us")).expect("a free app has an offer");
        assert_eq!(
            (&free[1], &free[5], &free[14]),
            (&json!([[0, "USD", ""]]), &json!(1), &Value::Null)
        );
    }
}
