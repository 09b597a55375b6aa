//! Which calls share a POST: equal lookups are one call, one language and country are one group,
//! and a group is packed by the weight of its answers.

use std::collections::HashMap;

use crate::error::Error;
use crate::request::{Call, Locale, Lookup};

/// The weight of a full POST.
const FULL: u32 = 1000;

/// Calls that go out as one POST.
#[derive(Debug)]
pub struct Pack {
    /// Their language and country.
    pub locale: Locale,
    /// The calls, each still without an answer.
    pub calls: Vec<Planned>,
}

/// A call, and who waits for its answer.
#[derive(Debug)]
pub struct Planned {
    /// What is looked up.
    pub lookup: Lookup,
    /// The call that asks for it.
    pub call: Call,
    /// Positions in the batch that get the answer.
    pub positions: Vec<usize>,
    /// Why the last try left it unanswered.
    pub failure: Option<Error>,
}

/// Packs lookups into POSTs, in their order.
pub fn plan(lookups: Vec<Lookup>) -> Vec<Pack> {
    group(coalesce(lookups)).into_iter().flat_map(|(locale, calls)| pack(&locale, calls)).collect()
}

fn coalesce(lookups: Vec<Lookup>) -> Vec<Planned> {
    let mut planned: Vec<Planned> = Vec::with_capacity(lookups.len());
    let mut seen: HashMap<Lookup, usize> = HashMap::with_capacity(lookups.len());
    for (position, lookup) in lookups.into_iter().enumerate() {
        if let Some(&place) = seen.get(&lookup) {
            planned[place].positions.push(position);
            continue;
        }
        seen.insert(lookup.clone(), planned.len());
        let call = lookup.call();
        planned.push(Planned { lookup, call, positions: vec![position], failure: None });
    }
    planned
}

/// Groups by language and country, in the order they first appear.
fn group(planned: Vec<Planned>) -> Vec<(Locale, Vec<Planned>)> {
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
    groups
}

/// As few POSTs as the weights allow, filled evenly: the last one is not left nearly empty.
fn pack(locale: &Locale, calls: Vec<Planned>) -> Vec<Pack> {
    let total: u32 = calls.iter().map(|call| call.lookup.weight()).sum();
    let target = total.div_ceil(total.div_ceil(FULL).max(1));
    let mut packs: Vec<Pack> = Vec::new();
    let mut weight = 0;
    for call in calls {
        let heavier = weight + call.lookup.weight();
        match packs.last_mut() {
            Some(pack) if weight < target && heavier <= FULL => {
                pack.calls.push(call);
                weight = heavier;
            }
            _ => {
                weight = call.lookup.weight();
                packs.push(Pack { locale: locale.clone(), calls: vec![call] });
            }
        }
    }
    packs
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn packs(noun: &str, requests: impl IntoIterator<Item = Value>) -> Vec<Pack> {
        plan(requests.into_iter().map(|r| Lookup::from_json(noun, &r).unwrap()).collect())
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
        assert_eq!(sizes(&packs), [5; 5]);
        assert_eq!(packs[1].locale.country, "kr");
        assert_eq!(packs[1].calls[4].positions, [21]);
    }

    #[test]
    fn long_charts_go_alone() {
        let requests = ["GAME", "TOOLS"].map(|category| json!({"category": category, "num": 660}));
        assert_eq!(sizes(&packs("list", requests)), [1, 1]);
    }

    #[test]
    fn equal_lookups_are_one_call() {
        let packs = packs("app", [json!("a"), json!("b"), json!({"appId": "a", "lang": "en"})]);
        assert_eq!(packs[0].calls[0].positions, [0, 2]);
        assert_eq!(packs[0].calls[1].positions, [1]);
    }
}
