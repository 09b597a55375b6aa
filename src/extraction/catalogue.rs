//! Play's list of all it has (PROTOCOL 2.13): the indexes that robots.txt names, the shards of a
//! generation, the apps of a shard.

use std::collections::HashSet;
use std::fmt::Display;

use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::sitemap::{Broken, each_location, is_sitemap};
use super::{Extracted, Json, PLAY, to_ascii};
use crate::error::{Error, ErrorKind};
use crate::request::{AppRequest, CatalogueFile, CatalogueRequest};

const APP_PAGE: &str = "/store/apps/details?";
/// What the name of a shard begins with: `play_sitemaps_2026-08-23_1787500934-00042-of-83445.xml.gz`.
const SHARD: &str = "play_sitemaps_";

/// The indexes, by address.
#[derive(Serialize)]
struct Robots {
    indexes: Vec<String>,
}

/// The shards that an index names. Their addresses differ by their number only.
#[derive(Clone, Serialize)]
struct Index {
    before: String,
    after: String,
    date: String,
    run: String,
    /// How many the generation has.
    shards: u32,
    /// Which of them it names, from and to.
    ranges: Vec<(u32, u32)>,
}

/// The apps that a shard names.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shard {
    app_ids: Vec<String>,
}

/// Reads a file.
pub(super) fn extract(request: &CatalogueRequest, body: &[u8]) -> Extracted {
    let read = match request.file {
        CatalogueFile::Robots => robots(body).map(|robots| json(&robots)),
        CatalogueFile::Index => index(body).map(|index| json(&index)),
        CatalogueFile::Shard => shard(body).map(|shard| json(&shard)),
    };
    match read {
        Ok(json) => Extracted::Value(Json::Object(json)),
        Err(Broken::Stopped(error)) => Extracted::Failed(error),
        // Most such files are a bad moment of the network.
        Err(Broken::File(why)) => Extracted::Again(malformed(request.file, why)),
    }
}

/// Whether a body may be such a file. Pages that block begin otherwise.
pub(super) fn is_file(file: CatalogueFile, body: &[u8]) -> bool {
    match file {
        CatalogueFile::Robots => body.trim_ascii_start().first().is_some_and(|byte| *byte != b'<'),
        CatalogueFile::Index | CatalogueFile::Shard => is_sitemap(body),
    }
}

/// Play has no such file (404).
pub(super) fn gone(file: CatalogueFile) -> Error {
    match file {
        CatalogueFile::Robots => Error::new(
            ErrorKind::RequestRejected,
            "Play has no robots.txt (404); this version of playfast may be outdated",
        ),
        CatalogueFile::Index | CatalogueFile::Shard => stale("the file is gone (404)"),
    }
}

/// The list was published anew while it was read.
fn stale(why: impl Display) -> Error {
    let message = format!("{why}: Play has published its catalogue anew; begin anew too");
    Error::new(ErrorKind::StaleCatalogue, message)
}

fn malformed(file: CatalogueFile, why: impl Display) -> Error {
    let block = match file {
        CatalogueFile::Robots => "robots.txt",
        CatalogueFile::Index => "sitemapindex",
        CatalogueFile::Shard => "urlset",
    };
    Error::parse(block, &[], format!("the file cannot be read: {why}"))
}

fn json(value: &impl Serialize) -> Vec<u8> {
    // Texts and numbers: nothing in it can fail to serialise.
    to_ascii(&serde_json::to_string(value).unwrap_or_default()).into_bytes()
}

/// Lines `Sitemap: address`.
fn robots(body: &[u8]) -> Result<Robots, Broken<Error>> {
    let text = String::from_utf8_lossy(body);
    let index = |line: &str| {
        let (name, address) = line.split_once(':')?;
        let is_sitemap = name.trim().eq_ignore_ascii_case("sitemap");
        (is_sitemap && !address.trim().is_empty()).then(|| address.trim().to_owned())
    };
    let indexes: Vec<String> = text.lines().filter_map(index).collect();
    if indexes.is_empty() {
        let why = "it names no sitemap; Play's layout may have changed";
        return Err(Broken::Stopped(malformed(CatalogueFile::Robots, why)));
    }
    Ok(Robots { indexes })
}

