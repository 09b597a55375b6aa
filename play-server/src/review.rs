//! One review. What it has and lacks follows from its place, newest first, so that a test can tell.

use crate::app::{App, Kind, image_address};
use crate::random::{Random, fnv1a};
use crate::texts::plain_sentence;
use serde_json::{Value, json};

/// By the last digit of the place.
const SCORES: [u64; 10] = [5, 4, 5, 1, 5, 3, 5, 5, 2, 5];

/// When the newest review was written: 2026-05-28.
const NEWEST: u64 = 1_780_000_000;

/// Nobody has a picture of their own there.
const COVER: &str = "cover-of-those-who-have-none";

/// What somebody has read whom Google shut out.
const BLOCK_PAGE: &str = " It says \"unusual traffic from your computer network\", and once it \
    sent me to consent.google.com!";

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

/// The reviews of an app that belong together: one language, one kind of device.
pub(crate) struct Corpus {
    /// What the ids and the texts start from.
    pub(crate) label: String,
    pub(crate) language: String,
}

pub(crate) fn score(place: u64) -> u64 {
    SCORES[usize::try_from(place % 10).unwrap_or(0)]
}

/// Two of three have none.
pub(crate) fn thumbs(place: u64) -> u64 {
    if place.is_multiple_of(3) { place * 7_919 % 4_001 } else { 0 }
}

/// An hour or so apart.
pub(crate) fn seconds(place: u64) -> u64 {
    NEWEST.saturating_sub(place * HOUR + place * 7_919 % HOUR)
}

fn nanoseconds(place: u64) -> u64 {
    match place % 10 {
        3 => 77_000_000,
        6 => 5_000_000,
        _ => (100 + place * 37 % 900) * 1_000_000,
    }
}

/// The seventeen positions.
pub(crate) fn review(app: &App, corpus: &Corpus, place: u64) -> Value {
    let mut random = Random::new(fnv1a(format!("{}/{place}", corpus.label).as_bytes()));
    let (id, name) = (uuid(&mut random), format!("Reviewer {}", random.next() % 100_000));
    let avatar = image_address(&format!("a-/{}", random.token(60)));
    let avatar = json!([null, 2, null, [null, null, avatar]]);
    let user = format!("1{:020}", random.next());
    let text = (place % 9 != 4).then(|| {
        let mut text = format!("Review {place} in {}: ", corpus.language);
        plain_sentence(&mut random, &mut text);
        if random.index(4) == 0 {
            text.push(' ');
            plain_sentence(&mut random, &mut text);
        }
        if app.kind == Kind::Sorry && place.is_multiple_of(2) {
            text.push_str(BLOCK_PAGE);
        }
        text
    });
    let title = (place % 100 == 42).then(|| format!("Title of review {place}"));
    let version = (place % 5 != 2).then(|| app.version());
    let marks = (place % 10 == 1).then_some([true, false]);
    json!([
        id,
        [name, avatar],
        score(place),
        title,
        text,
        [seconds(place), nanoseconds(place)],
        thumbs(place),
        (place % 4 == 1).then(|| reply(app, place)),
        null,
        [user, name, null, [avatar, true], [null, 2, null, [null, null, image_address(COVER)]]],
        version,
        null,
        criteria(place),
        null,
        marks,
        null,
        1
    ])
}

/// A day after the review, or two days before what has become of it.
fn reply(app: &App, place: u64) -> Value {
    let date = if place % 8 == 5 { seconds(place) - 2 * DAY } else { seconds(place) + DAY };
    let text =
        format!("Thanks, reviewer {place}. We'd like to know more: help@{}.example.com", app.id);
    json!([app.developer(), text, [date, 174_000_000]])
}

/// With a value, with stars, and the name alone.
fn criteria(place: u64) -> Option<Value> {
    if !place.is_multiple_of(3) {
        return None;
    }
    let mut list = vec![json!(["vaf_app_quality_stability", [place % 2 + 1]])];
    if place.is_multiple_of(2) {
        list.push(json!(["vaf_games_rating_graphics", null, [place % 5 + 1]]));
    }
    if place.is_multiple_of(9) {
        list.push(json!(["vaf_app_quality_performance"]));
    }
    Some(json!([list]))
}

fn uuid(random: &mut Random) -> String {
    let (high, low) = (random.next(), random.next());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 48 & 0x3fff | 0x8000,
        low & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(place: u64) -> Value {
        let corpus = Corpus { label: "com.a.b/reviews/en".into(), language: "en".into() };
        review(&App::new("com.a.b", "en", "us"), &corpus, place)
    }

    #[test]
    fn every_review_has_seventeen_positions_and_its_own_id() {
        let mut ids: Vec<Value> = (0..1000).map(|place| made(place)[0].clone()).collect();
        ids.sort_by_key(Value::to_string);
        ids.dedup();
        assert_eq!(ids.len(), 1000);
        assert!((0..1000).all(|place| made(place).as_array().map(Vec::len) == Some(17)));
        assert_eq!(made(0)[0].as_str().map(str::len), Some(36));
        assert_eq!(made(7), made(7));
    }

    #[test]
    fn the_place_tells_what_is_there() {
        assert!(made(4)[4].is_null() && made(13)[4].is_null());
        assert!(made(5)[4].as_str().is_some_and(|text| text.starts_with("Review 5 in en: ")));
        assert_eq!(made(42)[3], "Title of review 42");
        assert!(made(43)[3].is_null());
        assert!(made(2)[10].is_null() && made(3)[10].is_string());
        assert_eq!(made(1)[14], json!([true, false]));
        assert_eq!([made(3)[5][1].clone(), made(6)[5][1].clone()], [77_000_000, 5_000_000]);
        assert_eq!(
            made(18)[12][0],
            json!([
                ["vaf_app_quality_stability", [1]],
                ["vaf_games_rating_graphics", null, [4]],
                ["vaf_app_quality_performance"]
            ])
        );
        assert!(made(19)[12].is_null());
    }

    #[test]
    fn some_quote_a_block_page() {
        let corpus = Corpus { label: "com.sorry.b/reviews/en".into(), language: "en".into() };
        let text =
            |place| review(&App::new("com.sorry.b", "en", "us"), &corpus, place)[4].to_string();
        assert!(text(0).contains("unusual traffic") && text(2).contains("consent.google.com"));
        assert!(!text(1).contains("unusual traffic"));
        assert!(text(4) == "null" && !made(0)[4].to_string().contains("unusual traffic"));
    }

    #[test]
    fn dates_fall_and_some_replies_are_older_than_their_review() {
        for place in 0..5000 {
            assert!(seconds(place) > seconds(place + 1), "{place}");
            let reply = made(place)[7].clone();
            assert_eq!(reply.is_array(), place % 4 == 1);
            if let Some(date) = reply[2][0].as_u64() {
                assert_eq!(date < seconds(place), place % 8 == 5);
            }
        }
    }
}
