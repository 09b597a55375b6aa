//! What the control API can change, and the waiting time that follows from it.

use crate::block::Blocks;
use crate::catalogue::Catalogue;
use crate::chances::Chances;
use crate::change::{Change, Setting};
use crate::drift::Drift;
use crate::fault::Fault;
use crate::limit::Limits;
use serde::Serialize;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Config {
    pub(crate) latency_ms: f64,
    pub(crate) jitter_ms: f64,
    pub(crate) app_cost_ms: f64,
    pub(crate) chart_cost_ms: f64,
    pub(crate) search_cost_ms: f64,
    pub(crate) review_cost_ms: f64,
    pub(crate) page_cost_ms: f64,
    pub(crate) catalogue: Catalogue,
    pub(crate) record: bool,
    pub(crate) seed: u64,
    /// What is left of the faults.
    faults: VecDeque<Fault>,
    chances: Chances,
    pub(crate) drift: Drift,
    pub(crate) limits: Limits,
    pub(crate) blocks: Blocks,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            latency_ms: 0.0,
            jitter_ms: 0.0,
            app_cost_ms: 2.0,
            chart_cost_ms: 20.0,
            search_cost_ms: 20.0,
            review_cost_ms: 400.0,
            page_cost_ms: 20.0,
            catalogue: Catalogue::default(),
            record: false,
            seed: 1,
            faults: VecDeque::new(),
            chances: Chances::default(),
            drift: Drift::default(),
            limits: Limits::default(),
            blocks: Blocks::default(),
        }
    }
}

/// What a request asked for, in the units that cost time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Work {
    pub(crate) calls: u64,
    pub(crate) apps: u64,
    pub(crate) charts: u64,
    pub(crate) chart_rows: u64,
    /// With the continuations.
    pub(crate) searches: u64,
    pub(crate) reviews: u64,
    /// As many as were asked for.
    pub(crate) review_rows: u64,
    pub(crate) pages: u64,
    /// Sitemaps and what names them, which take no time.
    pub(crate) files: u64,
}

impl Config {
    /// How long an answer waits. `unit` (0..1) is the draw for the jitter.
    pub(crate) fn wait(&self, work: Work, unit: f64) -> Duration {
        #[allow(clippy::cast_precision_loss, reason = "counts of calls and rows are small")]
        let count = |count: u64| count as f64;
        let cost = count(work.apps) * self.app_cost_ms
            + count(work.chart_rows) / 100.0 * self.chart_cost_ms
            + count(work.searches) * self.search_cost_ms
            + count(work.review_rows) / 1000.0 * self.review_cost_ms
            + count(work.pages) * self.page_cost_ms;
        Duration::from_secs_f64((self.latency_ms + unit * self.jitter_ms + cost) / 1000.0)
    }

    /// Applies a change as a whole or not at all.
    pub(crate) fn change(&mut self, text: &[u8]) -> Result<Change, String> {
        let change = Change::parse(text)?;
        let set = |target: &mut f64, value: Option<f64>| *target = value.unwrap_or(*target);
        set(&mut self.latency_ms, change.latency_ms);
        set(&mut self.jitter_ms, change.jitter_ms);
        set(&mut self.app_cost_ms, change.app_cost_ms);
        set(&mut self.chart_cost_ms, change.chart_cost_ms);
        set(&mut self.search_cost_ms, change.search_cost_ms);
        set(&mut self.review_cost_ms, change.review_cost_ms);
        set(&mut self.page_cost_ms, change.page_cost_ms);
        if let Some(catalogue) = &change.catalogue {
            self.catalogue = catalogue.clone();
        }
        self.record = change.record.unwrap_or(self.record);
        self.seed = change.seed.unwrap_or(self.seed);
        if let Some(faults) = &change.faults {
            self.faults = faults.iter().filter(|fault| fault.count > 0).cloned().collect();
        }
        if let Some(chances) = &change.chances {
            self.chances = chances.clone();
        }
        if let Some(drift) = &change.drift {
            self.drift = drift.clone();
        }
        if change.seed.is_some() {
            self.chances.restart();
        }
        match &change.limit {
            Setting::Kept => {}
            Setting::Lifted => self.limits = Limits::default(),
            Setting::Set(limit) => self.limits.set(limit.clone(), Instant::now()),
        }
        match &change.block {
            Setting::Kept => {}
            Setting::Lifted => self.blocks = Blocks::default(),
            Setting::Set(block) => self.blocks.set(block.clone(), Instant::now()),
        }
        Ok(change)
    }

    /// Nothing goes wrong any more.
    pub(crate) fn clear_faults(&mut self) {
        self.faults.clear();
        self.chances = Chances::default();
        self.drift = Drift::default();
        self.limits = Limits::default();
        self.blocks = Blocks::default();
    }

    /// What befalls a request as a whole; `content` is the hash of what it asks for.
    pub(crate) fn request_fault(
        &mut self,
        has_consent: bool,
        content: impl FnOnce() -> u64,
    ) -> Option<Fault> {
        self.take_request_fault(has_consent)
            .or_else(|| self.chances.of_request(self.seed, content))
            .filter(|fault| !(has_consent && fault.asks_for_consent()))
    }

    /// The same of a call.
    pub(crate) fn call_fault(&mut self, content: impl FnOnce() -> u64) -> Option<Fault> {
        self.take_frame_fault().or_else(|| self.chances.of_call(self.seed, content))
    }

    pub(crate) fn can_strike_calls(&self) -> bool {
        !self.faults.is_empty() || self.chances.strike_calls()
    }

