//! Sitemaps: robots.txt names two indexes, these name the shards, and a shard names pages of all
//! kinds, each with its alternates in other languages. The gzip of a shard is the file itself.

use crate::locale::civil;
use crate::packed::gzip;
use crate::page::escaped;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

const ROBOTS: &str = "/robots.txt";
const FOLDER: &str = "/sitemaps/";
const PLAY: &str = "https://play.google.com";

/// One page in so many is an app's.
const APP_EVERY: u32 = 8;
/// The others, in turn.
const OTHERS: [&str; 4] = [
    "/store/books/details?id=",
    "/store/audiobooks/details?id=",
    "/store/movies/details?id=",
    "/store/apps/dev?id=",
];

/// What is published.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Catalogue {
    /// Seconds since 1970 of the generation.
    run: u64,
    shards: u32,
    /// Pages that a shard names.
    pages: u32,
    /// Addresses in other languages that each page has.
    alternates: u32,
    /// The second index is that of the next generation.
    mixed: bool,
    /// The origin that the indexes name, instead of the one that was asked.
    elsewhere: Option<String>,
}

impl Default for Catalogue {
    fn default() -> Self {
        Self {
            run: 1_787_500_934,
            shards: 20,
            pages: 400,
            alternates: 10,
            mixed: false,
            elsewhere: None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum File {
    Robots,
    Index(u32),
    Shard(u32),
}

impl File {
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Robots => "text/plain",
            Self::Index(_) => "text/xml",
            Self::Shard(_) => "application/x-gzip",
        }
    }
}

/// Whether a path may be one of these files.
pub(crate) fn is_at(path: &str) -> bool {
    path == ROBOTS || path.starts_with(FOLDER)
}

impl Catalogue {
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.shards == 0 || self.shards > 100_000 || self.pages > 1_000 || self.alternates > 200
        {
            return Err(
                "A catalogue has 1 to 100000 shards of at most 1000 pages with at most 200 \
                alternates."
                    .into(),
            );
        }
        Ok(())
    }

    /// The file at a path.
    pub(crate) fn find(&self, path: &str) -> Option<File> {
        if path == ROBOTS {
            return Some(File::Robots);
        }
        let name = path.strip_prefix(FOLDER)?;
        match name {
            "sitemaps-index-0.xml" => return Some(File::Index(0)),
            "sitemaps-index-1.xml" => return Some(File::Index(1)),
            _ => {}
        }
        let number = name.rsplit_once("-of-")?.0.rsplit('-').next()?.parse().ok()?;
        (number < self.shards && self.name(self.run, number) == name).then_some(File::Shard(number))
    }

    /// What is in it, for somebody who asked this origin.
    pub(crate) fn body(&self, file: File, origin: &str) -> Bytes {
        match file {
            File::Robots => robots(origin).into(),
            File::Index(number) => self.index(number, origin).into(),
            File::Shard(number) => gzip(self.shard(number).into_bytes()),
        }
    }

    fn name(&self, run: u64, number: u32) -> String {
        let (year, month, day) = civil(run / 86_400);
        let shards = self.shards;
        format!("play_sitemaps_{year}-{month:02}-{day:02}_{run}-{number:05}-of-{shards:05}.xml.gz")
    }

    /// The first half of the shards, or the second.
    fn index(&self, number: u32, origin: &str) -> String {
        let half = self.shards.div_ceil(2);
        let (numbers, run) = match number {
            0 => (0..half, self.run),
            _ => (half..self.shards, self.run + u64::from(self.mixed)),
        };
        let origin = self.elsewhere.as_deref().unwrap_or(origin);
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for number in numbers {
            let name = self.name(run, number);
            // Writing to a String cannot fail, here and below.
            let _ = writeln!(out, "<sitemap><loc>{origin}{FOLDER}{name}</loc></sitemap>");
        }
        out.push_str("</sitemapindex>\n");
        out
    }

