//! What the control API is told to change.

use crate::block::Block;
use crate::catalogue::Catalogue;
use crate::chances::Chances;
use crate::drift::Drift;
use crate::fault::Fault;
use crate::limit::Limit;
use serde::{Deserialize, Deserializer};

/// The longest wait that can be asked for, per part.
const LONGEST_MS: f64 = 600_000.0;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Change {
    pub(crate) latency_ms: Option<f64>,
    pub(crate) jitter_ms: Option<f64>,
    pub(crate) app_cost_ms: Option<f64>,
    pub(crate) chart_cost_ms: Option<f64>,
    pub(crate) search_cost_ms: Option<f64>,
    pub(crate) review_cost_ms: Option<f64>,
    pub(crate) page_cost_ms: Option<f64>,
    pub(crate) catalogue: Option<Catalogue>,
    pub(crate) record: Option<bool>,
    pub(crate) seed: Option<u64>,
    pub(crate) faults: Option<Vec<Fault>>,
    pub(crate) chances: Option<Chances>,
    pub(crate) drift: Option<Drift>,
    #[serde(default)]
    pub(crate) limit: Setting<Limit>,
    #[serde(default)]
    pub(crate) block: Setting<Block>,
}

impl Change {
    pub(crate) fn parse(text: &[u8]) -> Result<Self, String> {
        let change: Self = serde_json::from_slice(text)
            .map_err(|error| format!("The change is refused: {error}."))?;
        change.check()?;
        Ok(change)
    }

    fn check(&self) -> Result<(), String> {
        let times = [
            self.latency_ms,
            self.jitter_ms,
            self.app_cost_ms,
            self.chart_cost_ms,
            self.search_cost_ms,
            self.review_cost_ms,
            self.page_cost_ms,
        ];
        for milliseconds in times.into_iter().flatten() {
            if !(0.0..=LONGEST_MS).contains(&milliseconds) {
                return Err(format!("{milliseconds} is not a time between 0 and {LONGEST_MS} ms."));
            }
        }
        if let Setting::Set(limit) = &self.limit {
            limit.check()?;
        }
        if let Setting::Set(block) = &self.block {
            block.check()?;
        }
        self.catalogue.iter().try_for_each(Catalogue::check)?;
        if let Some(drift) = &self.drift {
            drift.check()?;
        }
        self.faults.iter().flatten().try_for_each(Fault::check)
    }
}

/// What can be lifted.
#[derive(Debug, Default)]
pub(crate) enum Setting<T> {
    /// Left out.
    #[default]
    Kept,
    /// Null.
    Lifted,
    Set(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Setting<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::deserialize(deserializer)?;
        Ok(value.map_or(Self::Lifted, Self::Set))
    }
}
