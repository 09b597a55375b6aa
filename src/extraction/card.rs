//! An app as a row of a list, PROTOCOL 2.11, in the layouts that Play serves it in.

use once_cell::sync::Lazy;

use super::media::{availability, color, images, offer_type, score, score_text};
use super::node::Node;
use super::table::Kind::{Int, Is, Link, Other, Plain, Present, Text, Units};
use super::table::{Field, Table, units, write_number};
use super::{Extracted, close_object, complete, malformed};

/// Where one layout keeps things.
pub(super) struct Layout {
    /// The app id, within the row.
    pub(super) id: &'static [u32],
    /// The developer's name, within the row.
    pub(super) developer: &'static [u32],
    /// The price in micros of a row, where it has an offer.
    pub(super) micros: fn(Node<'_>) -> Option<i64>,
    table: Table,
}

impl Layout {
    /// The layout of a row of a list. What is no app (an advertisement, a heading) has none.
    pub(super) fn of(row: Node<'_>) -> Option<&'static Self> {
        let layouts: [&'static Self; 3] = [&ROW, &BARE, &OLD];
        layouts.into_iter().find(|layout| row.at(layout.id).and_then(Node::raw_str).is_some())
    }

    /// A row as a JSON object.
    pub(super) fn record(
        &self,
        block: &str,
        place: usize,
        row: Node<'_>,
    ) -> Result<Vec<u8>, Extracted> {
        let found = self.table.find(row.text()).map_err(|_| malformed(block))?;
        let mut out = Vec::with_capacity(row.text().len());
        out.push(b'{');
        let missing = self.table.write(&found, &mut out);
        complete(block, &missing, || format!("row {place}"))?;
        close_object(&mut out);
        Ok(out)
    }
}

/// A row `[CARD]` of a chart, a search or a developer known by name.
pub(super) static ROW: Lazy<Layout> = Lazy::new(|| Layout {
    id: &[0, 0, 0],
    developer: &[0, 14],
    micros: |row| row.at(&[0, 8, 1, 0, 0]).and_then(Node::i64),
    table: Table::new(&[0], &[CARD_FIELDS], &[]),
});

/// A row `CARD` of a cluster or a developer known by number.
pub(super) static BARE: Lazy<Layout> = Lazy::new(|| Layout {
    id: &[0, 0],
    developer: &[14],
    micros: |row| row.at(&[8, 1, 0, 0]).and_then(Node::i64),
    table: Table::new(&[], &[CARD_FIELDS], &[]),
});

/// The app that a search term names: its record has the numbers of the details' one.
pub(super) static FEATURED: Lazy<Layout> = Lazy::new(|| Layout {
    id: &[16, 11, 0, 0],
    developer: &[16, 2, 68, 0],
    micros: |row| row.at(&[17, 0, 2, 0, 1, 0, 0]).and_then(Node::i64),
    table: Table::new(&[], &[FEATURED_FIELDS], &[]),
});

/// A row of a continuation.
pub(super) static OLD: Lazy<Layout> = Lazy::new(|| Layout {
    id: &[12, 0],
    developer: &[4, 0, 0, 0],
    micros: old_micros,
    table: Table::new(&[], &[OLD_FIELDS], &[]),
});

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
fn old_micros(row: Node<'_>) -> Option<i64> {
    match row.at(&[7]) {
        Some(offer) => offer.at(&[0, 3, 2, 1, 0, 0]).and_then(Node::i64),
        None => Some(0),
    }
}

/// The layout of a compact continuation.
const OLD_FIELDS: &[Field] = &[
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
        Other(|row, out| write_number(old_micros(row).map(|it| it == 0), out)),
        WHOLE,
    ),
    Field::new("price", Other(|row, out| write_number(old_micros(row).map(units), out)), WHOLE),
    Field::new("priceMicros", Other(|row, out| write_number(old_micros(row), out)), WHOLE),
    Field::new("currency", Text, &[&[7, 0, 3, 2, 1, 0, 1]]),
    Field::new("priceText", Text, &[&[7, 0, 3, 2, 1, 0, 2]]),
    Field::new("offerType", Other(offer_type), &[&[7, 0, 3, 2, 5]]),
    Field::new("offersIAP", Present, &[]),
    Field::new("summary", Plain, &[&[4, 1, 1, 1, 1]]),
];