    fn shard(&self, number: u32) -> String {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
            xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
        );
        for page in 0..self.pages {
            let address = address(number, page);
            let _ = writeln!(out, "<url><loc>{}</loc>", escaped(&address));
            let letters = || (b'a'..=b'z').map(char::from);
            let codes = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}")));
            for code in codes.take(self.alternates as usize) {
                let href = escaped(&format!("{address}&hl={code}"));
                let _ = writeln!(
                    out,
                    "<xhtml:link rel=\"alternate\" hreflang=\"{code}\" href=\"{href}\"/>"
                );
            }
            out.push_str("</url>\n");
        }
        out.push_str("</urlset>\n");
        out
    }
}

fn robots(origin: &str) -> String {
    let index = |number: u32| format!("Sitemap: {origin}{FOLDER}sitemaps-index-{number}.xml\n");
    format!("User-agent: *\nDisallow: /search\n{}{}", index(0), index(1))
}

/// Of an app's addresses, one in five has its dots escaped, another the language in front.
fn address(shard: u32, page: u32) -> String {
    if page % APP_EVERY != shard % APP_EVERY {
        let other = OTHERS[(page % 4) as usize];
        return format!("{PLAY}{other}x{shard:05}p{page:03}");
    }
    let number = page / APP_EVERY;
    let id = format!("com.catalogue.s{shard:05}.a{number:03}");
    match number % 5 {
        3 => format!("{PLAY}/store/apps/details?id={}", id.replace('.', "%2E")),
        4 => format!("{PLAY}/store/apps/details?hl=en&id={id}"),
        _ => format!("{PLAY}/store/apps/details?id={id}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read;

    const ORIGIN: &str = "https://localhost:1";
    const NAME: &str = "play_sitemaps_2026-08-23_1787500934-00011-of-00020.xml.gz";

    fn text(catalogue: &Catalogue, path: &str) -> Option<String> {
        let file = catalogue.find(path)?;
        let body = catalogue.body(file, ORIGIN);
        let mut text = String::new();
        if matches!(file, File::Shard(_)) {
            GzDecoder::new(&body[..]).read_to_string(&mut text).expect("gzip");
        } else {
            text = String::from_utf8(body.to_vec()).expect("text");
        }
        Some(text)
    }

    #[test]
    fn each_file_names_the_next() {
        let catalogue = Catalogue::default();
        let robots = text(&catalogue, ROBOTS).expect("robots.txt");
        assert!(robots.contains("\nSitemap: https://localhost:1/sitemaps/sitemaps-index-1.xml\n"));
        let index = text(&catalogue, "/sitemaps/sitemaps-index-1.xml").expect("an index");
        assert_eq!(index.matches("<loc>").count(), 10);
        assert!(index.contains(&format!("<loc>{ORIGIN}{FOLDER}{NAME}</loc>")));
        let shard = text(&catalogue, &format!("{FOLDER}{NAME}")).expect("a shard");
        assert_eq!(shard.matches("<loc>").count(), 400);
        assert_eq!(shard.matches("<loc>https://play.google.com/store/apps/details?").count(), 50);
        assert_eq!(shard.matches("hreflang").count(), 4_000);
        assert!(
            shard.contains("<loc>https://play.google.com/store/apps/details?hl=en&amp;id=com.")
        );
        for path in ["/sitemaps/", "/sitemaps/sitemaps-index-2.xml", "/sitemaps/x.xml.gz"] {
            assert!(text(&catalogue, path).is_none(), "{path}");
        }
    }

    #[test]
    fn the_next_generation_has_other_names() {
        let next = Catalogue { run: 1_787_600_000, ..Catalogue::default() };
        assert!(text(&next, &format!("{FOLDER}{NAME}")).is_none());
        let mixed = Catalogue { mixed: true, ..Catalogue::default() };
        let index = text(&mixed, "/sitemaps/sitemaps-index-1.xml").expect("an index");
        assert!(index.contains("_1787500935-00010-of-"));
        let elsewhere =
            Catalogue { elsewhere: Some("https://b.example".into()), ..Catalogue::default() };
        let index = text(&elsewhere, "/sitemaps/sitemaps-index-0.xml").expect("an index");
        assert!(index.contains("<loc>https://b.example/sitemaps/play_sitemaps_"));
        assert!(Catalogue { shards: 0, ..Catalogue::default() }.check().is_err());
    }
}
