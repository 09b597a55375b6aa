//! One app's record (RPC `Ws7gDc`), PROTOCOL 3. To follow Google's moves, change a path here.

use std::borrow::Cow;
use std::ops::Range;

use super::field::Kind::{Int, Is, Link, Other, Plain, Present, Seconds, Text, Time, Units};
use super::field::{Field, write_int, write_key, write_number};
use super::mapping::Mappings;
use super::media::{availability, color, image_sizes, images, offer_type, score, score_text};
use super::node::Node;
use super::object::object;
use super::shape::Shape;
use super::table::Table;
use super::{Extracted, PLAY, close_list, close_object, complete, shares, text};
use crate::error::Error;
use crate::request::{AppRequest, Include, Locale, Selection, hint, query};

pub(super) const BLOCK: &str = "Ws7gDc";
/// Where the answer echoes the id that was asked: field 12 of the entity, dense in 2022.
pub(super) const ECHOED_ID: &[u32] = &[1, 11, 0, 0];
/// The record within the answer.
pub(super) const RECORD: &[u32] = &[1, 2];
/// The first offer of the price field (58).
macro_rules! offer {
    ($($index:literal),*) => { &[57, 0, 0, 0, 0, $($index),*] };
}

const FIELDS: &[Field] = &[
    Field::new("title", Text, &[&[0, 0]]).required(),
    Field::new("summary", Plain, &[&[73, 0, 1]]),
    Field::new("description", Plain, &[&[12, 0, 0, 1], &[72, 0, 1]]),
    Field::new("descriptionHTML", Text, &[&[12, 0, 0, 1], &[72, 0, 1]]),
    Field::new("translated", Present, &[&[12, 0, 0, 1]]),
    Field::new("availability", Other(availability), &[&[18]]).required(),
    Field::new("available", Is(2), &[&[18, 0]]).or("false"),
    Field::new("preregister", Is(1), &[&[18, 0]]).or("false"),
    Field::new("earlyAccessEnabled", Present, &[&[18, 2]]),
    Field::new("installs", Text, &[&[13, 0]]),
    Field::new("installsShort", Text, &[&[13, 3]]),
    Field::new("minInstalls", Int, &[&[13, 1]]),
    Field::new("maxInstalls", Int, &[&[13, 2]]),
    Field::new("score", Other(score), &[&[51, 0]]),
    Field::new("scoreText", Other(score_text), &[&[51, 0]]),
    Field::new("ratings", Int, &[&[51, 2, 1]]),
    Field::new("reviews", Int, &[&[51, 3, 1]]),
    Field::new("histogram", Other(histogram), &[&[51, 1]]),
    Field::new("scoreByFormFactor", Other(score_by_form_factor), &[&[150, 1]]),
    Field::new("free", Is(0), &[offer![1, 0, 0]]),
    Field::new("price", Units, &[offer![1, 0, 0]]),
    Field::new("priceMicros", Int, &[offer![1, 0, 0]]),
    Field::new("currency", Text, &[offer![1, 0, 1]]),
    Field::new("priceText", Text, &[offer![1, 0, 2]]),
    Field::new("originalPrice", Units, &[offer![1, 1, 0]]),
    Field::new("originalPriceMicros", Int, &[offer![1, 1, 0]]),
    Field::new("discountEndDate", Seconds, &[offer![14, 0, 0]]),
    Field::new("discountEndText", Text, &[offer![14, 1]]),
    Field::new("offerType", Other(offer_type), &[offer![5]]),
    Field::new("buyUrl", Text, &[offer![6, 5, 2]]),
    Field::new("offersIAP", Present, &[&[19, 0]]),
    Field::new("IAPRange", Text, &[&[19, 0]]),
    Field::new("adSupported", Present, &[&[48]]),
    Field::new("isAvailableInPlayPass", Present, &[&[62]]),
    Field::new("familyLibrary", Plain, &[&[90, 1, 1], &[90, 1]]),
    Field::new("chart", Other(chart), &[&[58]]),
    Field::new("developer", Text, &[&[68, 0]]).required(),
    Field::new("developerId", Other(developer_id), &[&[68, 1, 4, 2]]),
    Field::new("developerUrl", Link, &[&[68, 1, 4, 2]]),
    Field::new("developerInternalID", Text, &[&[68, 2]]),
    Field::new("developerEmail", Text, &[&[69, 1, 0]]),
    Field::new("developerWebsite", Text, &[&[69, 0, 5, 2]]),
    Field::new("developerAddress", Text, &[&[69, 2, 0]]),
    Field::new("developerLegalName", Text, &[&[69, 4, 0]]),
    Field::new("developerLegalEmail", Text, &[&[69, 4, 1, 0]]),
    Field::new("developerLegalAddress", Text, &[&[69, 4, 2, 0]]),
    Field::new("developerLegalPhoneNumber", Text, &[&[69, 4, 3]]),
    Field::new("offeredBy", Text, &[&[37, 0]]),
    Field::new("privacyPolicy", Text, &[&[99, 0, 5, 2]]),
    Field::new("dataSafetySummary", Other(data_safety_summary), &[&[136, 1]]),
    Field::new("genre", Text, &[&[79, 0, 0, 0]]),
    Field::new("genreId", Text, &[&[79, 0, 0, 2]]),
    Field::new("categories", Other(categories), &[&[118], &[79]]).or("[]"),
    Field::new("icon", Text, &[&[95, 0, 3, 2]]),
    Field::new("iconColor", Other(color), &[&[95, 0, 5]]),
    Field::new("headerImage", Text, &[&[96, 0, 3, 2]]),
    Field::new("screenshots", Other(images), &[&[78, 0]]).or("[]"),
    Field::new("screenshotSizes", Other(image_sizes), &[&[78, 0]]),
    Field::new("video", Text, &[&[100, 0, 0, 3, 2]]),
    Field::new("videoId", Text, &[&[100, 0, 0, 2]]),
    Field::new("videoImage", Text, &[&[100, 1, 0, 3, 2], &[100, 0, 1, 3, 2]]),
    Field::new("previewVideo", Text, &[&[100, 1, 2, 0, 2]]),
    Field::new("contentRating", Text, &[&[9, 0]]),
    Field::new("contentRatingIcon", Text, &[&[9, 1, 3, 2]]),
    Field::new("contentRatingDescription", Plain, &[&[9, 2, 1]]),
    Field::new("interactiveElements", Plain, &[&[9, 3, 1]]),
    Field::new("released", Text, &[&[10, 0]]),
    Field::new("releasedAt", Time, &[&[10, 1]]),
    Field::new("updated", Time, &[&[145, 0, 1]]),
    Field::new("updatedText", Text, &[&[145, 0, 0]]),
    Field::new("version", Text, &[&[140, 0, 0, 0]]),
    Field::new("recentChanges", Plain, &[&[144, 1, 1]]),
    Field::new("recentChangesHTML", Text, &[&[144, 1, 1]]),
    Field::new("androidVersion", Text, &[&[140, 1, 1, 0, 0, 1]]),
    Field::new("androidMaxVersion", Text, &[&[140, 1, 1, 0, 1, 1]]),
    Field::new("minApiLevel", Int, &[&[140, 1, 1, 0, 0, 0]]),
    Field::new("targetSdk", Other(target_sdk), &[&[140, 1]]),
];

