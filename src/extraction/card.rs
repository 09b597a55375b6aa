//! An app as a row of a list, PROTOCOL 2.11, in the layouts that Play serves it in.

use std::ops::Range;

use super::field::Kind::{Int, Is, Link, Other, Plain, Present, Text, Units};
use super::field::{Field, units, write_number};
use super::mapping::Mappings;
use super::media::{availability, color, images, offer_type, score, score_text};
use super::node::Node;
use super::object::object;
use super::shape::Shape;
use super::table::{Found, Table};
use super::{Extracted, complete, shares};

/// Reads rows of one layout.
pub(super) struct Layout {
    pub(super) table: Table,
    app_id: Range<usize>,
    developer: Range<usize>,
    price: Range<usize>,
    /// What the value of the price says in micros.
    micros: fn(Node<'_>) -> Option<i64>,
}

/// The layouts that a lookup's rows come in.
pub(super) struct Layouts {
    pub(super) row: Layout,
    pub(super) bare: Layout,
    pub(super) featured: Layout,
    pub(super) continued: Layout,
}

/// A row, found but not read.
pub(super) struct Row<'t, 'a> {
    layout: &'t Layout,
    found: Found<'a>,
}

fn micros(price: Node<'_>) -> Option<i64> {
    price.i64()
}

impl Layouts {
    pub(super) fn new(lookup: &'static str, mappings: &Mappings) -> Self {
        let layout = |shape, micros| Layout::new(shape, lookup, mappings, micros);
        Self {
            row: layout(&CARD, micros),
            bare: layout(&BARE, micros),
            featured: layout(&FEATURED, micros),
            continued: layout(&CONTINUED, continued_micros),
        }
    }

    /// A row of a list in its layout. What is no app (an advertisement, a heading) has none.
    pub(super) fn find<'a>(&self, row: Node<'a>) -> Option<Row<'_, 'a>> {
        for layout in [&self.row, &self.bare, &self.continued] {
            let row = layout.find(row);
            if row.app_id().and_then(Node::raw_str).is_some() {
                return Some(row);
            }
        }
        None
    }
}

impl Layout {
    fn new(
        shape: &Shape,
        lookup: &'static str,
        mappings: &Mappings,
        micros: fn(Node<'_>) -> Option<i64>,
    ) -> Self {
        let table = Table::new(shape, lookup, mappings);
        let [app_id, developer, price] =
            ["appId", "developer", "priceMicros"].map(|name| table.slots(name));
        Self { table, app_id, developer, price, micros }
    }

    pub(super) fn find<'a>(&self, row: Node<'a>) -> Row<'_, 'a> {
        Row { layout: self, found: self.table.find(row) }
    }
}

impl<'a> Row<'_, 'a> {
    pub(super) fn app_id(&self) -> Option<Node<'a>> {
        self.found.first(&self.layout.app_id)
    }

    pub(super) fn developer(&self) -> Option<Node<'a>> {
        self.found.first(&self.layout.developer)
    }

    /// The price in micros.
    pub(super) fn price(&self) -> Option<i64> {
        self.found.first(&self.layout.price).and_then(self.layout.micros)
    }

    /// The row as a JSON object; `place` is its place in the list.
    pub(super) fn record(&self, block: &str, place: usize) -> Result<Vec<u8>, Extracted> {
        object(|out| {
            let missing = self.layout.table.write(&self.found, out);
            complete(block, &missing, || format!("row {place}"))
        })
    }
}

/// A row `[CARD]` of a chart, a search or a developer known by name.
pub(super) const CARD: Shape = Shape {
    name: "card",
    root: &[0],
    groups: &[CARD_FIELDS],
    places: &[],
    grows: true,
    shares: shares::CARD,
};

/// A row `CARD` of a cluster or a developer known by number.
const BARE: Shape = Shape { root: &[], ..CARD };

/// The app that a search term names: its record has the numbers of the details' one.
pub(super) const FEATURED: Shape = Shape {
    name: "featured",
    root: &[],
    groups: &[FEATURED_FIELDS],
    places: &[],
    grows: true,
    shares: &[],
};

/// A row of a continuation.
pub(super) const CONTINUED: Shape = Shape {
    name: "continued",
    root: &[],
    groups: &[CONTINUED_FIELDS],
    places: &[],
    grows: true,
    shares: &[],
};

/// The row itself.
const WHOLE: &[&[u32]] = &[&[]];

