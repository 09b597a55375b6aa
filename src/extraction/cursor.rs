//! Walks JSON text once, from front to back, without building a tree. It trusts nothing: text that
//! ends early or is no JSON is an error, never a panic or an endless loop.

use super::scan;

/// The text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// A place in JSON text.
pub(super) struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0 }
    }

    /// The next byte that is not white space, without passing it.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.get(self.at)? {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                &byte => return Some(byte),
            }
        }
    }

    /// Passes this byte if it is next.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let next = self.peek() == Some(byte);
        self.at += usize::from(next);
        next
    }

    /// Passes a comma, or finds the closing bracket; true while there are more elements.
    pub(super) fn more(&mut self, close: u8) -> Result<bool, Malformed> {
        if self.eat(b',') {
            return Ok(true);
        }
        if self.eat(close) { Ok(false) } else { Err(Malformed) }
    }

    /// Passes a value and returns its text.
    pub(super) fn value(&mut self) -> Result<&'a [u8], Malformed> {
        let first = self.peek().ok_or(Malformed)?;
        let start = self.at;
        match first {
            b'"' => self.at = string_end(self.text, start)?,
            b'[' | b'{' => self.pass_container()?,
            b',' | b']' | b'}' | b':' => return Err(Malformed),
            _ => self.at = scalar_end(self.text, start),
        }
        Ok(&self.text[start..self.at])
    }

    /// The text that is not yet passed.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.text[self.at..]
    }

    /// Passes a number of bytes of the rest.
    pub(super) fn advance(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    /// Counts brackets instead of recursing: nesting costs no stack.
    fn pass_container(&mut self) -> Result<(), Malformed> {
        let mut depth = 0_usize;
        loop {
            self.at += scan::structure(self.rest()).ok_or(Malformed)?;
            match self.text[self.at] {
                b'"' => {
                    self.at = string_end(self.text, self.at)?;
                    continue;
                }
                b'[' | b'{' => depth += 1,
                _ => depth -= 1,
            }
            self.at += 1;
            if depth == 0 {
                return Ok(());
            }
        }
    }
}

/// Where the string ends that begins here.
pub(super) fn string_end(text: &[u8], start: usize) -> Result<usize, Malformed> {
    let mut at = start + 1;
    loop {
        let rest = text.get(at..).ok_or(Malformed)?;
        at += scan::quote_or_backslash(rest).ok_or(Malformed)?;
        if text[at] == b'"' {
            return Ok(at + 1);
        }
        at += 2;
    }
}

/// Where the number or the word ends that begins here.
pub(super) fn scalar_end(text: &[u8], start: usize) -> usize {
    let rest = &text[start..];
    // Most of Play's values are this one.
    if rest.starts_with(b"null") {
        return start + b"null".len();
    }
    let end = rest
        .iter()
        .position(|byte| matches!(byte, b',' | b']' | b'}' | b':' | b' ' | b'\n' | b'\r' | b'\t'));
    end.map_or(text.len(), |end| start + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_passed_whole() {
        for text in [r#""a\"b\\""#, "[[],{\"]\":\"[\"}]", "12.5e3", "null", "{\"1\":[2]}"] {
            let padded = format!(" {text} ,next");
            let mut cursor = Cursor::new(padded.as_bytes());
            assert_eq!(cursor.value().unwrap(), text.as_bytes());
            assert!(cursor.more(b']').unwrap());
        }
    }

    #[test]
    fn what_is_no_json_is_an_error() {
        for text in ["", "  ", "\"abc", "\"abc\\", "[1,[2]", "{\"a\":", "]", ",", ":"] {
            assert!(Cursor::new(text.as_bytes()).value().is_err(), "{text}");
        }
    }

    #[test]
    fn deep_nesting_costs_no_stack() {
        let deep = vec![b'['; 10_000_000];
        assert!(Cursor::new(&deep).value().is_err());
    }
}
