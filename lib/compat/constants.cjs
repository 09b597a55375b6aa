// The constants of google-play-scraper.
'use strict';

const native = require('../native.cjs');

/** @type {{ id: string }[]} */
const categories = JSON.parse(native.categories());
const category = Object.freeze(Object.fromEntries(categories.map(({ id }) => [id, id])));
const collection = Object.freeze({ TOP_FREE: 'TOP_FREE', TOP_PAID: 'TOP_PAID', GROSSING: 'GROSSING' });
const sort = Object.freeze({ NEWEST: 2, RATING: 3, HELPFULNESS: 1 });
const age = Object.freeze({ FIVE_UNDER: 'AGE_RANGE1', SIX_EIGHT: 'AGE_RANGE2', NINE_UP: 'AGE_RANGE3' });
const permission = Object.freeze({ COMMON: 0, OTHER: 1 });

module.exports = { category, collection, sort, age, permission };
