//! The address of a page, and how a page is put together from blocks.

use crate::app::{App, Kind};
use crate::batch::{Malformed, form};
use crate::data_safety_page::data_safety_page;
use crate::details_page::details_page;
use crate::developer::Developer;
use crate::drift::Drift;
use crate::filler::{HEAD, MARKUP, NONCE};
use crate::list_page::{developer_page, similar_page};
use crate::packed::{Part, join};
use crate::script::{Booleans, push_script};
use crate::search::Search;
use crate::search_page::search_page;
use crate::similar::app_of;
use bytes::Bytes;
use serde_json::Value;
use std::io::Write;

const DETAILS: &str = "/store/apps/details";
const DATA_SAFETY: &str = "/store/apps/datasafety";
const SEARCH: &str = "/store/search";
const CLUSTER: &str = "/store/apps/collection/cluster";
const DEVELOPER_NUMBER: &str = "/store/apps/dev";
const DEVELOPER_NAME: &str = "/store/apps/developer";

/// In the query of an address that a page has moved to.
const MOVED: &str = "redirected=1";

/// What a GET asks for.
pub(crate) struct Page {
    pub(crate) hl: String,
    pub(crate) gl: String,
    drift: Drift,
    subject: Subject,
}

enum Subject {
    App(String),
    /// What an app declares of its users' data.
    DataSafety(String),
    Search(Search),
    /// The apps like one, by what the address says.
    Similar(String),
    Developer(Developer),
}

/// What there is at an address.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Page,
    Nothing,
    /// The same page, elsewhere.
    Moved(String),
}

impl Page {
    pub(crate) fn is_at(path: &str) -> bool {
        [DETAILS, DATA_SAFETY, SEARCH, CLUSTER, DEVELOPER_NUMBER, DEVELOPER_NAME].contains(&path)
    }

    pub(crate) fn parse(path: &str, query: &str) -> Result<Self, Malformed> {
        let parameters = form(query.as_bytes())?;
        let get = |name: &str| {
            parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
        };
        let id = || get("id").ok_or("The address has no id.");
        let subject = match path {
            DETAILS => Subject::App(id()?),
            DATA_SAFETY => Subject::DataSafety(id()?),
            CLUSTER => Subject::Similar(get("gsr").ok_or("The address has no gsr.")?),
            DEVELOPER_NUMBER | DEVELOPER_NAME => {
                let by_number = path == DEVELOPER_NUMBER;
                Subject::Developer(Developer { asked: id()?, by_number })
            }
            _ => {
                let term = get("q").ok_or("The address has no q.")?;
                Subject::Search(Search::on_page(term, get("price").as_deref()))
            }
        };
        Ok(Self {
            hl: get("hl").unwrap_or_else(|| "en".into()),
            gl: get("gl").unwrap_or_else(|| "us".into()),
            drift: Drift::default(),
            subject,
        })
    }

    /// The same where this has moved.
    pub(crate) fn drifted(self, drift: Drift) -> Self {
        Self { drift, ..self }
    }

    pub(crate) fn drift(&self) -> &Drift {
        &self.drift
    }

    pub(crate) fn find(&self, path: &str, query: &str) -> Found {
        match &self.subject {
            // Of an app that is missing there is a page that says so.
            Subject::Search(_) | Subject::DataSafety(_) => Found::Page,
            Subject::Similar(gsr) if app_of(gsr).is_some() => Found::Page,
            Subject::Developer(developer) if developer.index().is_some() => Found::Page,
            Subject::Similar(_) | Subject::Developer(_) => Found::Nothing,
            Subject::App(id) => match App::new(id, &self.hl, &self.gl).kind {
                Kind::Missing => Found::Nothing,
                Kind::Redirect if !query.split('&').any(|part| part == MOVED) => {
                    Found::Moved(format!("{path}?{query}&{MOVED}"))
                }
                _ => Found::Page,
            },
        }
    }

    pub(crate) fn body(&self, zipped: bool) -> Bytes {
        let Self { hl, gl, drift, .. } = self;
        let parts = match &self.subject {
            Subject::App(id) => details_page(id, hl, gl, drift),
            Subject::DataSafety(id) => data_safety_page(id, hl, gl),
            Subject::Search(search) => search_page(search, hl, gl, drift),
            Subject::Similar(gsr) => similar_page(&app_of(gsr).unwrap_or_default(), gsr, hl, gl),
            Subject::Developer(developer) => developer_page(developer, hl, gl),
        };
        join(&parts, zipped)
    }
}

