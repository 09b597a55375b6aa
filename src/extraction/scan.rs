//! Finds the bytes that the reading of JSON depends on, eight at a time: most of Play's texts are shorter than
//! what a vectorised search needs to begin.

/// A one in each byte, and the highest bit of each.
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = ONES << 7;

/// Bytes of a plain text that are looked at here; what is longer is left to memchr.
const SHORT: usize = 16;

const QUOTES: u64 = each(b'"');
const BACKSLASHES: u64 = each(b'\\');

/// Where the first quote or backslash is.
pub(super) fn quote_or_backslash(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at < SHORT
        && let Some(word) = word(text, at)
    {
        if let Some(found) = first(zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES)) {
            return Some(at + found);
        }
        at += 8;
    }
    memchr::memchr2(b'"', b'\\', &text[at..]).map(|found| at + found)
}

/// Where the first quote or bracket is: what the end of a list or an object depends on.
pub(super) fn structure(text: &[u8]) -> Option<usize> {
    /// Brackets of both kinds become 0x7f with these bits, and few other bytes do.
    const BITS: u64 = each(0x26);
    let is_structure = |byte: u8| matches!(byte, b'"' | b'[' | b']' | b'{' | b'}');
    let mut at = 0;
    while let Some(word) = word(text, at) {
        let Some(found) = first(zeros(word ^ QUOTES) | zeros((word | BITS) ^ each(0x7f))) else {
            at += 8;
            continue;
        };
        at += found;
        if is_structure(text[at]) {
            return Some(at);
        }
        at += 1;
    }
    text[at..].iter().position(|&byte| is_structure(byte)).map(|found| at + found)
}

/// Where the first byte is that a JSON string in ASCII has no room for: control characters, quotes,
/// backslashes and everything beyond ASCII.
pub(super) fn escape(text: &[u8]) -> Option<usize> {
    /// Bytes that one vector instruction takes.
    const BLOCK: usize = 16;
    // Numbers, not truths: the compiler makes vector code of them.
    let escapes = |byte: u8| {
        u8::from(byte.wrapping_sub(0x20) > 0x5e) | u8::from(byte == b'"') | u8::from(byte == b'\\')
    };
    let is_plain = |block: &&[u8]| block.iter().fold(0, |found, &byte| found | escapes(byte)) == 0;
    let mut at = text.chunks_exact(BLOCK).take_while(is_plain).count() * BLOCK;
    while let Some(word) = word(text, at) {
        let beyond = (word | word.wrapping_add(ONES)) & HIGHS;
        let control = word.wrapping_sub(each(0x20)) & !word & HIGHS;
        let quoted = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES);
        if let Some(found) = first(beyond | control | quoted) {
            return Some(at + found);
        }
        at += 8;
    }
    text[at..].iter().position(|&byte| escapes(byte) != 0).map(|found| at + found)
}

const fn each(byte: u8) -> u64 {
    ONES * byte as u64
}

fn word(text: &[u8], at: usize) -> Option<u64> {
    text.get(at..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

/// Marks the bytes that are zero, by their highest bits. A mark above the first may be wrong: what is
/// subtracted there borrows from it.
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

/// The place of the first byte that is marked.
fn first(marks: u64) -> Option<usize> {
    (marks != 0).then(|| marks.trailing_zeros() as usize / 8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_byte_is_found_wherever_it_is(
            text in prop::collection::vec(
                prop_oneof![any::<u8>(), prop::sample::select(b"aaaaY_y\"\\[]{}\x1f\x20\x7e\x7f\x80\xff!#Z^|".as_slice())],
                0..90,
            ),
            plain in 0_usize..60,
        ) {
            let text = [vec![b'a'; plain], text].concat();
            let place = |is: fn(u8) -> bool| text.iter().position(|&byte| is(byte));
            prop_assert_eq!(quote_or_backslash(&text), place(|byte| b"\"\\".contains(&byte)));
            prop_assert_eq!(structure(&text), place(|byte| b"\"[]{}".contains(&byte)));
            let escapes = |byte: u8| !(0x20..0x7f).contains(&byte) || b"\"\\".contains(&byte);
            prop_assert_eq!(escape(&text), place(escapes));
        }
    }
}
