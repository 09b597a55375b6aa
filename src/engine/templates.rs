//! The requests that a client asks with: those that are built in, or better ones that Play's pages
//! published. Kept in memory, and told of in the report.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde_json::Value;
use tokio::time::Instant;

use crate::extraction::{Page, published_flags, published_request};
use crate::request::{Call, Lookup, Published, Template, TemplateKind, difference, search_flags};

/// A page is asked for its request once in this time, for each kind.
const BETWEEN_PAGES: Duration = Duration::from_secs(6 * 3600);
/// So many apps in a row that Play knows nothing of are unusual; a page tells whether there is one.
const UNKNOWN_IN_ROW: usize = 16;

/// The requests of a client.
pub(super) struct Templates {
    adopts: bool,
    noted: Mutex<Noted>,
    /// Apps that Play knew nothing of since the last that it knew.
    unknown: AtomicUsize,
}

/// What is known, by the numbers of the kinds.
#[derive(Default)]
struct Noted {
    kinds: [Kind; TemplateKind::ALL.len()],
    flags: FlagsDrift,
    /// As they were published last.
    last_flags: String,
}

#[derive(Default)]
struct Kind {
    in_force: Option<Template>,
    adopted_at: Option<SystemTime>,
    asked: Option<(Instant, SystemTime)>,
    pages: u64,
    differs: Option<String>,
    refused: Option<String>,
}

/// What a page publishes for a lookup.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum OnPage {
    /// What is asked with already.
    Same,
    /// Another request that may be asked with.
    Another(Template),
    /// Nothing that may be.
    Refused,
}

/// With which requests a client asks, and what pages publish.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TemplatesDrift {
    /// The calls that pages publish too.
    pub templates: Vec<TemplateDrift>,
    /// The flags that searches carry.
    pub flags: FlagsDrift,
}

/// With which request a kind of call is asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateDrift {
    /// The lookup.
    pub lookup: &'static str,
    /// The RPC.
    pub rpc_id: &'static str,
    /// `builtIn` or `adopted`.
    pub in_force: &'static str,
    /// When it was adopted, in ms since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adopted_at: Option<u64>,
    /// When a page was asked for its request, in ms since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<u64>,
    /// Pages whose request was read.
    pub pages: u64,
    /// Where the request of the last page differs from the one that is built in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differs: Option<String>,
    /// Why what was published is not asked with, where it was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// Whether the flags that pages publish for searches are those that are built in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FlagsDrift {
    /// Pages whose flags were read.
    pub pages: u64,
    /// Where those of the last page differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differs: Option<String>,
}

impl Templates {
    pub(super) fn new(adopts: bool) -> Self {
        Self { adopts, noted: Mutex::default(), unknown: AtomicUsize::default() }
    }

    /// Whether it asks with other requests than those that are built in.
    pub(super) fn adopts(&self) -> bool {
        self.adopts
    }

    /// The call that asks for a lookup; nothing if only a page does.
    pub(super) fn call(&self, lookup: &Lookup) -> Option<Call> {
        if !self.has_adopted() {
            return lookup.call();
        }
        let Some(Published { kind, asked, built_in }) = lookup.published() else {
            return lookup.call();
        };
        let request =
            self.with(kind, |kind| kind.in_force.as_ref().map(|template| template.request(&asked)));
        Some(Call { request: request.unwrap_or(built_in.request), ..built_in })
    }

    /// Compares what a page publishes with what is built in. Pages that are asked anyway are read too.
    pub(super) fn read_page(&self, lookup: &Lookup, page: &Page<'_>) -> OnPage {
        let Some(Published { kind, asked, built_in }) = lookup.published() else {
            return OnPage::Refused;
        };
        self.read_flags(page);
        let read = published_request(page, built_in.rpc_id).map_or_else(
            || Err(format!("the page has no request of {}", built_in.rpc_id)),
            |text| {
                // What is equal need not be read.
                if text == built_in.request.as_bytes() {
                    return Ok((Template::read(text, &asked).ok(), None));
                }
                let template = Template::read(text, &asked)
                    .map_err(|why| format!("the page's request {why}"))?;
                Ok((Some(template), differs(&built_in.request, text)))
            },
        );
        self.with(kind, |kind| {
            kind.pages += 1;
            match read {
                Err(why) => {
                    (kind.differs, kind.refused) = (None, Some(why));
                    OnPage::Refused
                }
                Ok((template, differs)) => {
                    let is_built_in = differs.is_none();
                    kind.differs = differs;
                    match template {
                        None => OnPage::Same,
                        Some(template) if kind.in_force.as_ref() == Some(&template) => OnPage::Same,
                        Some(_) if is_built_in && kind.in_force.is_none() => OnPage::Same,
                        Some(template) => OnPage::Another(template),
                    }
                }
            }
        })
    }

