//! All that a client reads answers with: its own, because each client may have mappings of its own
//! and counts what it saw.

use serde_json::Value;

use super::drift::{self, Drift};
use super::mapping::Mappings;
use super::shape::Shape;
use super::{
    app, availability, card, cluster, data_safety, developer, included, list, page, permissions,
    reviews, search, similar, suggest,
};
use crate::error::Error;

/// What mappings may speak of.
const SHAPES: [&Shape; 24] = [
    &app::APP,
    &availability::AVAILABILITY,
    &card::CARD,
    &card::CONTINUED,
    &card::FEATURED,
    &cluster::CLUSTER,
    &cluster::MORE,
    &cluster::SECTIONS,
    &data_safety::GROUP,
    &data_safety::ITEM,
    &data_safety::PRACTICE,
    &data_safety::SAFETY,
    &developer::HEAD,
    &included::INCLUDED,
    &list::CHART,
    &permissions::GROUP,
    &permissions::SECTIONS,
    &reviews::PAGE,
    &reviews::WHOLE,
    &search::MORE,
    &search::SECTION,
    &similar::CLUSTERS,
    &similar::NAMES,
    &suggest::SUGGESTIONS,
];

/// Where a client reads each field.
pub struct Tables {
    pub(super) app: app::Tables,
    pub(super) availability: availability::Tables,
    pub(super) data_safety: data_safety::Tables,
    pub(super) developer: developer::Tables,
    pub(super) included: included::Places,
    pub(super) list: list::Tables,
    pub(super) permissions: permissions::Tables,
    pub(super) search: search::Tables,
    pub(super) reviews: reviews::Tables,
    pub(super) similar: similar::Tables,
    pub(super) suggest: suggest::Tables,
    pub(super) pages: page::Pages,
}

/// What answers had of what was expected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Served {
    /// Records, as far as they were whole.
    pub records: usize,
    /// Records without a required field.
    pub rejected: usize,
    /// Expected fields that they had; where nothing is known of a record, all its fields are.
    pub fields: usize,
}

impl Served {
    /// Whether these answers had more expected fields than others, and no fewer records.
    pub fn is_more_than(self, other: Self) -> bool {
        // As many of each record: a list may be longer.
        let (own, others) =
            (self.fields * other.records.max(1), other.fields * self.records.max(1));
        self.records > 0
            && self.rejected <= other.rejected
            && self.records >= other.records
            && own > others
    }

    /// Whether these answers had about as many expected fields as others, or more: of a list a few may
    /// differ from one moment to the next.
    pub fn is_about(self, other: Self) -> bool {
        self.fields * 20 >= other.fields * 19
    }
}

impl Mappings {
    /// Reads mappings as the user wrote them (a JSON value).
    ///
    /// # Errors
    /// `InvalidArgument` that says which part cannot be, and what it may have meant.
    pub fn from_json(value: &Value) -> Result<Self, Error> {
        Self::read(value, &SHAPES)
    }
}

impl Default for Tables {
    /// As they are built in.
    fn default() -> Self {
        Self::new(&Mappings::default())
    }
}

impl Tables {
    /// The tables, mended as the mappings say.
    pub fn new(mappings: &Mappings) -> Self {
        Self {
            app: app::Tables::new(mappings),
            availability: availability::Tables::new(mappings),
            data_safety: data_safety::Tables::new(mappings),
            developer: developer::Tables::new(mappings),
            included: included::Places::new(mappings),
            list: list::Tables::new(mappings),
            permissions: permissions::Tables::new(mappings),
            search: search::Tables::new(mappings),
            reviews: reviews::Tables::new(mappings),
            similar: similar::Tables::new(mappings),
            suggest: suggest::Tables::new(mappings),
            pages: page::Pages::default(),
        }
    }