    /// The next of the list, if it is one for a request.
    fn take_request_fault(&mut self, has_consent: bool) -> Option<Fault> {
        let next = self.faults.front()?;
        let is_for_others = next.frame.is_some() || (has_consent && next.asks_for_consent());
        if is_for_others { None } else { self.take() }
    }

    /// The next of the list, if it is one for a call.
    fn take_frame_fault(&mut self) -> Option<Fault> {
        self.faults.front()?.frame?;
        self.take()
    }

    fn take(&mut self) -> Option<Fault> {
        let first = self.faults.front_mut()?;
        first.count -= 1; // those with 0 are left out when they come in and removed below
        let fault = first.clone();
        if fault.count == 0 {
            self.faults.pop_front();
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_costs_of_a_post_add_up() {
        let work = Work { calls: 34, apps: 32, charts: 2, chart_rows: 150, ..Work::default() };
        let mut config = Config::default();
        assert_eq!(config.wait(Work::default(), 0.9), Duration::ZERO);
        assert_eq!(config.wait(work, 0.9), Duration::from_millis(32 * 2 + 30));
        let others = Work {
            calls: 3,
            searches: 2,
            reviews: 1,
            review_rows: 150,
            pages: 1,
            ..Work::default()
        };
        assert_eq!(config.wait(others, 0.9), Duration::from_millis(2 * 20 + 60 + 20));
        config
            .change(br#"{"latencyMs":100,"jitterMs":10,"appCostMs":0.5,"chartCostMs":0}"#)
            .expect("valid");
        assert_eq!(config.wait(work, 0.5), Duration::from_millis(100 + 5 + 16));
    }

    #[test]
    fn faults_are_taken_in_order() {
        let mut config = Config::default();
        config
            .change(br#"{"faults":[{"status":503},{"frame":"null","count":2},{"body":"sorry"},{"frame":"echo","count":0}]}"#)
            .expect("valid");
        let name = |fault: Option<Fault>| fault.map(|fault| fault.name());
        assert_eq!(config.take_frame_fault(), None);
        assert_eq!(name(config.take_request_fault(false)).as_deref(), Some("status503"));
        assert!(config.take_request_fault(false).is_none());
        assert_eq!(name(config.take_frame_fault()).as_deref(), Some("null"));
        assert_eq!(name(config.take_frame_fault()).as_deref(), Some("null"));
        assert_eq!(config.take_frame_fault(), None);
        assert_eq!(name(config.take_request_fault(true)).as_deref(), Some("sorry"));
        assert!(config.take_request_fault(false).is_none() && config.faults.is_empty());
    }

    #[test]
    fn who_has_consented_is_not_asked_again() {
        let mut config = Config::default();
        config.change(br#"{"faults":[{"body":"consentRedirect"}]}"#).expect("valid");
        assert_eq!(config.take_request_fault(true), None);
        assert!(config.take_request_fault(false).is_some());
        config.change(br#"{"chances":{"consent":1}}"#).expect("valid");
        assert_eq!(config.request_fault(true, || 1), None);
        assert!(config.request_fault(false, || 1).is_some());
    }

    #[test]
    fn the_list_comes_before_chance_and_a_seed_repeats_it() {
        let mut config = Config::default();
        config
            .change(br#"{"faults":[{"status":503}],"chances":{"reset":0.5,"null":1}}"#)
            .expect("valid");
        assert!(config.request_fault(false, || 1).is_some_and(|fault| fault.name() == "status503"));
        let draws = |config: &mut Config| -> Vec<bool> {
            (0..100).map(|_| config.request_fault(false, || 1).is_some()).collect()
        };
        let first = draws(&mut config);
        assert_ne!(draws(&mut config), first);
        config.change(br#"{"seed":1}"#).expect("valid");
        assert_eq!(draws(&mut config), first);
        config.change(br#"{"seed":2}"#).expect("valid");
        assert_ne!(draws(&mut config), first);
        assert!(config.call_fault(|| 1).is_some_and(|fault| fault.name() == "null"));
        config.clear_faults();
        assert!(!config.can_strike_calls() && config.call_fault(|| 1).is_none());
    }

    #[test]
    fn wrong_changes_change_nothing_and_say_why() {
        let mut config = Config::default();
        for (text, reason) in [
            (r#"{"latency":1}"#, "unknown field `latency`"),
            (r#"{"latencyMs":-1}"#, "not a time"),
            (r#"{"record":1}"#, "invalid type"),
            (r#"{"record":true,"faults":[{"count":1}]}"#, "exactly one"),
            (r#"{"faults":[{"frame":"gone"}]}"#, "unknown variant `gone`"),
            (r#"{"record":true,"chances":{"gone":1}}"#, "'gone' is no fault"),
            (r#"{"limit":{"perSecond":0}}"#, "above 0"),
            (r#"{"record":true,"block":{"kind":600}}"#, "between 200 and 599"),
            (r#"{"record":true,"drift":{"fields":{"0":5}}}"#, "0 is not a number"),
            (r#"{"drift":{"template":"gone"}}"#, "unknown variant `gone`"),
            (r#"{"faults":[{"status":99}]}"#, "between 200 and 599"),
            (r#"{"faults":[{"status":302,"location":"a\nb"}]}"#, "printable"),
            ("", "EOF"),
        ] {
            let error = config.change(text.as_bytes()).expect_err(text);
            assert!(error.contains(reason), "{error}");
            assert_eq!(config, Config::default());
        }
    }
}
