// The languages that Play keeps reviews in: each is a population of its own.
'use strict';

/** The codes that one source checked in 2026. */
const CODES =
  'en es pt ru de fr it ja ko zh tr id vi th hi ar pl nl sv da fi no cs el he hu ro uk bg hr sr sk sl lt lv et fa bn ' +
  'ta te ml mr gu kn pa ur ms tl sw af kk az uz ky ka hy be mk sq bs is mn ne si km lo my am eu gl ca';

/** Codes that are answered with another language's reviews. */
const ALIASES = new Map([
  ['tg', 'ru'],
  ['tk', 'ru'],
  ['ga', 'en'],
  ['cy', 'en'],
]);

/**
 * The language whose reviews a code is answered with.
 * @param {string} lang
 */
function populationOf(lang) {
  return ALIASES.get(lang) ?? lang;
}

/**
 * The languages to walk through: each population once.
 * @param {string[]} langs
 */
function populations(langs) {
  const seen = new Set();
  return langs.filter((lang) => seen.size < seen.add(populationOf(lang)).size);
}

module.exports = { REVIEW_LANGUAGES: CODES.split(' '), populationOf, populations };
