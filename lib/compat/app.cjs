// `app`: the record of one app.
'use strict';

const { commentsOf, commentsRequest, detailsOf } = require('./details.cjs');
const { localeOf, method } = require('./method.cjs');

const app = method('app', ['appId', 'lang', 'country'], async (given, { play, options, refusal }) => {
  if (!given.appId) throw refusal('appId missing', 'appId');
  const request = { appId: given.appId, ...localeOf(given) };
  // Both are asked for in the same turn. An app whose comments cannot be read is an app nevertheless.
  const page = play.reviews(commentsRequest(request), options).catch(() => ({ reviews: [] }));
  const record = await play.app(request, options);
  return detailsOf(record, commentsOf(await page));
});

module.exports = { app };