const CARD_FIELDS: &[Field] = &[
    Field::new("appId", Text, &[&[0, 0]]).required(),
    Field::new("url", Link, &[&[10, 4, 2]]).required(),
    Field::new("title", Text, &[&[3]]).required(),
    Field::new("developer", Text, &[&[14]]),
    Field::new("icon", Text, &[&[1, 3, 2]]),
    Field::new("iconColor", Other(color), &[&[1, 5]]),
    Field::new("headerImage", Text, &[&[22, 3, 2]]),
    Field::new("screenshots", Other(images), &[&[2]]).or("[]"),
    Field::new("video", Text, &[&[12, 0, 0, 3, 2]]),
    Field::new("score", Other(score), &[&[4]]),
    Field::new("scoreText", Other(score_text), &[&[4]]),
    Field::new("genre", Text, &[&[5]]),
    Field::new("free", Is(0), &[&[8, 1, 0, 0]]),
    Field::new("price", Units, &[&[8, 1, 0, 0]]),
    Field::new("priceMicros", Int, &[&[8, 1, 0, 0]]),
    Field::new("currency", Text, &[&[8, 1, 0, 1]]),
    Field::new("priceText", Text, &[&[8, 1, 0, 2]]),
    Field::new("offerType", Other(offer_type), &[&[8, 5]]),
    Field::new("offersIAP", Present, &[&[29, 0]]),
    Field::new("IAPRange", Text, &[&[29, 0]]),
    // Lists serve the whole description where other libraries read a summary.
    Field::new("description", Plain, &[&[13, 1]]),
    Field::new("descriptionHTML", Text, &[&[13, 1]]),
    Field::new("installs", Text, &[&[15]]),
    Field::new("ageText", Text, &[&[17]]),
    Field::new("contentRating", Text, &[&[24, 0]]),
    Field::new("availability", Other(availability), &[&[26]]),
];

const FEATURED_FIELDS: &[Field] = &[
    Field::new("appId", Text, &[&[16, 11, 0, 0]]).required(),
    Field::new("url", Link, &[&[17, 0, 0, 4, 2]]).required(),
    Field::new("title", Text, &[&[16, 2, 0, 0]]).required(),
    Field::new("developer", Text, &[&[16, 2, 68, 0]]),
    Field::new("icon", Text, &[&[16, 2, 95, 0, 3, 2]]),
    Field::new("iconColor", Other(color), &[&[16, 2, 95, 0, 5]]),
    Field::new("headerImage", Text, &[&[16, 2, 96, 0, 3, 2]]),
    Field::new("screenshots", Other(images), &[&[16, 2, 78, 0]]).or("[]"),
    Field::new("video", Text, &[&[16, 2, 100, 0, 0, 3, 2]]),
    Field::new("score", Other(score), &[&[16, 2, 51, 0]]),
    Field::new("scoreText", Other(score_text), &[&[16, 2, 51, 0]]),
    Field::new("genre", Text, &[&[16, 2, 79, 0, 0, 0]]),
    Field::new("free", Is(0), &[&[17, 0, 2, 0, 1, 0, 0]]),
    Field::new("price", Units, &[&[17, 0, 2, 0, 1, 0, 0]]),
    Field::new("priceMicros", Int, &[&[17, 0, 2, 0, 1, 0, 0]]),
    Field::new("currency", Text, &[&[17, 0, 2, 0, 1, 0, 1]]),
    Field::new("priceText", Text, &[&[17, 0, 2, 0, 1, 0, 2]]),
    Field::new("offerType", Other(offer_type), &[&[17, 0, 2, 0, 5]]),
    Field::new("offersIAP", Present, &[&[16, 2, 19, 0]]),
    Field::new("IAPRange", Text, &[&[16, 2, 19, 0]]),
    Field::new("description", Plain, &[&[16, 2, 72, 0, 1]]),
    Field::new("descriptionHTML", Text, &[&[16, 2, 72, 0, 1]]),
    Field::new("installs", Text, &[&[16, 2, 13, 0]]),
    Field::new("contentRating", Text, &[&[16, 2, 9, 0]]),
    Field::new("availability", Other(availability), &[&[16, 2, 18]]),
];

/// The price in an old row: what costs nothing has no offer, what is not to be had yet has one
/// without a price (rows of 2026).
fn continued_micros(row: Node<'_>) -> Option<i64> {
    match row.at(&[7]) {
        Some(offer) => offer.at(&[0, 3, 2, 1, 0, 0]).and_then(Node::i64),
        None => Some(0),
    }
}

/// The layout of a compact continuation.
const CONTINUED_FIELDS: &[Field] = &[
    Field::new("appId", Text, &[&[12, 0]]).required(),
    Field::new("url", Link, &[&[9, 4, 2]]).required(),
    Field::new("title", Text, &[&[2]]).required(),
    Field::new("developer", Text, &[&[4, 0, 0, 0]]),
    Field::new("icon", Text, &[&[1, 1, 0, 3, 2]]),
    Field::new("iconColor", Other(color), &[&[1, 1, 0, 5]]),
    Field::new("screenshots", Other(images), &[]).or("[]"),
    Field::new("score", Other(score), &[&[6, 0, 2, 1]]),
    Field::new("scoreText", Other(score_text), &[&[6, 0, 2, 1]]),
    Field::new(
        "free",
        Other(|row, out| write_number(continued_micros(row).map(|it| it == 0), out)),
        WHOLE,
    ),
    Field::new(
        "price",
        Other(|row, out| write_number(continued_micros(row).map(units), out)),
        WHOLE,
    ),
    Field::new("priceMicros", Other(|row, out| write_number(continued_micros(row), out)), WHOLE),
    Field::new("currency", Text, &[&[7, 0, 3, 2, 1, 0, 1]]),
    Field::new("priceText", Text, &[&[7, 0, 3, 2, 1, 0, 2]]),
    Field::new("offerType", Other(offer_type), &[&[7, 0, 3, 2, 5]]),
    Field::new("offersIAP", Present, &[]),
    Field::new("summary", Plain, &[&[4, 1, 1, 1, 1]]),
];
