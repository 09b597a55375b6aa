//! A file of Play's own list of all it has: robots.txt, which names the indexes; an index, which
//! names the shards; a shard, which names some 400 pages (PROTOCOL 2.13). Each is a GET.

use serde_json::Value;

use super::{Fields, Locale};
use crate::error::Error;

const ROBOTS: &str = "/robots.txt";

/// Asks for one file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CatalogueRequest {
    /// Which file.
    pub file: CatalogueFile,
    /// Path, or the address as Play named it. The transport asks for none off the base origin.
    pub address: String,
    /// The files are everybody's.
    pub locale: Locale,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CatalogueFile {
    /// Names the indexes.
    Robots,
    /// Names the shards.
    Index,
    /// Names the pages.
    Shard,
}

impl CatalogueRequest {
    /// A file is a request of its own.
    pub(super) const WEIGHT: u32 = 1000;

    /// Reads a request: an object with `file` and, but for `robots`, its `address`.
    ///
    /// # Errors
    /// `InvalidArgument` that names the field.
    pub fn from_json(request: &Value) -> Result<Self, Error> {
        let fields = Fields::new(request, &["file", "address"])?;
        let names = [
            ("robots", CatalogueFile::Robots),
            ("index", CatalogueFile::Index),
            ("shard", CatalogueFile::Shard),
        ];
        let file = fields.one_of("file", &names)?.unwrap_or(CatalogueFile::Robots);
        let address = match file {
            CatalogueFile::Robots => ROBOTS,
            CatalogueFile::Index | CatalogueFile::Shard => fields.str("address")?,
        };
        Ok(Self { file, address: address.to_owned(), locale: Locale::default() })
    }

    pub(super) fn page(&self) -> String {
        self.address.clone()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_file_is_asked_for_where_play_says() {
        let page = |request: Value| CatalogueRequest::from_json(&request).unwrap().page();
        assert_eq!(page(json!({"file": "robots"})), "/robots.txt");
        let address = "https://play.google.com/sitemaps/a.xml";
        assert_eq!(page(json!({"file": "index", "address": address})), address);
        for (request, field) in [
            (json!({"file": "shards"}), "file"),
            (json!({"file": "shard"}), "address"),
            (json!({"file": "index", "address": 7}), "address"),
            (json!({"shard": 1}), "shard"),
        ] {
            let error = CatalogueRequest::from_json(&request).unwrap_err();
            assert_eq!(error.field(), Some(field), "{request}");
        }
    }
}
