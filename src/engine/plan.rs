//! Which calls share an HTTP request: equal lookups are one call, one language and country are one
//! group, and a group is packed by the weight of its answers.

use std::collections::HashMap;

use crate::error::Error;
use crate::extraction::Progress;
use crate::request::{Call, Locale, Lookup};

/// The weight of a full POST.
const FULL: u32 = 1000;

/// Calls that go out as one HTTP request.
#[derive(Debug)]
pub(super) struct Pack {
    /// Their language and country.
    pub(super) locale: Locale,
    /// The calls, each still without an answer. A page is alone.
    pub(super) calls: Vec<Planned>,
}

/// A call, and who waits for its answer.
#[derive(Debug)]
pub(super) struct Planned {
    /// What is looked up.
    pub(super) lookup: Lookup,
    /// How it is asked for.
    pub(super) ask: Ask,
    /// Positions in the batch that get the answer.
    pub(super) positions: Vec<usize>,
    /// Why the last try left it unanswered.
    pub(super) failure: Option<Error>,
    /// What is found so far, where it takes several answers.
    pub(super) progress: Progress,
    /// Why the page is asked instead of the RPC.
    pub(super) given_up: Option<Error>,
}

/// How a lookup is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    /// By a call of a batchexecute POST.
    Rpc(Call),
    /// By the page that shows the same: its path and query.
    Page(String),
}

/// Where answers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Source {
    /// The RPC; the page where the RPC's answer cannot be read or is refused.
    #[default]
    Auto,
    /// The RPC only.
    Rpc,
    /// The page only.
    Page,
}

/// Packs lookups into HTTP requests, in their order.
pub(super) fn plan(lookups: Vec<Lookup>, source: Source) -> Vec<Pack> {
    group(coalesce(lookups, source))
}

fn coalesce(lookups: Vec<Lookup>, source: Source) -> Vec<Planned> {
    let mut planned: Vec<Planned> = Vec::with_capacity(lookups.len());
    let mut seen: HashMap<Lookup, usize> = HashMap::with_capacity(lookups.len());
    for (position, lookup) in lookups.into_iter().enumerate() {
        if let Some(&place) = seen.get(&lookup) {
            planned[place].positions.push(position);
            continue;
        }
        seen.insert(lookup.clone(), planned.len());
        let page = lookup.page().filter(|_| source == Source::Page);
        let ask = page.map_or_else(|| Ask::Rpc(lookup.call()), Ask::Page);
        let positions = vec![position];
        let progress = Progress::default();
        planned.push(Planned { lookup, ask, positions, failure: None, progress, given_up: None });
    }
    planned
}

/// Groups by language and country, in the order they first appear, and packs each group.
pub(super) fn group(planned: Vec<Planned>) -> Vec<Pack> {
    let mut groups: Vec<(Locale, Vec<Planned>)> = Vec::new();
    let mut places: HashMap<Locale, usize> = HashMap::new();
    for call in planned {
        let locale = call.lookup.locale();
        let place = *places.entry(locale.clone()).or_insert_with(|| {
            groups.push((locale.clone(), Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(call);
    }
    groups.into_iter().flat_map(|(locale, calls)| pack(&locale, calls)).collect()
}

/// As few POSTs as the weights allow, filled evenly: the last one is not left nearly empty.
fn pack(locale: &Locale, calls: Vec<Planned>) -> Vec<Pack> {
    let weights = calls.iter().map(Planned::weight);
    let total: u32 = weights.fold(0, u32::saturating_add);
    let target = total.div_ceil(total.div_ceil(FULL).max(1));
    let mut packs: Vec<Pack> = Vec::new();
    let mut weight = 0;
    for call in calls {
        let heavier = weight + call.weight();
        match packs.last_mut() {
            Some(pack) if weight < target && heavier <= FULL => {
                pack.calls.push(call);
                weight = heavier;
            }
            _ => {
                weight = call.weight();
                packs.push(Pack { locale: locale.clone(), calls: vec![call] });
            }
        }
    }
    packs
}

impl Planned {
    /// In thousandths of an HTTP request.
    fn weight(&self) -> u32 {
        match self.ask {
            Ask::Rpc(_) => self.lookup.weight(),
            Ask::Page(_) => FULL,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn packs(noun: &str, requests: impl IntoIterator<Item = Value>) -> Vec<Pack> {
        let lookups = requests.into_iter().map(|r| Lookup::from_json(noun, &r).unwrap());
        plan(lookups.collect(), Source::Auto)
    }

    fn sizes(packs: &[Pack]) -> Vec<usize> {
        packs.iter().map(|pack| pack.calls.len()).collect()
    }

    #[test]
    fn apps_are_packed_evenly() {
        let apps = |count: usize| packs("app", (0..count).map(|n| json!(format!("com.app{n}"))));
        assert_eq!(sizes(&apps(0)), [0; 0]);
        assert_eq!(sizes(&apps(1)), [1]);
        assert_eq!(sizes(&apps(32)), [32]);
        assert_eq!(sizes(&apps(33)), [17, 16]);
        assert_eq!(sizes(&apps(100)), [25, 25, 25, 25]);
        assert!(sizes(&apps(1000)).iter().all(|&size| size <= 32));
        assert_eq!(sizes(&apps(1000)).len(), 32);
    }

    #[test]
    fn charts_of_one_country_share_a_post() {
        let countries = ["us", "kr", "jp", "de", "fr"];
        let categories = ["TOOLS", "GAME", "SOCIAL", "FINANCE", "WEATHER"];
        let requests = categories.iter().flat_map(|category| {
            countries.map(|country| json!({"category": category, "country": country}))
        });
        let packs = packs("list", requests);
        assert_eq!(sizes(&packs), [3, 2, 3, 2, 3, 2, 3, 2, 3, 2]);
        assert_eq!(packs[3].locale.country, "kr");
        assert_eq!(packs[3].calls[1].positions, [21]);
    }

    #[test]
    fn long_charts_go_alone() {
        let requests = ["GAME", "TOOLS"].map(|category| json!({"category": category, "num": 660}));
        assert_eq!(sizes(&packs("list", requests)), [1, 1]);
    }

    #[test]
    fn pages_go_alone() {
        let lookups = ["a", "b"].map(|id| Lookup::from_json("app", &json!(id)).unwrap());
        let packs = plan(lookups.to_vec(), Source::Page);
        assert_eq!(sizes(&packs), [1, 1]);
        let page = "/store/apps/details?id=a&hl=en&gl=us".to_owned();
        assert_eq!(packs[0].calls[0].ask, Ask::Page(page));
    }

    #[test]
    fn equal_lookups_are_one_call() {
        let packs = packs("app", [json!("a"), json!("b"), json!({"appId": "a", "lang": "en"})]);
        assert_eq!(packs[0].calls[0].positions, [0, 2]);
        assert_eq!(packs[0].calls[1].positions, [1]);
    }
}