    fn read_flags(&self, page: &Page<'_>) {
        let Some(flags) = published_flags(page) else { return };
        let mut noted = self.noted();
        noted.flags.pages += 1;
        if noted.last_flags != flags {
            noted.flags.differs = differs(search_flags(), flags.as_bytes());
            noted.last_flags = flags;
        }
    }

    /// Whether a page may be asked for its request now; then it is taken as asked.
    pub(super) fn may_ask_page(&self, kind: TemplateKind, now: Instant) -> bool {
        self.adopts
            && self.with(kind, |kind| {
                let may = kind.asked.is_none_or(|(at, _)| now >= at + BETWEEN_PAGES);
                if may {
                    kind.asked = Some((now, SystemTime::now()));
                    kind.refused = None;
                }
                may
            })
    }

    /// Whether Play has known none of many apps, with what it answered now.
    pub(super) fn knows_none(&self, known: usize, unknown: usize) -> bool {
        if known > 0 {
            self.unknown.store(0, Ordering::Relaxed);
            return false;
        }
        self.unknown.fetch_add(unknown, Ordering::Relaxed) + unknown >= UNKNOWN_IN_ROW
    }

    /// From now on it is asked with this.
    pub(super) fn adopt(&self, kind: TemplateKind, template: Template) {
        self.with(kind, |kind| {
            kind.in_force = Some(template);
            kind.adopted_at = Some(SystemTime::now());
            kind.refused = None;
        });
    }

    /// It is not asked with what a page published.
    pub(super) fn refuse(&self, kind: TemplateKind, why: String) {
        self.with(kind, |kind| kind.refused = Some(why));
    }

    pub(super) fn drift(&self) -> TemplatesDrift {
        let noted = self.noted();
        let of = |(kind, noted): (TemplateKind, &Kind)| TemplateDrift {
            lookup: kind.lookup(),
            rpc_id: kind.rpc_id(),
            in_force: if noted.in_force.is_some() { "adopted" } else { "builtIn" },
            adopted_at: noted.adopted_at.map(millis),
            asked_at: noted.asked.map(|(_, at)| millis(at)),
            pages: noted.pages,
            differs: noted.differs.clone(),
            refused: noted.refused.clone(),
        };
        let kinds = TemplateKind::ALL.into_iter().zip(&noted.kinds);
        TemplatesDrift { templates: kinds.map(of).collect(), flags: noted.flags.clone() }
    }

    fn has_adopted(&self) -> bool {
        self.noted().kinds.iter().any(|kind| kind.in_force.is_some())
    }

