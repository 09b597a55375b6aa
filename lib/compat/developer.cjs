// `developer`: a developer's apps.
'use strict';

const { rowsOf } = require('./full-detail.cjs');
const { localeOf, method } = require('./method.cjs');

/** The most that is asked for. */
const MOST = 1000;

const OPTIONS = ['devId', 'lang', 'country', 'num', 'fullDetail'];

const developer = method('developer', OPTIONS, async (given, ask) => {
  const { devId, num } = given;
  if (!devId) throw ask.refusal('devId missing', 'devId');
  if (typeof devId === 'number' && !Number.isSafeInteger(devId)) {
    throw ask.refusal('developer: devId is too large a number to be exact; pass it as a string', 'devId');
  }
  const wanted = Math.min(Number(num ?? 60), MOST);
  if (wanted === 0) return [];
  const locale = localeOf(given);
  const request = { devId: String(devId), num: wanted, ...locale };
  const { developer: found, apps } = await ask.play.developer(request, ask.options);
  return rowsOf(apps, locale, given.fullDetail, ask, found.id);
});

module.exports = { developer };
