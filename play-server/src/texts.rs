//! Descriptions: long enough, and as hard to compress as real ones.

use crate::app::{App, Kind};
use crate::message::LONE_SURROGATE;
use crate::random::Random;

#[rustfmt::skip] // one word a line otherwise
const WORDS: [&str; 161] = [
    "map", "music", "photo", "game", "level", "friend", "world", "share", "quick", "simple",
    "track", "daily", "learn", "play", "build", "offline", "battery", "camera", "filter",
    "puzzle", "solve", "brain", "garden", "castle", "dragon", "racing", "engine", "driver",
    "ticket", "travel", "hotel", "flight", "weather", "forecast", "alarm", "sleep", "health",
    "running", "calorie", "recipe", "kitchen", "budget", "invoice", "bank", "secure", "private",
    "message", "video", "record", "editor", "effect", "sticker", "theme", "widget", "screen",
    "keyboard", "language", "translate", "voice", "scanner", "document", "folder", "backup",
    "cloud", "device", "tablet", "watch", "season", "reward", "treasure", "island", "battle",
    "hero", "legend", "kingdom", "strategy", "match", "colour", "candy", "farm", "animal",
    "kitten", "puppy", "story", "novel", "comic", "radio", "podcast", "station", "news", "market",
    "stock", "chart", "lesson", "teacher", "school", "science", "number", "letter", "drawing",
    "pencil", "paint", "design", "fashion", "style", "beauty", "makeup", "wedding", "family",
    "parent", "baby", "holiday", "festival", "concert", "football", "tennis", "yoga", "workout",
    "coach", "goal", "habit", "focus", "timer", "calendar", "reminder", "project", "office",
    "meeting", "network", "signal", "speed", "browser", "bookmark", "search", "discover",
    "nearby", "restaurant", "delivery", "coupon", "shopping", "brand", "original", "classic",
    "modern", "realistic", "beautiful", "powerful", "friendly", "amazing", "brand-new", "free",
    "fast", "smart", "easy", "the", "and", "with", "your", "from", "every", "without",
];

/// Marks as stores use them in front of a line; the only characters outside ASCII in most texts.
const MARKS: [&str; 6] = ["•", "✓", "★", "→", "💡", "🏆"];

/// What people write: no entities, now and then an emoji, a quote or a line break.
pub(crate) fn plain_sentence(random: &mut Random, out: &mut String) {
    for at in 0..3 + random.index(14) {
        if at > 0 {
            out.push_str([" ", " ", " ", " ", " ", " ", ", ", "... "][random.index(8)]);
        }
        out.push_str(random.choose(&WORDS));
    }
    out.push_str(
        [".", "!", "", " 👍", " \"really\".", ".\nThat's it", " <3 & more", " ❤️"][random.index(8)],
    );
}

fn sentence(random: &mut Random, out: &mut String) {
    let count = 7 + random.index(9);
    for at in 0..count {
        let word = random.choose(&WORDS);
        if at == 0 {
            out.push_str(&word[..1].to_uppercase());
            out.push_str(&word[1..]);
        } else {
            out.push_str(match random.index(40) {
                0 => " &amp; ",
                1..5 => ", ",
                _ => " ",
            });
            out.push_str(word);
        }
    }
    out.push_str([". ", ". ", "! ", ", that&#39;s it. "][random.index(4)]);
}

/// 2 to 4 KB of html: what the app's description says in every language.
pub(crate) fn description(app: &App) -> String {
    let mut random = app.random("description");
    let mut out = format!("Description of {} — made up.<br><br>", app.id);
    match app.kind {
        Kind::Html => {
            out.push_str(
                "Tom &amp; Jerry&#39;s &quot;best&quot; &lt;app&gt; 👩‍👩‍👧 </script>\
                 <script>alert(\"x\")</script> a\\b\\\"c \u{1}\u{b}\u{7f}\u{2028} literal \\u003c, \t tab, \
                 <a href=\"https://example.com/?a=1&amp;b=2\">link</a>, half an emoji: ",
            );
            out.push(LONE_SURROGATE);
            out.push_str("<br>");
        }
        Kind::Sorry => out.push_str(
            "Explains what to do when a page speaks of unusual traffic from your network, \
             with www.google.com/recaptcha as the example.<br>",
        ),
        Kind::SideChannel => out
            .push_str("How a page writes it: data:[1,[\"a\"]], sideChannel: {}}); and so on.<br>"),
        _ => {}
    }
    let length = 1900 + random.index(1300);
    let mut marks = 0;
    while out.len() < length {
        out.push_str("<b>");
        sentence(&mut random, &mut out);
        out.push_str("</b><br>");
        for _ in 0..2 {
            sentence(&mut random, &mut out);
        }
        for _ in 0..6 {
            out.push_str("<br>");
            out.push_str(if marks < 24 { random.choose(&MARKS) } else { "-" });
            marks += 1;
            out.push(' ');
            sentence(&mut random, &mut out);
        }
        out.push_str("<br><br>");
    }
    out
}

/// The description in another language, which the record gives beside the original.
pub(crate) fn translated_description(app: &App) -> Option<String> {
    if app.hl.starts_with("en") {
        return None;
    }
    let mut out = format!("Translated to {}: {}<br>", app.hl, app.summary());
    let mut random = app.random("translated");
    for _ in 0..8 {
        sentence(&mut random, &mut out);
    }
    Some(out)
}

/// What changed in the last version, as html.
pub(crate) fn recent_changes(app: &App) -> String {
    let mut out = format!("What&#39;s new in {}:<br>", app.version());
    let mut random = app.random("changes");
    for _ in 0..2 {
        out.push_str("• ");
        sentence(&mut random, &mut out);
        out.push_str("<br>");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_have_the_size_and_the_characters_of_real_ones() {
        for number in 0..100 {
            let id = format!("com.example.a{number}");
            let text = description(&App::new(&id, "en", "us"));
            assert!((1900..4000).contains(&text.len()), "{}", text.len());
            assert!((10..40).contains(&text.chars().filter(|c| !c.is_ascii()).count()));
            assert!(text.contains("<br>") && text.contains("&amp;"));
        }
    }

    #[test]
    fn special_descriptions_hold_what_they_are_for() {
        let html = description(&App::new("com.html.a", "en", "us"));
        assert!(
            html.contains(LONE_SURROGATE) && html.contains("</script>") && html.contains('\u{1}')
        );
        assert!(description(&App::new("com.sorry.a", "en", "us")).contains("unusual traffic"));
        assert!(
            description(&App::new("com.sidechannel.a", "en", "us"))
                .contains(", sideChannel: {}});")
        );
    }
}
