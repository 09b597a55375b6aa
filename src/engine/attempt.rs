//! One HTTP request: tasks go out together, what became of each comes back.

use std::sync::Arc;

use super::batch::Source;
use super::call::{Ask, Group, Task};
use super::check::{Finding, nothing};
use super::classify::{Failure, classify};
use super::templates::Templates;
use crate::error::{Error, ErrorKind};
use crate::extraction::{
    Extracted, Frames, Json, Mappings, Page, Progress, Tables, extract, extract_beside,
    extract_page, no_page, without_page,
};
use crate::request::{Call, Envelope, Lookup};
use crate::transport::{self, Method, Request, Transport};

/// What is sent.
pub(super) struct Attempt {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) tables: Arc<Tables>,
    pub(super) templates: Arc<Templates>,
    pub(super) group: Arc<Group>,
    pub(super) tasks: Vec<Task>,
    /// A cookie that refuses consent goes along.
    pub(super) consent: bool,
    /// With what a check reads its answers: with tables of their own, which count what was served.
    pub(super) check: Option<Mappings>,
}

/// What became of it.
pub(super) struct Report {
    pub(super) tasks: Vec<Task>,
    /// What became of each task.
    pub(super) settled: Vec<Settled>,
    /// Bytes of each task's answer, unpacked.
    pub(super) sizes: Vec<usize>,
    /// Why the request as a whole brought nothing.
    pub(super) failure: Option<Failure>,
    pub(super) status: Option<u16>,
    /// The page that was asked for, by path and query.
    pub(super) page: Option<String>,
    /// How the tasks were asked for; not at all by a page.
    calls: Vec<Asked>,
    /// Bytes of the body, as they came.
    pub(super) bytes: usize,
    /// What it tells a check, if it belongs to one.
    pub(super) finding: Option<Finding>,
    /// One of the answered lookups, if the fields of such thin out.
    pub(super) drifted: Option<Arc<Lookup>>,
}

/// A call of a request.
struct Asked {
    /// The place of its task.
    task: usize,
    /// It asks for what comes with the task's lookup.
    is_beside: bool,
    rpc_id: &'static str,
}

/// What became of a task.
#[derive(Debug)]
pub(super) enum Settled {
    /// It is not answered; with the reason, if there is one of its own.
    Unanswered(Option<Error>),
    /// It is to be asked in another way or for more.
    Next,
    Done(Result<Json, Error>),
}

impl Attempt {
    pub(super) async fn run(self) -> Report {
        let (request, calls) = self.request();
        let mut report = Report {
            page: self.tasks.first().and_then(Task::page),
            calls,
            settled: self.tasks.iter().map(|_| Settled::Unanswered(None)).collect(),
            sizes: vec![0; self.tasks.len()],
            tasks: self.tasks,
            failure: None,
            status: None,
            bytes: 0,
            finding: None,
            drifted: None,
        };
        let response = match self.transport.send(request, self.group.timeout).await {
            Ok(response) => response,
            Err(error) => return report.failed(Failure::network(error)),
        };
        report.status = Some(response.status);
        report.bytes = response.received;
        let page = report.tasks.first().filter(|_| self.group.page).map(|task| &*task.lookup);
        match classify(response, page) {
            Ok(body) => {
                if self.group.page {
                    let page = Page::new(&body);
                    report.finding =
                        report.read_published(&self.templates, self.check.as_ref(), &page);
                    report.read_page(&self.tables, &page);
                } else if let Some(mappings) = &self.check {
                    report.read_trial(mappings, &body);
                } else {
                    report.read_frames(&self.tables, &body, |_| true);
                    report.drifted = report.look_for_drift(&self.tables, &self.templates);
                }
                transport::reuse(body);
            }
            Err(failure) => return report.failed(failure),
        }
        report
    }

    /// What is sent, and the calls in it.
    fn request(&self) -> (Request, Vec<Asked>) {
        let mut calls = Vec::new();
        let (path_and_query, method) = if let Some(page) = self.tasks.first().and_then(Task::page) {
            (page, Method::Get)
        } else {
            let mut envelope = Envelope::default();
            for (place, task) in self.tasks.iter().enumerate() {
                for (is_beside, call) in task.calls(&self.templates) {
                    envelope.add(&call);
                    calls.push(Asked { task: place, is_beside, rpc_id: call.rpc_id });
                }
            }
            let path_and_query = envelope.path_and_query(&self.group.locale);
            (path_and_query, Method::Post(envelope.into_body().into()))
        };
        let cookies = self.group.chain.as_ref().map(|link| Arc::clone(&link.0.cookies));
        (Request { path_and_query, method, cookies, consent: self.consent }, calls)
    }
}

