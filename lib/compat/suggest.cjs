// `suggest`: what Play's search field suggests.
'use strict';

const { localeOf, method } = require('./method.cjs');

const suggest = method('suggest', ['term', 'lang', 'country'], async (given, { play, options, refusal }) => {
  if (!given.term) throw refusal('term missing', 'term');
  const { suggestions } = await play.suggest({ term: String(given.term), ...localeOf(given) }, options);
  return suggestions;
});

module.exports = { suggest };
