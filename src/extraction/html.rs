//! HTML that Play serves as a value, to plain text: entities decoded, tags dropped, breaks kept.

use std::borrow::Cow;

use scraper::{Html, Node};

/// Elements that begin a new line.
const BLOCKS: [&str; 8] = ["br", "p", "div", "li", "ul", "ol", "h1", "h2"];

/// The text of an HTML fragment, trimmed.
pub(super) fn to_text(html: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'<', b'&', html.as_bytes()).is_none() {
        return Cow::Borrowed(html.trim());
    }
    let fragment = Html::parse_fragment(html);
    let mut text = String::with_capacity(html.len());
    for node in fragment.tree.root().descendants() {
        match node.value() {
            Node::Text(run) => text.push_str(run),
            Node::Element(element) if BLOCKS.contains(&element.name()) => text.push('\n'),
            _ => {}
        }
    }
    Cow::Owned(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
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
        ] {
            assert_eq!(to_text(html), text, "{html}");
        }
    }
}