impl Report {
    /// What the request called, each once; a page calls nothing.
    pub(super) fn rpc_ids(&self) -> Vec<&'static str> {
        let mut rpc_ids: Vec<_> = self.calls.iter().map(|asked| asked.rpc_id).collect();
        rpc_ids.sort_unstable();
        rpc_ids.dedup();
        rpc_ids
    }

    /// A final failure is every task's own.
    fn failed(mut self, failure: Failure) -> Self {
        if failure.is_final() {
            for (task, settled) in self.tasks.iter_mut().zip(&mut self.settled) {
                let is_missing = failure.error.kind() == ErrorKind::NotFound;
                *settled = if is_missing && task.is_page() {
                    task.miss_page(&failure.error)
                } else {
                    task.give_up(failure.error.clone())
                };
            }
        }
        self.finding = Some(nothing(&failure.error));
        self.failure = Some(failure);
        self
    }

    /// What a page publishes for its lookup; for a check also how much of it the page itself shows.
    fn read_published(
        &self,
        templates: &Templates,
        check: Option<&Mappings>,
        page: &Page<'_>,
    ) -> Option<Finding> {
        let task = self.tasks.first().filter(|task| task.ask == Ask::Page)?;
        let published = templates.read_page(&task.lookup, page);
        let shown = check.map(|mappings| {
            let tables = Tables::new(mappings);
            extract_page(&tables, &task.lookup, page, &mut Progress::default());
            tables.served()
        });
        Some(Finding::Page(published, shown.unwrap_or_default()))
    }

    fn read_page(&mut self, tables: &Tables, page: &Page<'_>) {
        let (Some(task), Some(settled)) = (self.tasks.first_mut(), self.settled.first_mut()) else {
            return;
        };
        let progress = task.progress.get_or_insert_default();
        let extracted = extract_page(tables, &task.lookup, page, progress);
        *settled = task.settle(extracted);
    }

    /// Frames are paired with the calls by their echo, since Play answers in any order.
    fn read_frames(&mut self, tables: &Tables, body: &[u8], wanted: impl Fn(usize) -> bool) {
        let mut frames = Frames::new(body);
        while let Some(frame) = frames.next() {
            let Some(asked) = asked_by(frame.echo, frame.rpc_id, &self.calls) else { continue };
            let Asked { task: place, is_beside, .. } = *asked;
            if !matches!(self.settled[place], Settled::Unanswered(_)) || !wanted(place) {
                continue;
            }
            let task = &mut self.tasks[place];
            // Most lookups take one answer, and their progress is not kept.
            let mut begun = Progress::default();
            let progress = task.progress.as_deref_mut().unwrap_or(&mut begun);
            let extracted = if is_beside {
                extract_beside(tables, &frame.payload, progress)
            } else {
                extract(tables, &task.lookup, &frame.payload, progress)
            };
            let is_last = matches!(extracted, Extracted::Value(_) | Extracted::Failed(_));
            if !is_last && task.progress.is_none() {
                task.progress = Some(Box::new(begun));
            }
            self.sizes[place] += frame.payload.bytes();
            // Until the rest is there, it is unanswered for whatever reason it had.
            if !matches!(extracted, Extracted::Part) {
                self.settled[place] = task.settle(extracted);
            }
        }
    }

    /// Two requests for the same: each is read with tables of its own, which count what was served.
    fn read_trial(&mut self, mappings: &Mappings, body: &[u8]) {
        let served = [0, 1].map(|nth| {
            let tables = Tables::new(mappings);
            self.read_frames(&tables, body, |place| place == nth);
            tables.served()
        });
        let found = match self.settled.get(1) {
            Some(Settled::Done(Ok(_)) | Settled::Next) => Ok(served),
            Some(Settled::Done(Err(error)) | Settled::Unanswered(Some(error))) => {
                Err(error.to_string())
            }
            Some(Settled::Unanswered(None)) | None => Err("there was no frame for it".to_owned()),
        };
        self.finding = Some(Finding::Trial(found));
    }

    /// An app whose page may tell of a better request: fields of those that were answered for thin out,
    /// or Play has known none of many.
    fn look_for_drift(&self, tables: &Tables, templates: &Templates) -> Option<Arc<Lookup>> {
        if !templates.adopts() {
            return None;
        }
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for (task, settled) in self.tasks.iter().zip(&self.settled) {
            let is_whole =
                matches!(&*task.lookup, Lookup::App(request) if request.selection.is_none());
            if !is_whole || task.source != Source::Auto || task.ask != Ask::Rpc {
                continue;
            }
            match settled {
                Settled::Done(Ok(_)) => known.push(&task.lookup),
                Settled::Done(Err(error)) if error.kind() == ErrorKind::NotFound => {
                    unknown.push(&task.lookup);
                }
                _ => {}
            }
        }
        let knows_none = templates.knows_none(known.len(), unknown.len());
        let lookup = match known.first() {
            Some(lookup) => tables.has_app_drifted().then_some(lookup),
            None => unknown.first().filter(|_| knows_none),
        };
        lookup.map(|lookup| Arc::clone(lookup))
    }
}

