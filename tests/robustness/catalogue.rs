//! Files of the catalogue: as long as the real ones, cut, and damaged.

use std::io::Write;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use playfast::extraction::{Extracted, Json, Page, Progress, Tables, extract_page};
use playfast::request::Lookup;
use serde_json::{Value, json};

use crate::memory::peak_of;
use crate::value::check;

/// They hold what they saw, whatever is read with them.
static TABLES: LazyLock<Tables> = LazyLock::new(Tables::default);

/// Two pieces of 64 KB, what inflating needs, and the ids.
const MOST: usize = 400 << 10;

fn read(file: &str, text: &[u8]) -> Extracted {
    let request = json!({"file": file, "address": "https://play.google.com/sitemaps/x"});
    let lookup = Lookup::from_json("catalogue", &request).unwrap();
    let extracted = extract_page(&TABLES, &lookup, &Page::new(text), &mut Progress::default());
    check(&extracted);
    extracted
}

/// Every eighth page is an app's.
fn shard(pages: usize, alternates: usize) -> Vec<u8> {
    let mut text = String::from("<?xml version=\"1.0\"?>\n<urlset>\n");
    for page in 0..pages {
        let kind = if page % 8 == 0 { "apps" } else { "books" };
        let address = format!("https://play.google.com/store/{kind}/details?id=com.n{page}");
        let link = format!(
            "<xhtml:link rel=\"alternate\" hreflang=\"xx\" href=\"{address}&amp;hl=xx\"/>\n"
        );
        text += "<url><loc>";
        text += &address;
        text += "</loc>\n";
        text += &link.repeat(alternates);
        text += "</url>\n";
    }
    text += "</urlset>\n";
    text.into_bytes()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn count(extracted: &Extracted) -> usize {
    let Extracted::Value(Json::Object(object)) = extracted else { panic!("{extracted:?}") };
    let value: Value = serde_json::from_slice(object).unwrap();
    value["appIds"].as_array().unwrap().len()
}

#[test]
fn a_shard_needs_the_same_memory_however_long_it_is() {
    LazyLock::force(&TABLES);
    let lengths = [(400, 10), (400, 150), (3_200, 140)].map(|(pages, alternates)| {
        let text = shard(pages, alternates);
        let packed = gzip(&text);
        let mut apps = 0;
        let took = peak_of(|| apps = count(&read("shard", &packed)));
        assert_eq!(apps, pages / 8);
        assert!(took < MOST, "{took} bytes for {} unpacked", text.len());
        text.len()
    });
    assert!(lengths[1] > 7_000_000 && lengths[2] > 50_000_000, "{lengths:?}");
}

#[test]
fn shards_cut_or_damaged_anywhere_are_never_taken_for_whole_ones() {
    let text = shard(80, 2);
    let packed = gzip(&text);
    for cut in 0..packed.len() {
        assert!(!matches!(read("shard", &packed[..cut]), Extracted::Value(_)), "{cut}");
    }
    for place in 10..packed.len() {
        let mut damaged = packed.clone();
        damaged[place] ^= 0x55;
        // The check sum is that of the right text, so a value is the right one.
        if let value @ Extracted::Value(_) = read("shard", &damaged) {
            assert_eq!(count(&value), 10, "{place}");
        }
    }
    for file in ["robots", "index", "shard"] {
        for cut in (0..text.len()).step_by(7) {
            read(file, &text[..cut]);
        }
    }
}
