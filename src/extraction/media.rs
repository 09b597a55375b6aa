//! Values that several answers keep in the same shape.

use super::field::{write_int, write_number};
use super::node::Node;
use super::{close_list, text};
use crate::model::Availability;

/// Those images that have an address, which is at `[3][2]`, and it.
fn shown(node: Node<'_>) -> impl Iterator<Item = (Node<'_>, &[u8])> {
    node.each_item().filter_map(|image| Some((image, image.at(&[3, 2])?.raw_str()?)))
}

/// The addresses of images.
pub(super) fn images(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.push(b'[');
    for (_, address) in shown(node) {
        text::write_escaped_string(address, out);
        out.push(b',');
    }
    close_list(start, out)
}

/// The height and width of each image, at `[2]`; none where one does not say.
pub(super) fn image_sizes(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.push(b'[');
    for (image, _) in shown(node) {
        let mut write = |key: &[u8], place| {
            out.extend_from_slice(key);
            image.at(&[2, place]).is_some_and(|length| write_int(length, out))
        };
        if !write(b"{\"width\":", 1) || !write(b",\"height\":", 0) {
            out.truncate(start);
            return false;
        }
        out.extend_from_slice(b"},");
    }
    close_list(start, out)
}

/// A colour: red, green, blue, alpha.
pub(super) fn color(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    const PARTS: usize = 4;
    let start = out.len();
    out.push(b'[');
    let mut parts = 0;
    for part in node.each_item() {
        if write_int(part, out) {
            out.push(b',');
            parts += 1;
        }
    }
    if parts != PARTS {
        out.truncate(start + 1);
    }
    close_list(start, out)
}

/// Pages write booleans as 1 and 0, RPC answers as true and false.
pub(super) fn flag(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let set = matches!(node.text(), b"true" | b"1");
    out.extend_from_slice(if set { b"true" } else { b"false" });
    true
}

/// A heading that is written again for everything below it. It is a few words; a longer one would
/// make an answer of any length into far more.
pub(super) fn heading(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    const MOST_BYTES: usize = 250;
    match node.raw_str() {
        Some(text) if (1..=MOST_BYTES).contains(&text.len()) => {
            text::write_escaped_string(text, out);
            true
        }
        _ => false,
    }
}

/// `[text, score]`: the score. Unrated apps are served 0, which is no score.
pub(super) fn score(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let score = node.at(&[1]).and_then(Node::f64).filter(|score| *score > 0.0);
    write_number(score, out)
}

/// `[text, score]`: the text, where there is a score.
pub(super) fn score_text(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let rated = node.at(&[1]).and_then(Node::f64).is_some_and(|score| score > 0.0);
    let Some(text) = node.at(&[0]).and_then(Node::raw_str).filter(|_| rated) else {
        return false;
    };
    text::write_escaped_string(text, out);
    true
}

/// Field 19: `[2]`, `[1]`, or `[]` where the app is not offered.
pub(super) fn availability_of(node: Node<'_>) -> Option<Availability> {
    match node.at(&[0]).and_then(Node::i64) {
        Some(2) => Some(Availability::Available),
        Some(1) => Some(Availability::Preregistration),
        None if node.has_fields() => Some(Availability::NotOffered),
        _ => None,
    }
}

/// As [`availability_of`], by name.
pub(super) fn availability(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    // A name without anything to escape.
    availability_of(node).is_some_and(|known| serde_json::to_writer(out, &known).is_ok())
}

/// The button: 1 installs, 2 buys (PROTOCOL 3, seen on four pages).
pub(super) fn offer_type(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let name: &[u8] = match node.i64() {
        Some(1) => b"\"install\"",
        Some(2) => b"\"buy\"",
        _ => return false,
    };
    out.extend_from_slice(name);
    true
}