    fn with<T>(&self, kind: TemplateKind, then: impl FnOnce(&mut Kind) -> T) -> T {
        then(&mut self.noted().kinds[kind as usize])
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn differs(ours: &str, theirs: &[u8]) -> Option<String> {
    let ours: Value = serde_json::from_str(ours).ok()?;
    match serde_json::from_slice(theirs) {
        Ok(theirs) => difference(&ours, &theirs),
        Err(error) => Some(format!("it is no strict JSON: {error}")),
    }
}

fn millis(at: SystemTime) -> u64 {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn app(id: &str) -> Lookup {
        Lookup::from_json("app", &json!(id)).unwrap()
    }

    fn page(rpc_id: &str, request: &str) -> String {
        format!(
            "AF_dataServiceRequests = {{'ds:1' : {{id:'X',request:[]}},'ds:9' : {{id:'{rpc_id}',ext: 1.5E8 ,request:[\"com.a\"]}},\
             'ds:5' : {{id:'{rpc_id}',ext: 1.5E8 ,request:{request}}}}}; var AF_initDataChunkQueue"
        )
    }

    fn of_app(templates: &Templates) -> TemplateDrift {
        templates.drift().templates.remove(0)
    }

    #[test]
    fn another_request_is_noticed_and_adopted_for_all() {
        let templates = Templates::new(true);
        let built_in = app("com.a").call().unwrap().request;
        let html = page("Ws7gDc", &built_in);
        assert_eq!(templates.read_page(&app("com.a"), &Page::new(html.as_bytes())), OnPage::Same);
        assert_eq!((of_app(&templates).pages, of_app(&templates).differs), (1, None));
        let html = page("Ws7gDc", &built_in.replace(",193]", ",193,201]"));
        let OnPage::Another(template) =
            templates.read_page(&app("com.a"), &Page::new(html.as_bytes()))
        else {
            panic!("it is the same")
        };
        let differs = Some("request[2][0] has 201 besides".to_owned());
        assert_eq!(of_app(&templates).differs, differs);
        assert_eq!(templates.call(&app("com.b")), app("com.b").call());
        templates.adopt(TemplateKind::App, template);
        let expected = app("com.b").call().unwrap().request.replace(",193]", ",193,201]");
        assert_eq!(templates.call(&app("com.b")).unwrap().request, expected);
        assert_eq!(templates.read_page(&app("com.a"), &Page::new(html.as_bytes())), OnPage::Same);
        let TemplateDrift { in_force, adopted_at, pages, .. } = of_app(&templates);
        assert_eq!((in_force, adopted_at.is_some(), pages), ("adopted", true, 3));
        // Others are asked for as before.
        let list = Lookup::from_json("list", &json!({})).unwrap();
        assert_eq!(templates.call(&list), list.call());
    }

    #[test]
    fn why_a_request_is_none_to_ask_with_is_told() {
        let templates = Templates::new(true);
        let long = format!("[\"com.a\",\"{}\"]", "x".repeat(65_536));
        for (html, why) in [
            (page("Ws7gDd", "[\"com.a\"]"), "the page has no request of Ws7gDc"),
            (String::new(), "the page has no request of Ws7gDc"),
            (page("Ws7gDc", &long), "the page's request has 65548 bytes, more than 65536"),
            (
                page("Ws7gDc", "[[\"com.a\"],[\"com.a\"]]"),
                "the page's request names what was asked for 2 times, not once",
            ),
            (
                page("Ws7gDc", "['com.a', \"com.a\", ]"),
                "the page's request is no strict JSON: expected value at line 1 column 2",
            ),
        ] {
            assert_eq!(
                templates.read_page(&app("com.a"), &Page::new(html.as_bytes())),
                OnPage::Refused
            );
            assert_eq!(of_app(&templates).refused.as_deref(), Some(why));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_is_asked_once_in_six_hours_for_each_kind() {
        let templates = Templates::new(true);
        let may = |kind| templates.may_ask_page(kind, Instant::now());
        assert!(may(TemplateKind::App) && may(TemplateKind::Search) && !may(TemplateKind::App));
        tokio::time::advance(BETWEEN_PAGES.checked_sub(Duration::from_millis(1)).unwrap()).await;
        assert!(!may(TemplateKind::App));
        tokio::time::advance(Duration::from_millis(1)).await;
        assert!(may(TemplateKind::App) && !may(TemplateKind::App));
        assert!(!Templates::new(false).may_ask_page(TemplateKind::App, Instant::now()));
    }

    #[test]
    fn apps_that_play_does_not_know_are_counted_in_a_row() {
        let templates = Templates::new(true);
        for (known, unknown, knows_none) in
            [(0, 15, false), (1, 31, false), (0, 15, false), (0, 0, false), (0, 1, true)]
        {
            assert_eq!(templates.knows_none(known, unknown), knows_none);
        }
    }

    #[test]
    fn flags_are_compared() {
        let templates = Templates::new(true);
        let html = |flags: &str| format!("<script>WIZ_global_data = {{\"QEwZ9c\":{flags}}}");
        let published = search_flags().replacen('[', "%.@.", 1);
        for (flags, differs) in [
            (json!(published).to_string(), None),
            (
                json!(published.replacen("[20,50]", "[20,60]", 1)).to_string(),
                Some("request[0][1] has 60 besides and no 50"),
            ),
            (
                "\"%.@.[\"".to_owned(),
                Some("it is no strict JSON: EOF while parsing a list at line 1 column 2"),
            ),
        ] {
            templates.read_page(&app("com.a"), &Page::new(html(&flags).as_bytes()));
            assert_eq!(templates.drift().flags.differs.as_deref(), differs);
        }
        assert_eq!(templates.drift().flags.pages, 3);
    }
}
