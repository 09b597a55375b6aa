// The option `fullDetail`: the records of a list's apps, in one batch.
'use strict';

const { classes } = require('../errors.cjs');
const { commentsOf, commentsRequest, detailsOf } = require('./details.cjs');
const { itemOf } = require('./item.cjs');

/**
 * A list's rows, or the records of its apps.
 * @param {import('../binding.cjs').AppCard[]} cards
 * @param {{ lang: string, country: string }} locale
 * @param {unknown} fullDetail
 * @param {import('./asker.cjs').Asker} ask
 * @param {string} [developerId] whose apps they are, where that is known
 */
async function rowsOf(cards, locale, fullDetail, ask, developerId) {
  if (!fullDetail) return cards.map((card) => itemOf(card, developerId));
  const requests = cards.map(({ appId }) => ({ appId, ...locale }));
  const [records, pages] = await Promise.all([
    ask.play.appBatch(requests, ask.options),
    ask.play.reviewsBatch(requests.map(commentsRequest), ask.options),
  ]);
  return records.flatMap((/** @type {any} */ record, /** @type {number} */ at) => {
    if (record.status === 'fulfilled') return detailsOf(record.value, commentsOf(pages[at].value ?? { reviews: [] }));
    // Listed a moment ago and gone now.
    if (record.reason instanceof classes.NotFoundError) return [];
    throw record.reason;
  });
}

module.exports = { rowsOf };