fn index(body: &[u8]) -> Result<Index, Broken<Error>> {
    let mut index: Option<Index> = None;
    each_location(body, "sitemapindex", |address| {
        let Some((number, named)) = shard_name(address) else {
            let why =
                format!("it names {address:?}, which is no shard; Play's layout may have changed");
            return Err(malformed(CatalogueFile::Index, why));
        };
        let index = index.get_or_insert_with(|| named.clone());
        if (&named.date, &named.run) != (&index.date, &index.run) {
            return Err(stale("an index names shards of two generations"));
        }
        if (&named.before, &named.after) != (&index.before, &index.after) {
            let why = format!("it names {address:?} among others that are elsewhere");
            return Err(malformed(CatalogueFile::Index, why));
        }
        match index.ranges.last_mut() {
            Some((_, to)) if *to + 1 == number => *to = number,
            _ => index.ranges.push((number, number)),
        }
        Ok(())
    })?;
    let empty = || Broken::Stopped(malformed(CatalogueFile::Index, "it names no shard"));
    index.ok_or_else(empty)
}

/// The number of a shard and what its address is otherwise.
fn shard_name(address: &str) -> Option<(u32, Index)> {
    let name = address.rsplit('/').next()?;
    let (date, rest) = name.strip_prefix(SHARD)?.split_once('_')?;
    let (run, rest) = rest.split_once('-')?;
    let (number, after) = rest.split_once('-')?;
    let total = after.strip_prefix("of-")?.strip_suffix(".xml.gz")?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if ![run, number, total].into_iter().all(is_number) {
        return None;
    }
    let before = &address[..address.len() - number.len() - 1 - after.len()];
    let (place, shards): (u32, u32) = (number.parse().ok()?, total.parse().ok()?);
    // As it is written when it is asked for.
    if place >= shards || format!("{place:05}") != number {
        return None;
    }
    let text = str::to_owned;
    let (before, after) = (text(before), format!("-{after}"));
    let index =
        Index { before, after, date: text(date), run: text(run), shards, ranges: Vec::new() };
    Some((place, index))
}

fn shard(body: &[u8]) -> Result<Shard, Broken<Error>> {
    let (mut app_ids, mut seen) = (Vec::new(), HashSet::new());
    each_location(body, "urlset", |address| {
        if let Some(id) = app_id(address)
            && seen.insert(id.clone())
        {
            app_ids.push(id);
        }
        Ok(())
    })?;
    Ok(Shard { app_ids })
}

