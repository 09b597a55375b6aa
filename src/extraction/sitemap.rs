//! The addresses in a sitemap, as they stream by: neither the unpacked file (7.5 MB a shard) nor its
//! elements are ever in memory as a whole.

use std::io::Read;

use flate2::bufread::MultiGzDecoder;
use memchr::{memchr, memmem};

use super::html::to_text;

/// What is unpacked at a time.
const PIECE: usize = 64 << 10;
/// The longest element or address: those of sitemaps have 2 KB at most.
const MAX_ELEMENT: usize = 64 << 10;
/// The most that a file may unpack to; the protocol of sitemaps allows 50 MB.
const MAX_UNPACKED: usize = 64 << 20;
/// What every gzip file begins with.
const GZIP: &[u8] = &[0x1f, 0x8b];
const COMMENT: &[u8] = b"<!--";
const CDATA: &[u8] = b"<![CDATA[";

/// Why the addresses of a file cannot be read to its end.
#[derive(Debug)]
pub(super) enum Broken<E> {
    /// It is no such file, is cut short or is damaged.
    File(&'static str),
    /// The visitor wants no more.
    Stopped(E),
}

/// Whether a body may be a sitemap, packed or plain.
pub(super) fn is_sitemap(body: &[u8]) -> bool {
    let text = body.trim_ascii_start();
    let starts = [&b"<?xml"[..], b"<sitemapindex", b"<urlset", b"\xef\xbb\xbf<?xml"];
    body.starts_with(GZIP) || starts.iter().any(|start| text.starts_with(start))
}

/// Visits the text of each `<loc>` in a file with this root element. Alternates in other languages are
/// attributes of other elements, and not visited.
pub(super) fn each_location<E>(
    file: &[u8],
    root: &'static str,
    visit: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), Broken<E>> {
    let mut scanner = Scanner { root, visit, location: None, begun: false, ended: false };
    if file.starts_with(GZIP) {
        scanner.scan(MultiGzDecoder::new(file))
    } else {
        scanner.scan(file)
    }
}

struct Scanner<V> {
    root: &'static str,
    visit: V,
    /// The text of the `<loc>` that is open.
    location: Option<Vec<u8>>,
    /// The root element has begun, and ended.
    begun: bool,
    ended: bool,
}

impl<E, V: FnMut(&str) -> Result<(), E>> Scanner<V> {
    fn scan(&mut self, mut file: impl Read) -> Result<(), Broken<E>> {
        // What is not yet passed: the beginning of an element.
        let mut rest = Vec::with_capacity(PIECE + MAX_ELEMENT);
        let mut unpacked = 0;
        loop {
            let before = rest.len();
            let read = (&mut file)
                .take(PIECE as u64)
                .read_to_end(&mut rest)
                .map_err(|_| Broken::File("its gzip is broken or cut short"))?;
            unpacked += rest.len() - before;
            if unpacked > MAX_UNPACKED {
                return Err(Broken::File("it unpacks to more than 64 MB"));
            }
            let passed = self.pass(&rest)?;
            rest.drain(..passed);
            if rest.len() > MAX_ELEMENT {
                return Err(Broken::File("an element of it is longer than 64 KB"));
            }
            if read == 0 {
                break;
            }
        }
        if self.ended { Ok(()) } else { Err(Broken::File("it ends too early")) }
    }

    /// Passes what is whole of a text; returns how much.
    fn pass(&mut self, text: &[u8]) -> Result<usize, Broken<E>> {
        let mut at = 0;
        loop {
            let Some(start) = memchr(b'<', &text[at..]) else {
                self.gather(&text[at..])?;
                return Ok(text.len());
            };
            self.gather(&text[at..at + start])?;
            at += start;
            let Some(length) = element(&text[at..]) else { return Ok(at) };
            self.enter(&text[at..at + length])?;
            at += length;
        }
    }

    /// Text between elements, which matters within a `<loc>`.
    fn gather(&mut self, text: &[u8]) -> Result<(), Broken<E>> {
        let Some(location) = &mut self.location else { return Ok(()) };
        location.extend_from_slice(text);
        if location.len() > MAX_ELEMENT {
            return Err(Broken::File("an address in it is longer than 64 KB"));
        }
        Ok(())
    }

