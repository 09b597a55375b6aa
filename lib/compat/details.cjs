// An app's record, in google-play-scraper's shape.
'use strict';

const VARIES = 'VARY';

/** How many comments an app has. */
const COMMENTS = 5;

/**
 * What to ask for an app's comments.
 * @param {{ appId: string, lang: string }} app
 */
function commentsRequest({ appId, lang }) {
  return { appId, lang, sort: 'relevant', num: COMMENTS, reviewers: false };
}

/**
 * The texts of the reviews that Play ranks first; some reviews are stars only.
 * @param {import('../binding.cjs').ReviewPage} page
 */
function commentsOf({ reviews }) {
  return reviews.flatMap(({ text }) => text ?? []);
}

/**
 * @param {import('../binding.cjs').App} app
 * @param {string[]} comments
 */
function detailsOf(app, comments) {
  return {
    title: app.title,
    description: app.description?.replaceAll('\n', '\r\n'),
    descriptionHTML: app.descriptionHTML,
    summary: app.summary,
    installs: app.installs,
    minInstalls: app.minInstalls,
    maxInstalls: app.maxInstalls,
    score: app.score,
    scoreText: app.scoreText,
    ratings: app.ratings,
    reviews: app.reviews,
    histogram: app.histogram ?? { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 },
    price: app.price ?? 0,
    originalPrice: app.originalPrice,
    discountEndDate: app.discountEndText,
    free: app.free ?? false,
    currency: app.currency,
    priceText: app.priceText ?? 'Free',
    available: app.available,
    offersIAP: app.offersIAP,
    IAPRange: app.IAPRange,
    androidVersion: app.androidVersion ?? VARIES,
    androidVersionText: app.androidVersion ?? 'Varies with device',
    androidMaxVersion: app.androidMaxVersion ?? VARIES,
    developer: app.developer,
    developerId: app.developerId,
    developerEmail: app.developerEmail,
    developerWebsite: app.developerWebsite,
    developerAddress: app.developerAddress,
    developerLegalName: app.developerLegalName,
    developerLegalEmail: app.developerLegalEmail,
    developerLegalAddress: app.developerLegalAddress?.replaceAll('\n', ', '),
    developerLegalPhoneNumber: app.developerLegalPhoneNumber,
    privacyPolicy: app.privacyPolicy,
    developerInternalID: app.developerInternalID,
    genre: app.genre,
    genreId: app.genreId,
    categories: app.categories.map(({ name, id = null }) => ({ name, id })),
    icon: app.icon,
    headerImage: app.headerImage,
    screenshots: app.screenshots,
    video: app.video,
    videoImage: app.videoImage,
    previewVideo: app.previewVideo,
    contentRating: app.contentRating,
    contentRatingDescription: app.contentRatingDescription,
    adSupported: app.adSupported,
    released: app.released,
    updated: app.updated,
    version: app.version ?? VARIES,
    recentChanges: app.recentChangesHTML,
    comments,
    preregister: app.preregister,
    earlyAccessEnabled: app.earlyAccessEnabled,
    isAvailableInPlayPass: app.isAvailableInPlayPass,
    appId: app.appId,
    url: app.url,
  };
}

module.exports = { commentsOf, commentsRequest, detailsOf };