    /// How often each field was served lately, against what was to be expected. Reviews without
    /// their reviewers are not counted.
    pub fn drift(&self) -> Drift {
        let Self {
            app,
            data_safety,
            developer,
            list,
            search,
            similar,
            suggest,
            reviews,
            pages,
            ..
        } = self;
        let of_rows =
            |layouts: &card::Layouts| [drift::of(&[&layouts.row.table, &layouts.bare.table])];
        let of_clusters = |clusters: &cluster::Tables| {
            let [rows] = of_rows(&clusters.layouts);
            [rows, drift::of(&[&clusters.layouts.continued.table])]
        };
        let mut records = vec![drift::of(&[&app.app])];
        records.extend(of_rows(&list.layouts));
        records.push(drift::of(&[&search.clusters.layouts.featured.table]));
        records.extend(of_clusters(&search.clusters));
        records.extend(of_clusters(&similar.clusters));
        records.extend(of_clusters(&developer.clusters));
        records.push(drift::of(&[&reviews.whole]));
        let answers = [
            &search.answers,
            &suggest.answers,
            &data_safety.answers,
            &similar.answers,
            &developer.answers,
        ];
        Drift {
            records,
            answers: answers.map(drift::of_answers).into(),
            pages: vec![pages.app.drift(), pages.search.drift()],
        }
    }

    /// How many fields were served that are expected, as far as is remembered.
    pub fn served(&self) -> Served {
        let mut records = self.drift().records;
        records.push(drift::of(&[self.data_safety.watched()]));
        let mut served = Served::default();
        for of in records {
            served.records += of.counted - of.rejected;
            served.rejected += of.rejected;
            let expects = of.fields.iter().any(|field| field.expected.is_some());
            let fields = of.fields.iter().filter(|field| !expects || field.expected.is_some());
            served.fields += fields.map(|field| field.present).sum::<usize>();
        }
        served
    }

    /// Whether so many records of apps came that it is time to look at them once more, and a field
    /// that all recorded ones had is served less often. That one is gone which only some had says
    /// little of the request.
    pub fn has_app_drifted(&self) -> bool {
        let is_gone = |field: &drift::FieldDrift| {
            field.drifted && field.expected.is_some_and(|share| share >= 1.0)
        };
        self.app.app.watch().is_due() && drift::of(&[&self.app.app]).fields.iter().any(is_gone)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What is generated from the structs of `model`.
    const TYPES: &str = include_str!("../../lib/binding.d.cts");

    fn declared(name: &str) -> BTreeSet<&'static str> {
        let (_, body) = TYPES.split_once(&format!("export interface {name} {{\n")).unwrap();
        let (body, _) = body.split_once("\n}").unwrap();
        let names = body.lines().filter_map(|line| Some(line.trim().split_once(": ")?.0));
        names.filter(|name| !name.contains(' ')).map(|name| name.trim_end_matches('?')).collect()
    }

    #[test]
    fn a_table_has_the_fields_of_its_struct() {
        let cards: &[&Shape] = &[&card::CARD, &card::CONTINUED, &card::FEATURED];
        // Last the fields that are written beside what tables find.
        let records: &[(&str, &[&Shape], &[&str])] = &[
            ("App", &[&app::APP], &["appId", "url", "extra"]),
            ("AppCard", cards, &["extra"]),
            ("Review", &[&reviews::WHOLE], &["url", "extra"]),
            ("Developer", &[&developer::HEAD], &["id", "name", "url"]),
            (
                "DataSafety",
                &[&data_safety::SAFETY],
                &["appId", "url", "sharedData", "collectedData", "securityPractices"],
            ),
            ("DataSafetyEntry", &[&data_safety::ITEM], &["type"]),
            ("SecurityPractice", &[&data_safety::PRACTICE], &[]),
        ];
        for (name, shapes, beside) in records {
            let read = shapes.iter().flat_map(|shape| shape.fields()).map(|field| field.name);
            let written: BTreeSet<_> = read.chain(beside.iter().copied()).collect();
            assert_eq!(written, declared(name), "{name}");
        }
    }
}