    /// A tag, a comment, a section of plain text, a declaration.
    fn enter(&mut self, element: &[u8]) -> Result<(), Broken<E>> {
        if element.starts_with(COMMENT) || element.starts_with(b"<?") {
            return Ok(());
        }
        if let Some(text) = element.strip_prefix(CDATA).and_then(|text| text.strip_suffix(b"]]>")) {
            // What is no entity there must not become one.
            let text = String::from_utf8_lossy(text).replace('&', "&amp;");
            return self.gather(text.as_bytes());
        }
        let tag = element.strip_prefix(b"<").unwrap_or_default();
        let name_ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
        let name = &tag[..tag.iter().position(name_ends).unwrap_or(tag.len())];
        if name.starts_with(b"!") {
            return Ok(());
        }
        if !self.begun && name != self.root.as_bytes() {
            return Err(Broken::File("it is not the kind of file that was expected"));
        }
        self.begun = true;
        match name {
            b"loc" => self.location = Some(Vec::new()),
            b"/loc" => {
                if let Some(location) = self.location.take() {
                    let text = String::from_utf8_lossy(&location);
                    let address = to_text(&text);
                    (self.visit)(address.trim()).map_err(Broken::Stopped)?;
                }
            }
            _ => self.ended |= name.strip_prefix(b"/") == Some(self.root.as_bytes()),
        }
        Ok(())
    }
}

/// The length of the element that a text begins with; nothing while its end is not there.
fn element(text: &[u8]) -> Option<usize> {
    let end = |mark: &[u8]| Some(memmem::find(text, mark)? + mark.len());
    // Too little to tell what it is.
    if text.len() < CDATA.len() && (COMMENT.starts_with(text) || CDATA.starts_with(text)) {
        return None;
    }
    if text.starts_with(COMMENT) {
        end(b"-->")
    } else if text.starts_with(CDATA) {
        end(b"]]>")
    } else {
        end(b">")
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn locations(file: &[u8]) -> Result<Vec<String>, &'static str> {
        let mut all = Vec::new();
        let visit = |address: &str| {
            all.push(address.to_owned());
            Ok::<(), ()>(())
        };
        match each_location(file, "urlset", visit) {
            Ok(()) => Ok(all),
            Err(Broken::File(why)) => Err(why),
            Err(Broken::Stopped(())) => panic!("nobody stopped it"),
        }
    }

    const FILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- <loc>a comment</loc> -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>https://a.example/?a=1&amp;b=2&#38;c=&#x33;</loc>
<xhtml:link rel="alternate" hreflang="de" href="https://a.example/?hl=de"/></url>
<url><loc>
  https://b.example/é
</loc></url><url><loc/></url>
<url><loc><![CDATA[https://c.example/?a=1&lt=2]]></loc><image:loc>https://no.example</image:loc></url>
</urlset>"#;

    fn expected() -> Vec<String> {
        ["https://a.example/?a=1&b=2&c=3", "https://b.example/é", "https://c.example/?a=1&lt=2"]
            .map(str::to_owned)
            .to_vec()
    }

    #[test]
    fn addresses_are_read_packed_and_plain() {
        assert_eq!(locations(FILE.as_bytes()).unwrap(), expected());
        let packed = gzip(FILE.as_bytes());
        assert_eq!(locations(&packed).unwrap(), expected());
        let (a, b) = FILE.split_at(300);
        let members = [gzip(a.as_bytes()), gzip(b.as_bytes())].concat();
        assert_eq!(locations(&members).unwrap(), expected());
        assert!(is_sitemap(FILE.as_bytes()) && is_sitemap(&packed));
        assert!(!is_sitemap(b"<!DOCTYPE html><html>") && !is_sitemap(b""));
    }

    #[test]
    fn a_file_that_is_cut_or_broken_is_never_taken_for_a_whole_one() {
        let packed = gzip(FILE.as_bytes());
        for cut in 0..packed.len() {
            assert!(locations(&packed[..cut]).is_err(), "{cut}");
        }
        for cut in 0..FILE.len() - 1 {
            assert!(locations(&FILE.as_bytes()[..cut]).is_err(), "{cut}");
        }
        let mut damaged = packed.clone();
        damaged[packed.len() - 6] ^= 1;
        assert!(locations(&damaged).is_err());
        assert!(locations(b"<sitemapindex></sitemapindex>").is_err());
    }

    #[test]
    fn long_elements_and_bombs_are_refused() {
        let head = "<urlset><url>";
        for text in
            ["<loc>".to_owned() + &"a".repeat(200_000), "<a ".to_owned() + &"b".repeat(200_000)]
        {
            assert!(locations(format!("{head}{text}").as_bytes()).unwrap_err().contains("64 KB"));
        }
        let bomb = gzip(&[head.as_bytes(), &vec![b' '; MAX_UNPACKED]].concat());
        assert!(locations(&bomb).unwrap_err().contains("64 MB"));
    }

    proptest! {
        /// Wherever the pieces end, the same is read.
        #[test]
        fn the_size_of_the_pieces_makes_no_difference(spaces in 0_usize..2 * PIECE) {
            let text = FILE.replacen("<url>", &format!("{}<url>", " ".repeat(spaces)), 1);
            prop_assert_eq!(locations(text.as_bytes()).unwrap(), expected());
        }

        #[test]
        fn any_text_is_read_without_panic(text in "[<>/!\\-\\[\\]a-cloCDAT&;# ]{0,200}") {
            let _ = locations(format!("<urlset>{text}</urlset>").as_bytes());
        }
    }
}
