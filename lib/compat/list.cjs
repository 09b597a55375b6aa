// `list`: the apps of a chart.
'use strict';

const constants = require('./constants.cjs');
const { rowsOf } = require('./full-detail.cjs');
const { localeOf, method, warnOnce } = require('./method.cjs');

/** More than Play has ever served of a chart. */
const MOST = 660;

const OPTIONS = ['collection', 'category', 'age', 'num', 'lang', 'country', 'fullDetail'];

const list = method('list', OPTIONS, async (given, ask) => {
  const { age, num } = given;
  const category = given.category || constants.category.APPLICATION;
  const collection = given.collection || constants.collection.TOP_FREE;
  if (!Object.values(constants.category).includes(category)) {
    throw ask.refusal(`Invalid category ${category}`, 'category');
  }
  if (!Object.values(constants.collection).includes(collection)) {
    throw ask.refusal(`Invalid collection ${collection}`, 'collection');
  }
  if (age && !Object.values(constants.age).includes(age)) throw ask.refusal(`Invalid age range ${age}`, 'age');
  if (age) warnOnce('list: the option age has no effect, Play no longer has charts by age');
  const wanted = Math.min(Number(num ?? 500), MOST);
  if (wanted === 0) return [];
  const locale = localeOf(given);
  const request = { category, collection, num: wanted, ...locale };
  const { apps } = await ask.play.list(request, ask.options);
  return rowsOf(apps, locale, given.fullDetail, ask);
});

module.exports = { list };
