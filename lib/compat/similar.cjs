// `similar`: apps that Play finds similar to one.
'use strict';

const { rowsOf } = require('./full-detail.cjs');
const { localeOf, method } = require('./method.cjs');

/** The most that is asked for, and unless told how many. */
const MOST = 250;

const OPTIONS = ['appId', 'lang', 'country', 'num', 'fullDetail'];

const similar = method('similar', OPTIONS, async (given, ask) => {
  const { appId, num } = given;
  if (!appId) throw ask.refusal('appId missing', 'appId');
  const wanted = Math.min(Number(num ?? MOST), MOST);
  if (wanted === 0) return [];
  const locale = localeOf(given);
  const request = { appId, num: wanted, ...locale };
  const { apps } = await ask.play.similar(request, ask.options);
  return rowsOf(apps, locale, given.fullDetail, ask);
});

module.exports = { similar };