pub(super) const APP: Shape = Shape {
    name: "app",
    root: RECORD,
    groups: &[FIELDS],
    places: &[("appId", ECHOED_ID)],
    grows: true,
    shares: shares::APP,
};

/// Where a client reads records of apps.
pub(super) struct Tables {
    pub(super) app: Table,
    title: Range<usize>,
}

impl Tables {
    pub(super) fn new(mappings: &Mappings) -> Self {
        let app = Table::new(&APP, "app", mappings);
        Self { title: app.slots("title"), app }
    }

    /// Whether this is a whole record and not a part of one.
    pub(super) fn is_whole(&self, answer: Node<'_>) -> bool {
        self.app.find(answer).first(&self.title).is_some()
    }
}

/// What is known of the app that was asked for.
pub(super) struct Asked<'a> {
    /// Unknown for a page that somebody else fetched.
    pub(super) app_id: Option<&'a str>,
    pub(super) locale: Option<&'a Locale>,
    /// The fields wanted, if not all.
    pub(super) selection: Option<&'a Selection>,
}

impl<'a> From<&'a AppRequest> for Asked<'a> {
    fn from(request: &'a AppRequest) -> Self {
        Self {
            app_id: Some(&request.app_id),
            locale: Some(&request.locale),
            selection: request.selection.as_deref(),
        }
    }
}

