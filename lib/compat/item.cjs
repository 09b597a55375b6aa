// A row of a list, in google-play-scraper's shape.
'use strict';

/**
 * What Play's lists serve of an app. Only rows beyond the first answer have a one-line summary, so the description stands
 * for it in the others; the developer's id is there where it was asked for.
 * @param {import('../binding.cjs').AppCard} card
 * @param {string} [developerId]
 */
function itemOf(card, developerId) {
  return {
    title: card.title,
    appId: card.appId,
    url: card.url,
    icon: card.icon,
    developer: card.developer,
    developerId,
    currency: card.currency,
    price: card.price ?? 0,
    free: card.free ?? false,
    priceText: card.priceText ?? 'Free',
    summary: card.summary ?? card.description,
    scoreText: card.scoreText,
    score: card.score,
  };
}

module.exports = { itemOf };
