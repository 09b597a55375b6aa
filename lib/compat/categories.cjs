// `categories`: the ids of the store's categories.
'use strict';

const { method } = require('./method.cjs');

const categories = method('categories', [], async (_given, { play }) => {
  const all = await play.categories();
  return all.map((/** @type {{ id: string }} */ { id }) => id);
});

module.exports = { categories };