/// The call that a frame belongs to.
fn asked_by<'a>(echo: &str, rpc_id: &str, calls: &'a [Asked]) -> Option<&'a Asked> {
    let place = match echo.parse() {
        Ok(place) => place,
        // A lone call is sometimes answered without its echo.
        Err(_) if echo.is_empty() && calls.len() == 1 => 0,
        Err(_) => return None,
    };
    calls.get(place).filter(|asked| asked.rpc_id == rpc_id)
}

impl Task {
    /// Its calls, and whether they are for what comes with it. What is found already is not asked for again.
    fn calls(&self, templates: &Templates) -> impl Iterator<Item = (bool, Call)> {
        let found =
            |is_there: fn(&Progress) -> bool| self.progress.as_deref().is_some_and(is_there);
        let (own, beside) = match &self.ask {
            Ask::Rpc => (
                templates.call(&self.lookup).filter(|_| !found(Progress::has_record)),
                self.lookup.call_beside().filter(|_| !found(Progress::has_what_is_beside)),
            ),
            Ask::More(call) => (Some(call.clone()), None),
            Ask::Page | Ask::MorePage(_) => (None, None),
        };
        own.map(|call| (false, call)).into_iter().chain(beside.map(|call| (true, call)))
    }

    fn page(&self) -> Option<String> {
        match &self.ask {
            Ask::Page => self.lookup.page(),
            Ask::MorePage(page) => Some(page.clone()),
            Ask::Rpc | Ask::More(_) => None,
        }
    }

    fn settle(&mut self, extracted: Extracted) -> Settled {
        match extracted {
            Extracted::Value(json) => Settled::Done(Ok(json)),
            Extracted::Part => Settled::Unanswered(None),
            Extracted::More(call) => {
                self.ask = Ask::More(call);
                Settled::Next
            }
            Extracted::MorePage(_) if self.source == Source::Rpc => self.pass_page(),
            Extracted::MorePage(page) => {
                self.ask = Ask::MorePage(page);
                Settled::Next
            }
            Extracted::Again(error) => Settled::Unanswered(Some(error)),
            Extracted::Mismatch => Settled::Unanswered(Some(mixed_up())),
            // Most such answers are a bad moment of the server; a page costs a request of its own.
            Extracted::Failed(error) if error.kind() == ErrorKind::Parse && !self.is_page() => {
                Settled::Unanswered(Some(error))
            }
            Extracted::Failed(error) => self.give_up(error),
        }
    }

    /// Play has no such page.
    fn miss_page(&mut self, missing: &Error) -> Settled {
        match no_page(&self.lookup, self.progress.get_or_insert_default()) {
            Extracted::Failed(error) => self.give_up(match missing.status() {
                Some(status) => error.with_status(status),
                None => error,
            }),
            goes_on => self.settle(goes_on),
        }
    }

    /// Goes on without the page that was to continue it.
    fn pass_page(&mut self) -> Settled {
        let extracted = without_page(&self.lookup, self.progress.get_or_insert_default());
        self.settle(extracted)
    }

    /// Whether the page may be asked instead of the RPC. Only once: a page may lead back to it.
    pub(super) fn has_page(&self) -> bool {
        self.source == Source::Auto
            && !self.is_page()
            && self.given_up.is_none()
            && self.lookup.page().is_some()
    }

    /// Asks the page instead of the RPC, because of this.
    pub(super) fn turn_to_page(&mut self, error: Error) {
        self.ask = Ask::Page;
        // A page tells the whole story again.
        self.progress = None;
        self.given_up = Some(error);
    }

    /// A final failure, or the page where the RPC cannot be read or is refused.
    pub(super) fn give_up(&mut self, error: Error) -> Settled {
        let unreadable = matches!(error.kind(), ErrorKind::Parse | ErrorKind::RequestRejected);
        if unreadable && self.has_page() {
            self.turn_to_page(error);
            return Settled::Next;
        }
        let leads_on = self.progress.as_deref().is_some_and(Progress::leads_on);
        if unreadable && matches!(self.ask, Ask::MorePage(_)) && leads_on {
            return self.pass_page();
        }
        Settled::Done(Err(match &self.given_up {
            Some(given_up) => error.caused_by(given_up),
            None => error,
        }))
    }
}

fn mixed_up() -> Error {
    Error::new(ErrorKind::Server, "Play answered about something else than was asked; try later")
        .with_status(200)
}
