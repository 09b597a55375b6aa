// `search`: the apps that a term finds.
'use strict';

const { rowsOf } = require('./full-detail.cjs');
const { localeOf, method } = require('./method.cjs');

const MOST = 250;

const OPTIONS = ['term', 'num', 'lang', 'country', 'fullDetail', 'price'];

const search = method('search', OPTIONS, async (given, ask) => {
  if (!given.term) throw ask.refusal('Search term missing', 'term');
  if (given.num > MOST) throw ask.refusal(`The number of results can't exceed ${MOST}`, 'num');
  const locale = localeOf(given);
  const request = { term: String(given.term), num: Number(given.num || 20), price: priceOf(given.price), ...locale };
  const { apps } = await ask.play.search(request, ask.options);
  return rowsOf(apps, locale, given.fullDetail, ask);
});

/**
 * A price in any case; what is none means all.
 * @param {unknown} price
 */
function priceOf(price) {
  const name = String(price).toLowerCase();
  return name === 'free' || name === 'paid' ? name : 'all';
}

module.exports = { search };