/// The fields of these names, and what comes with them. The app's id and address come along unasked.
///
/// # Errors
/// `InvalidArgument` for a name that is none of a field.
pub fn select<'n>(
    tables: &super::Tables,
    names: impl IntoIterator<Item = &'n str>,
    include: Include,
) -> Result<Selection, Error> {
    let (mut places, mut numbers) = (Vec::new(), include.numbers().collect::<Vec<_>>());
    for name in names.into_iter().filter(|name| !UNASKED.contains(name)) {
        let (place, its_numbers) = tables.app.app.numbered(name).ok_or_else(|| {
            let hint = hint(name, UNASKED.into_iter().chain(tables.app.app.names()));
            Error::invalid("fields", format!("must name fields of an app; {name:?} is none{hint}"))
        })?;
        places.push(place);
        numbers.extend(its_numbers);
    }
    if places.is_empty() {
        let must = "must name at least one field besides appId and url, which come unasked";
        return Err(Error::invalid("fields", must));
    }
    Ok(Selection::new(places, numbers))
}

/// Fields that every answer has.
const UNASKED: [&str; 2] = ["appId", "url"];

/// Reads an answer of `Ws7gDc`: the record, an object.
pub(super) fn read(
    tables: &Tables,
    asked: &Asked<'_>,
    answer: Node<'_>,
) -> Result<Vec<u8>, Extracted> {
    let found = tables.app.find(answer);
    let app_id = echoed_id(found.beside(0), asked.app_id)?;
    object(|out| {
        write_key("appId", out);
        text::write_string(&app_id, out);
        out.push(b',');
        write_key("url", out);
        text::write_string(&url(&app_id, asked.locale), out);
        out.push(b',');
        let missing = tables.app.write_some(&found, asked.selection, out);
        complete(BLOCK, &missing, || "the record".to_owned())
    })
}

/// The id that an answer is about, which must be the one that was asked for.
pub(super) fn echoed_id<'a>(
    echoed: Option<Node<'a>>,
    asked: Option<&str>,
) -> Result<Cow<'a, str>, Extracted> {
    let Some(app_id) = echoed.and_then(Node::str) else {
        let message = "the answer has no app in it; Play's layout may have changed";
        return Err(Extracted::Failed(Error::parse(BLOCK, &["appId"], message)));
    };
    if asked.is_some_and(|asked| asked != app_id) { Err(Extracted::Mismatch) } else { Ok(app_id) }
}

fn url(app_id: &str, locale: Option<&Locale>) -> String {
    let page = format!("{PLAY}/store/apps/details?id={}", query(app_id));
    match locale {
        Some(locale) => format!("{page}&{}", locale.query()),
        None => page,
    }
}

/// `[null, [text, 1★], … [text, 5★]]`.
fn histogram(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.push(b'{');
    for (star, name) in (1..).zip(["1", "2", "3", "4", "5"]) {
        write_key(name, out);
        if !node.at(&[star, 1]).is_some_and(|ratings| write_int(ratings, out)) {
            out.truncate(start);
            return false;
        }
        out.push(b',');
    }
    close_object(out);
    true
}