/// The app of an address, if it is that of an app's page: books, films and music are among them.
fn app_id(address: &str) -> Option<String> {
    let query = address.strip_prefix(PLAY)?.strip_prefix(APP_PAGE)?;
    let query = query.split('#').next()?;
    let id = query.split('&').find_map(|parameter| parameter.strip_prefix("id="))?;
    let id = id.replace('+', " ");
    let id = percent_decode_str(&id).decode_utf8().ok()?;
    AppRequest::is_app_id(&id).then(|| id.into_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(file: &str, body: &str) -> Result<Value, Error> {
        let request = json!({"file": file, "address": "https://play.google.com/x"});
        let request = CatalogueRequest::from_json(&request).unwrap();
        assert!(is_file(request.file, body.as_bytes()), "{body}");
        match extract(&request, body.as_bytes()) {
            Extracted::Value(Json::Object(json)) => Ok(serde_json::from_slice(&json).unwrap()),
            Extracted::Failed(error) | Extracted::Again(error) => Err(error),
            other => panic!("{other:?}"),
        }
    }

    fn index_of(addresses: &[&str]) -> Result<Value, Error> {
        let list = addresses.join("</loc></sitemap><sitemap><loc>");
        let one = format!("<sitemap><loc>{list}</loc></sitemap>");
        let list = if addresses.is_empty() { "" } else { &one };
        read("index", &format!("<sitemapindex>{list}</sitemapindex>"))
    }

    #[test]
    fn robots_names_the_indexes() {
        let robots = "User-agent: *\nDisallow: /x\nSitemap: https://a.example/0.xml\r\nsitemap:https://a.example/1.xml\n#Sitemap: no\n";
        let indexes = ["https://a.example/0.xml", "https://a.example/1.xml"];
        assert_eq!(read("robots", robots).unwrap(), json!({"indexes": indexes}));
        assert_eq!(read("robots", "User-agent: *\n").unwrap_err().kind(), ErrorKind::Parse);
        assert!(!is_file(CatalogueFile::Robots, b"<html>") && !is_file(CatalogueFile::Robots, b""));
    }

    #[test]
    fn an_index_is_a_generation_and_numbers() {
        let address = |number: &str| {
            format!(
                "https://p.example/s/play_sitemaps_2026-08-23_1787500934-{number}-of-83445.xml.gz"
            )
        };
        let named = ["00000", "00001", "00002", "00007", "50000"].map(address);
        let index = index_of(&named.each_ref().map(String::as_str)).unwrap();
        let before = "https://p.example/s/play_sitemaps_2026-08-23_1787500934-";
        let expected = json!({
            "before": before, "after": "-of-83445.xml.gz", "date": "2026-08-23", "run": "1787500934",
            "shards": 83445, "ranges": [[0, 2], [7, 7], [50000, 50000]],
        });
        assert_eq!(index, expected);
    }

    #[test]
    fn other_addresses_in_an_index_are_refused() {
        let good = "https://p.example/s/play_sitemaps_2026-08-23_17-00000-of-3.xml.gz";
        let stale = "https://p.example/s/play_sitemaps_2026-08-23_18-00001-of-3.xml.gz";
        assert_eq!(index_of(&[good, stale]).unwrap_err().kind(), ErrorKind::StaleCatalogue);
        for bad in [
            "https://q.example/s/play_sitemaps_2026-08-23_17-00001-of-3.xml.gz",
            "https://p.example/s/play_sitemaps_2026-08-23_17-00001-of-4.xml.gz",
            "https://p.example/s/play_sitemaps_2026-08-23_17-00003-of-3.xml.gz",
            "https://p.example/s/play_sitemaps_2026-08-23_17-1-of-3.xml.gz",
            "https://p.example/s/play_sitemaps_2026-08-23_17-+0001-of-3.xml.gz",
            "https://p.example/s/other.xml",
            "",
        ] {
            assert_eq!(index_of(&[good, bad]).unwrap_err().kind(), ErrorKind::Parse, "{bad}");
        }
        assert_eq!(index_of(&[]).unwrap_err().kind(), ErrorKind::Parse);
    }

    #[test]
    fn a_shard_has_books_and_films_too() {
        let addresses = [
            "https://play.google.com/store/apps/details?id=com.foo",
            "https://play.google.com/store/books/details?id=com.book",
            "https://play.google.com/store/apps/details?hl=en&amp;id=com.b%61r%C3%A9#x",
            "https://play.google.com/store/apps/details?id=com.foo",
            "https://play.google.com/store/apps/dev?id=5700313618786177705",
            "https://play.google.com/store/apps/details/extra?id=com.no",
            "https://other.example/store/apps/details?id=com.no",
            "https://play.google.com/store/apps/details?id=",
            "https://play.google.com/store/apps/details?id=%ff",
            "https://play.google.com/store/apps/details?id=a+b",
            "https://play.google.com/store/apps/details?pid=com.no",
        ];
        let list = addresses.map(|address| {
            format!("<url><loc>{address}</loc><xhtml:link href=\"https://play.google.com/store/apps/details?id=com.alternate\"/></url>")
        });
        let shard = read("shard", &format!("<urlset>{}</urlset>", list.concat())).unwrap();
        assert_eq!(shard, json!({"appIds": ["com.foo", "com.baré"]}));
        assert_eq!(read("shard", "<urlset>").unwrap_err().kind(), ErrorKind::Parse);
    }
}
