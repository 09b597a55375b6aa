//! An app as a row of a list ("new card"), PROTOCOL 2.11.

use super::media::{availability, color, images, offer_type, score, score_text};
use super::table::Field;
use super::table::Kind::{Int, Is, Link, Other, Plain, Present, Text, Units};

pub(super) const FIELDS: &[Field] = &[
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
