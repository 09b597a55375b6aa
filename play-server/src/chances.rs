//! Faults by chance. What is asked for draws from a row of its own, so that a run repeats whatever
//! comes in between, and a retry draws anew.

use crate::fault::Fault;
use crate::random::Random;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(try_from = "BTreeMap<String, f64>", into = "BTreeMap<String, f64>")]
pub(crate) struct Chances {
    of_requests: Vec<(Fault, f64)>,
    of_calls: Vec<(Fault, f64)>,
    /// By the hash of what is asked for.
    rows: HashMap<u64, Random>,
}

impl TryFrom<BTreeMap<String, f64>> for Chances {
    type Error = String;

    fn try_from(chances: BTreeMap<String, f64>) -> Result<Self, String> {
        let mut all = Self::default();
        for (name, chance) in chances {
            let fault = Fault::named(&name).ok_or(format!("'{name}' is no fault"))?;
            if !(0.0..=1.0).contains(&chance) {
                return Err(format!("{chance} is no chance between 0 and 1"));
            }
            let side = if fault.frame.is_some() { &mut all.of_calls } else { &mut all.of_requests };
            side.push((fault, chance));
        }
        let sum = |side: &[(Fault, f64)]| side.iter().map(|(_, chance)| chance).sum::<f64>();
        if sum(&all.of_requests) > 1.0 || sum(&all.of_calls) > 1.0 {
            return Err("the chances of requests, or those of calls, are more than 1".into());
        }
        Ok(all)
    }
}

impl From<Chances> for BTreeMap<String, f64> {
    fn from(chances: Chances) -> Self {
        let all = chances.of_requests.into_iter().chain(chances.of_calls);
        all.map(|(fault, chance)| (fault.name(), chance)).collect()
    }
}

impl Chances {
    pub(crate) fn strike_calls(&self) -> bool {
        !self.of_calls.is_empty()
    }

    /// All rows from their beginning.
    pub(crate) fn restart(&mut self) {
        self.rows.clear();
    }

    /// `content` is hashed only where something can come of it.
    pub(crate) fn of_request(&mut self, seed: u64, content: impl FnOnce() -> u64) -> Option<Fault> {
        draw(&self.of_requests, &mut self.rows, seed, content)
    }

    pub(crate) fn of_call(&mut self, seed: u64, content: impl FnOnce() -> u64) -> Option<Fault> {
        draw(&self.of_calls, &mut self.rows, seed, content)
    }
}

fn draw(
    faults: &[(Fault, f64)],
    rows: &mut HashMap<u64, Random>,
    seed: u64,
    content: impl FnOnce() -> u64,
) -> Option<Fault> {
    if faults.is_empty() {
        return None;
    }
    let content = content();
    let mut drawn = rows.entry(content).or_insert_with(|| Random::new(seed ^ content)).unit();
    for (fault, chance) in faults {
        if drawn < *chance {
            return Some(fault.clone());
        }
        drawn -= chance;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chances(text: &str) -> Result<Chances, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// What so many requests meet that differ, or the same one so many times.
    fn drawn(chances: &mut Chances, content: impl Fn(u64) -> u64) -> Vec<Option<String>> {
        let of = |number| chances.of_request(3, || content(number)).map(|fault| fault.name());
        (0..10_000).map(of).collect()
    }

    #[test]
    fn as_many_are_struck_as_expected() {
        let mut chances = chances(r#"{"reset":0.2,"status503":0.1,"missing":1}"#).expect("valid");
        for contents in [|number| number, |_| 7] {
            let drawn = drawn(&mut chances, contents);
            for (name, expected) in
                [(Some("reset"), 2_000), (Some("status503"), 1_000), (None, 7_000)]
            {
                let count = drawn.iter().filter(|drawn| drawn.as_deref() == name).count();
                assert!(count.abs_diff(expected) < 200, "{name:?}: {count}");
            }
        }
        assert!(chances.of_call(3, || 1).is_some_and(|fault| fault.name() == "missing"));
    }

    #[test]
    fn the_order_of_requests_makes_no_difference() {
        let text = r#"{"reset":0.5}"#;
        let forwards = drawn(&mut chances(text).expect("valid"), |number| number / 10);
        let mut backwards = drawn(&mut chances(text).expect("valid"), |number| 999 - number / 10);
        backwards.chunks_mut(10).for_each(<[_]>::reverse);
        backwards.reverse();
        assert_eq!(forwards, backwards);
        let other = drawn(&mut chances(r#"{"reset":0.4}"#).expect("valid"), |number| number / 10);
        assert_ne!(forwards, other);
    }

    #[test]
    fn what_it_reads_it_writes() {
        let text = r#"{"error8":0.25,"missing":0.5,"sorry":0.5,"status429":0.5}"#;
        assert_eq!(serde_json::to_string(&chances(text).expect("valid")).expect("JSON"), text);
        for (text, reason) in [
            (r#"{"gone":0.1}"#, "'gone' is no fault"),
            (r#"{"status99":0.1}"#, "'status99' is no fault"),
            (r#"{"reset":1.1}"#, "between 0 and 1"),
            (r#"{"reset":0.6,"sorry":0.6}"#, "more than 1"),
        ] {
            let error = chances(text).expect_err(text);
            assert!(error.contains(reason), "{error}");
        }
    }
}