/// An answer that a page holds, with the request that it answers.
pub(crate) struct Block {
    pub(crate) rpc: &'static str,
    /// The number that some requests have beside them.
    pub(crate) extension: Option<&'static str>,
    pub(crate) request: Value,
    /// Whether the map has it as JavaScript that is no JSON.
    pub(crate) loose: bool,
    pub(crate) hash: u32,
    pub(crate) data: Value,
}

/// What a page is made of.
pub(crate) struct Sheet {
    pub(crate) title: String,
    /// The markup that comes first, and what comes after all of it.
    pub(crate) top: String,
    pub(crate) linked_data: Vec<u8>,
    /// By number.
    pub(crate) blocks: Vec<Block>,
    /// The numbers, as they come in the document.
    pub(crate) order: &'static [usize],
    pub(crate) booleans: Booleans,
}

impl Sheet {
    pub(crate) fn parts(self, hl: &str) -> Vec<Part> {
        let mut start = Vec::new();
        // Writing to memory cannot fail, here and below.
        let _ = write!(
            start,
            "<!doctype html><html lang=\"{}\" dir=\"ltr\"><head><base href=\"https://play.google.com/\">",
            escaped(hl)
        );
        let mut middle = Vec::new();
        let _ = write!(middle, "<title id=\"main-title\">{}</title>", escaped(&self.title));
        self.push_requests(&mut middle);
        let _ = write!(middle, "</head><body id=\"yDmH0d\">{}", self.top);
        let mut data = self.linked_data;
        let mut parts = vec![
            Part::Made(start),
            Part::Constant(&HEAD),
            Part::Made(middle),
            Part::Constant(&MARKUP),
        ];
        for (number, block) in
            self.order.iter().filter_map(|number| Some((number, self.blocks.get(*number)?)))
        {
            let _ = write!(
                data,
                "<script class=\"ds:{number}\" nonce=\"{NONCE}\">AF_initDataCallback({{key: 'ds:{number}', hash: '{}', data:",
                block.hash
            );
            push_script(&mut data, &block.data, self.booleans);
            data.extend_from_slice(b", sideChannel: {}});</script>");
        }
        data.extend_from_slice(b"</body></html>");
        parts.push(Part::Made(data));
        parts
    }

    /// JavaScript, not JSON.
    fn push_requests(&self, out: &mut Vec<u8>) {
        let _ = write!(out, "<script nonce=\"{NONCE}\">var AF_initDataKeys = [");
        for number in 0..self.blocks.len() {
            let _ = write!(out, "{}\"ds:{number}\"", if number == 0 { "" } else { "," });
        }
        out.extend_from_slice(b"]; var AF_dataServiceRequests = {");
        for (number, block) in self.blocks.iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            let _ = write!(out, "{comma}'ds:{number}' : {{id:'{}',", block.rpc);
            if let Some(extension) = block.extension {
                let _ = write!(out, "ext: {extension} ,");
            }
            out.extend_from_slice(b"request:");
            let start = out.len();
            push_script(out, &block.request, self.booleans);
            if block.loose {
                let loose = String::from_utf8_lossy(&out[start..]).replace("null", "void 0");
                out.truncate(start);
                out.extend_from_slice(loose.as_bytes());
            }
            out.push(b'}');
        }
        out.extend_from_slice(
            b"}; var AF_initDataChunkQueue = []; var AF_initDataCallback; if (!AF_initDataCallback) \
            {AF_initDataCallback = function(chunk) {AF_initDataChunkQueue.push(chunk);};}</script>",
        );
    }
}

/// A text as markup.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query: &str) -> Found {
        Page::parse(DETAILS, query).expect("well formed").find(DETAILS, query)
    }

    #[test]
    fn addresses_lead_to_pages_to_nothing_or_elsewhere() {
        assert_eq!(found("id=com.a.b"), Found::Page);
        assert_eq!(found("id=com.missing.b&hl=de"), Found::Nothing);
        let moved = "/store/apps/details?id=com.redirect.b&hl=de&redirected=1".to_owned();
        assert_eq!(found("id=com.redirect.b&hl=de"), Found::Moved(moved));
        assert_eq!(found("id=com.redirect.b&hl=de&redirected=1"), Found::Page);
        for (path, query) in [
            (DETAILS, ""),
            (DETAILS, "hl=en"),
            (DATA_SAFETY, ""),
            (SEARCH, "c=apps"),
            (SEARCH, "q=%"),
            (CLUSTER, ""),
        ] {
            assert!(Page::parse(path, query).is_err(), "{query}");
        }
        let search = Page::parse(SEARCH, "q=a%20b&price=2").expect("well formed");
        assert!(matches!(search.subject, Subject::Search(search) if search.term == "a b"));
    }
}