/// `[[kind, [null, score]], …]`.
fn score_by_form_factor(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.push(b'[');
    for entry in node.each_item() {
        let kind = entry.at(&[0]).and_then(Node::i64);
        let score = entry.at(&[1, 1]).and_then(Node::f64);
        if let (Some(kind), Some(score)) = (kind, score) {
            out.extend_from_slice(b"{\"formFactor\":");
            write_number(Some(kind), out);
            out.extend_from_slice(b",\"score\":");
            write_number(Some(score), out);
            out.extend_from_slice(b"},");
        }
    }
    close_list(start, out)
}

/// `[label, …, rank]`.
fn chart(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let label = node.at(&[0]).and_then(Node::raw_str);
    let rank = node.at(&[2]).and_then(Node::raw_str);
    let (Some(label), Some(rank)) = (label, rank) else { return false };
    out.extend_from_slice(b"{\"label\":");
    text::write_escaped_string(label, out);
    out.extend_from_slice(b",\"rank\":");
    text::write_escaped_string(rank, out);
    out.push(b'}');
    true
}

/// `/store/apps/dev?id=N` or `/store/apps/developer?id=Name+With+Plus`: what follows `id=`.
fn developer_id(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let Some(path) = node.str() else { return false };
    let Some((_, id)) = path.split_once("id=") else { return false };
    let id = id.split('&').next().unwrap_or_default().replace('+', " ");
    let id = percent_encoding::percent_decode_str(&id).decode_utf8_lossy();
    text::write_string(&id, out);
    true
}

/// `[[icon, title, [null, detail]], …]`.
fn data_safety_summary(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.push(b'[');
    for entry in node.each_item() {
        let Some(title) = entry.at(&[1]).and_then(Node::raw_str) else { continue };
        out.extend_from_slice(b"{\"title\":");
        text::write_escaped_string(title, out);
        if let Some(detail) = entry.at(&[2, 1]).and_then(Node::str) {
            out.extend_from_slice(b",\"detail\":");
            text::write_string(&super::html::to_text(&detail), out);
        }
        out.extend_from_slice(b"},");
    }
    close_list(start, out)
}

/// Categories and tags are the leaves of a tree: `[name, [.., [_, _, path]], id or null, mid]`.
fn categories(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.push(b'[');
    collect_categories(node, 0, out);
    close_list(start, out)
}

fn collect_categories(node: Node<'_>, depth: u32, out: &mut Vec<u8>) {
    // Play's tree is four levels deep; the bound is for input that is not Play's.
    const MAX_DEPTH: u32 = 12;
    let items = node.items();
    // A leaf is a message: what it has may have moved. A list's elements stay where they are.
    let ends_in_object = items.last().copied().unwrap_or(node).is_object();
    let field = |index: u32| {
        if ends_in_object {
            return node.at(&[index]);
        }
        items.get(index as usize).copied().filter(|item| !item.is_null())
    };
    let Some(name) = field(0).and_then(Node::raw_str) else {
        for item in items.into_iter().filter(|_| depth < MAX_DEPTH) {
            collect_categories(item, depth + 1, out);
        }
        return;
    };
    let id = field(2);
    if id.or_else(|| field(3)).is_some() {
        out.extend_from_slice(b"{\"name\":");
        text::write_escaped_string(name, out);
        if let Some(id) = id.and_then(Node::raw_str) {
            out.extend_from_slice(b",\"id\":");
            text::write_escaped_string(id, out);
        }
        out.extend_from_slice(b"},");
    }
}

/// `[[[target, name?]], [[minimum, …]]]`. Where the version varies there is no minimum beside it
/// and a named level is probably the minimum (PROTOCOL 3), so it is not taken for the target.
fn target_sdk(node: Node<'_>, out: &mut Vec<u8>) -> bool {
    let named = node.at(&[0, 0, 1]).is_some();
    let has_minimum = node.at(&[1, 0]).is_some();
    let level = node.at(&[0, 0, 0]).and_then(Node::i64).filter(|_| !named || has_minimum);
    write_number(level, out)
}
