//! HTML that Play serves as a value, to plain text: entities decoded, tags dropped, breaks kept.

use std::borrow::Cow;

use scraper::{Html, Node};

/// Elements that begin a new line.
const BLOCKS: [&str; 8] = ["br", "p", "div", "li", "ul", "ol", "h1", "h2"];

/// What nearly all of Play's texts consist of, and what each stands for. Everything else is left
/// to the HTML parser, which costs some 20 µs a description.
const USUAL: [(&str, &str); 13] = [
    ("<br>", "\n"),
    ("&#39;", "'"),
    ("&amp;", "&"),
    ("&quot;", "\""),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("<b>", ""),
    ("</b>", ""),
    ("<i>", ""),
    ("</i>", ""),
    ("<u>", ""),
    ("</u>", ""),
    ("</a>", ""),
];

/// More tags than this are dropped unparsed: nested ones take the HTML parser their number
/// squared (100 KB of `<div>` took 28 s in a debug build). A description has some dozens.
const MOST_TAGS: usize = 1000;

/// The text of an HTML fragment, trimmed.
pub(super) fn to_text(html: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'<', b'&', html.as_bytes()).is_none() {
        return Cow::Borrowed(html.trim());
    }
    let text = usual_to_text(html).unwrap_or_else(|| parsed_to_text(&without_excess(html)));
    Cow::Owned(match text.trim() {
        trimmed if trimmed.len() == text.len() => text,
        trimmed => trimmed.to_owned(),
    })
}

/// The text, if there is only the usual in it.
fn usual_to_text(html: &str) -> Option<String> {
    // A parser of HTML makes something else of these.
    if memchr::memchr2(b'\r', b'\0', html.as_bytes()).is_some() {
        return None;
    }
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((markup, stands_for)) = USUAL.iter().find(|(m, _)| rest.starts_with(m)) {
            text.push_str(stands_for);
            rest = &rest[markup.len()..];
        } else {
            rest = after_link(rest)?;
        }
    }
    text.push_str(rest);
    Some(text)
}

/// What follows a link's tag, as Play writes it.
fn after_link(html: &str) -> Option<&str> {
    let (_, rest) = html.strip_prefix("<a href=\"")?.split_once('"')?;
    rest.strip_prefix('>').or_else(|| rest.strip_prefix(" target=\"_blank\">"))
}

/// The same HTML, or its text where there are too many tags that could nest.
fn without_excess(html: &str) -> Cow<'_, str> {
    let tags = html.split('<').skip(1).filter(|tag| !tag.starts_with("br>")).count();
    if tags <= MOST_TAGS {
        return Cow::Borrowed(html);
    }
    let mut parts = html.split('<');
    let before = parts.next();
    let after_tags = parts.filter_map(|part| Some(part.split_once('>')?.1));
    Cow::Owned(before.into_iter().chain(after_tags).collect())
}

fn parsed_to_text(html: &str) -> String {
    let fragment = Html::parse_fragment(html);
    let mut text = String::with_capacity(html.len());
    for node in fragment.tree.root().descendants() {
        match node.value() {
            Node::Text(run) => text.push_str(run),
            Node::Element(element) if BLOCKS.contains(&element.name()) => text.push('\n'),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_of_html() {
        for (html, text) in [
            ("plain", "plain"),
            (" a &amp; b &#39;c&#39; &lt;d&gt; ", "a & b 'c' <d>"),
            ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
            ("<b>bold</b> and <a href=\"x\">link</a>", "bold and link"),
            ("a < b & c", "a < b & c"),
            ("quoted </script> and <br", "quoted  and"),
            ("&eacute;&nbsp;&#x1F600;<p>new", "é\u{a0}😀\nnew"),
        ] {
            assert_eq!(to_text(html), text, "{html}");
        }
    }

    #[test]
    fn too_many_tags_are_dropped() {
        let within = format!("a{}&amp;b", "<s>".repeat(MOST_TAGS));
        assert_eq!(to_text(&within), "a&b");
        let breaks = format!("a{}<p>b", "<br>".repeat(2 * MOST_TAGS));
        assert_eq!(to_text(&breaks), format!("a{}b", "\n".repeat(2 * MOST_TAGS + 1)));
        let many = format!("a{}&eacute; < b", "<div>x</div>".repeat(MOST_TAGS));
        assert_eq!(to_text(&many), format!("a{}é", "x".repeat(MOST_TAGS)));
        // Parsed, these would keep the tests waiting for an hour.
        assert_eq!(to_text(&format!("a{}b", "<div>".repeat(1_000_000))), "ab");
    }

    proptest! {
        #[test]
        fn the_usual_reads_as_the_parser_reads_it(
            parts in prop::collection::vec(
                prop_oneof![
                    "[ -~é😀\n]{0,9}",
                    prop::sample::select(USUAL.map(|(markup, _)| markup.to_owned()).to_vec()),
                    Just("<a href=\"https://x/?a=b&c\">".to_owned()),
                    "<a href=\"[a-z/\" =>]{0,9}\">",
                ],
                0..12,
            )
        ) {
            let html = parts.concat();
            if let Some(text) = usual_to_text(&html) {
                prop_assert_eq!(text, parsed_to_text(&html));
            }
        }
    }
}
