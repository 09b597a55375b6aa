//! How often Play serves each field, counted by hand in recorded answers: what drift is told from.

/// So many of the recorded records have this field.
pub(super) struct Share {
    pub(super) field: &'static str,
    pub(super) base: Base,
    pub(super) had: u16,
    pub(super) of: u16,
}

/// The records that a share is of. Apps that are not offered in the country or only to be
/// registered for lack much by nature (PROTOCOL 3) and are in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// Apps that can be had; all reviews.
    Offered,
    /// Those of them that have a score.
    Rated,
}

const fn of_offered(field: &'static str, had: u16, of: u16) -> Share {
    Share { field, base: Base::Offered, had, of }
}

const fn of_rated(field: &'static str, had: u16, of: u16) -> Share {
    Share { field, base: Base::Rated, had, of }
}

/// Whether there is a text of the price is up to who asks: free apps have none.
///
/// Six records of `Ws7gDc`: the pages of Translate and WhereAmI (July 2026) and of two others (October
/// 2025, August 2022), Maps (August 2026), an answer of the RPC (September 2022). One is unrated.
pub(super) const APP: &[Share] = &[
    of_offered("title", 6, 6),
    of_offered("summary", 6, 6),
    of_offered("description", 6, 6),
    of_offered("descriptionHTML", 6, 6),
    of_offered("availability", 6, 6),
    of_offered("available", 6, 6),
    of_offered("preregister", 6, 6),
    of_offered("installs", 6, 6),
    of_offered("installsShort", 6, 6),
    of_offered("minInstalls", 6, 6),
    of_offered("maxInstalls", 6, 6),
    of_offered("score", 5, 6),
    of_rated("scoreText", 5, 5),
    of_rated("ratings", 5, 5),
    of_rated("reviews", 5, 5),
    of_rated("histogram", 5, 5),
    of_rated("scoreByFormFactor", 3, 5),
    of_offered("free", 6, 6),
    of_offered("price", 6, 6),
    of_offered("priceMicros", 6, 6),
    of_offered("currency", 6, 6),
    of_offered("offerType", 6, 6),
    of_offered("buyUrl", 6, 6),
    of_offered("offersIAP", 3, 6),
    of_offered("IAPRange", 3, 6),
    of_offered("adSupported", 2, 6),
    of_offered("familyLibrary", 1, 6),
    of_offered("chart", 1, 6),
    of_offered("developer", 6, 6),
    of_offered("developerId", 6, 6),
    of_offered("developerUrl", 6, 6),
    of_offered("developerInternalID", 4, 6),
    of_offered("developerEmail", 6, 6),
    of_offered("developerWebsite", 6, 6),
    of_offered("developerAddress", 2, 6),
    of_offered("developerLegalName", 4, 6),
    of_offered("developerLegalEmail", 4, 6),
    of_offered("developerLegalAddress", 4, 6),
    of_offered("developerLegalPhoneNumber", 3, 6),
    of_offered("offeredBy", 6, 6),
    of_offered("privacyPolicy", 6, 6),
    of_offered("dataSafetySummary", 6, 6),
    of_offered("genre", 6, 6),
    of_offered("genreId", 6, 6),
    of_offered("categories", 6, 6),
    of_offered("icon", 6, 6),
    of_offered("iconColor", 5, 6),
    of_offered("headerImage", 6, 6),
    of_offered("screenshots", 6, 6),
    of_offered("screenshotSizes", 6, 6),
    of_offered("video", 3, 6),
    of_offered("videoId", 3, 6),
    of_offered("videoImage", 3, 6),
    of_offered("previewVideo", 2, 6),
    of_offered("contentRating", 6, 6),
    of_offered("contentRatingIcon", 6, 6),
    of_offered("contentRatingDescription", 3, 6),
    of_offered("interactiveElements", 4, 6),
    of_offered("released", 4, 6),
    of_offered("releasedAt", 4, 6),
    of_offered("updated", 6, 6),
    of_offered("updatedText", 6, 6),
    of_offered("version", 3, 6),
    of_offered("recentChanges", 6, 6),
    of_offered("recentChangesHTML", 6, 6),
    of_offered("androidVersion", 3, 6),
    of_offered("minApiLevel", 3, 6),
    of_offered("targetSdk", 4, 6),
];

/// The 100 rows of a chart (`vyAe2`) and the 20 of a search (`lGYRle`) of July 2026. One is unrated.
pub(super) const CARD: &[Share] = &[
    of_offered("appId", 120, 120),
    of_offered("url", 120, 120),
    of_offered("title", 120, 120),
    of_offered("developer", 120, 120),
    of_offered("icon", 120, 120),
    of_offered("iconColor", 120, 120),
    of_offered("headerImage", 120, 120),
    of_offered("screenshots", 120, 120),
    of_offered("video", 66, 120),
    of_offered("score", 119, 120),
    of_rated("scoreText", 119, 119),
    of_offered("genre", 120, 120),
    of_offered("free", 120, 120),
    of_offered("price", 120, 120),
    of_offered("priceMicros", 120, 120),
    of_offered("currency", 120, 120),
    of_offered("priceText", 1, 120),
    of_offered("offerType", 120, 120),
    of_offered("offersIAP", 106, 120),
    of_offered("IAPRange", 106, 120),
    of_offered("description", 120, 120),
    of_offered("descriptionHTML", 120, 120),
    of_offered("installs", 120, 120),
    of_offered("ageText", 14, 120),
    of_offered("contentRating", 120, 120),
    of_offered("availability", 120, 120),
];

/// 150 reviews (`UsvDTd`) of July 2026.
pub(super) const REVIEW: &[Share] = &[
    of_offered("id", 150, 150),
    of_offered("userName", 150, 150),
    of_offered("userImage", 150, 150),
    of_offered("score", 150, 150),
    of_offered("title", 1, 150),
    of_offered("text", 150, 150),
    of_offered("date", 150, 150),
    of_offered("thumbsUp", 150, 150),
    of_offered("version", 117, 150),
    of_offered("replyAuthor", 42, 150),
    of_offered("replyText", 42, 150),
    of_offered("replyDate", 42, 150),
    of_offered("criterias", 54, 150),
    of_offered("flags", 17, 150),
];

/// Answers that had rows. Play has nothing of some terms and apps, so others need not.
const fn of_answers(had: u16, of: u16) -> Share {
    of_offered("rows", had, of)
}

/// The pages of two searches of July 2026.
pub(super) const SEARCHES: Share = of_answers(2, 2);
/// The suggestions for "pand" (July 2026).
pub(super) const SUGGESTIONS: Share = of_answers(1, 1);
/// The data safety page of Translate (July 2026).
pub(super) const DECLARATIONS: Share = of_answers(1, 1);
/// The pages of Minecraft (August 2022), Translate and WhereAmI (July 2026).
pub(super) const SIMILAR: Share = of_answers(3, 3);
/// The page of Mojang (July 2026).
pub(super) const DEVELOPERS: Share = of_answers(1, 1);
