// A first look: a dozen apps in one call and four charts in another.
//
//   npm run demo              asks the local Play server, whose apps are made up
//   npm run demo -- --live    asks Google Play

import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

/** Columns for a title. */
const WIDTH = 56;

/** A blocked address would be waited for; a first look should not take that long. */
const DEADLINE_MS = 30_000;

/** No such app, at Google's or here. */
const MISSING = 'com.missing.playfast.demo';

const LOCAL_APPS = [
  'com.example.translate',
  'com.example.maps',
  'com.example.music',
  'com.example.browser',
  'com.paid.chess',
  'com.unrated.newcomer',
  'com.preregistration.game',
  'com.notinregion.television',
  'com.varies.camera',
  'com.html.notes',
  'com.sparse.weather',
  MISSING,
];

const LIVE_APPS = [
  'com.google.android.apps.translate',
  'com.google.android.apps.maps',
  'com.google.android.youtube',
  'com.spotify.music',
  'org.mozilla.firefox',
  'com.whatsapp',
  'org.telegram.messenger',
  'org.videolan.vlc',
  'com.mojang.minecraftpe',
  'com.duolingo',
  'org.wikipedia',
  MISSING,
];

const CHARTS = ['us', 'de'].flatMap((country) => [
  { category: 'GAME', collection: 'TOP_FREE', num: 20, country },
  { category: 'TOOLS', collection: 'TOP_PAID', num: 20, country },
]);

try {
  // In a program: import { appBatch, listBatch } from 'playfast'. Node 20 cannot catch the failure of such an import.
  const playfast = createRequire(import.meta.url)('../index.cjs');
  const { values } = parseArgs({ options: { live: { type: 'boolean', default: false } } });
  await (values.live ? show(playfast, LIVE_APPS) : showLocally(playfast));
} catch (error) {
  console.error(`demo: ${/** @type {Error} */ (error).message}`);
  process.exitCode = 1;
}

/** @param {typeof import('../index.js')} playfast */
async function showLocally(playfast) {
  const { startPlayServer } = await import('../__test__/support/play-server.js');
  const server = await startPlayServer().catch((error) => {
    throw new Error(`the local Play server does not start (${error.message}); build it: npm run build:play-server`);
  });
  try {
    playfast.configure({ baseUrl: server.url, ca: server.ca });
    await show(playfast, LOCAL_APPS);
    const { calls, requests, connections } = await server.stats();
    const cost = `${several(requests, 'HTTP request')} on ${several(connections, 'connection')}`;
    console.log(`The server saw ${several(calls, 'lookup')} in ${cost}.`);
  } finally {
    await server.stop();
  }
}

/**
 * @param {typeof import('../index.js')} playfast
 * @param {string[]} appIds
 */
async function show({ appBatch, listBatch }, appIds) {
  const start = performance.now();
  const apps = await appBatch(appIds, { deadlineMs: DEADLINE_MS });
  const charts = await listBatch(CHARTS, { deadlineMs: DEADLINE_MS });
  const elapsed = performance.now() - start;

  console.log(`\n${apps.length} apps, one call: appBatch([...])\n`);
  for (const [position, outcome] of apps.entries()) console.log(`  ${appLine(appIds[position], outcome)}`);
  console.log(`\n${charts.length} charts, one call: listBatch([...])\n`);
  for (const [position, outcome] of charts.entries()) console.log(chartLines(CHARTS[position], outcome));
  console.log(`\nBoth took ${elapsed.toFixed(0)} ms.`);
  check(appIds, apps, charts);
}

/**
 * @param {string} appId
 * @param {any} outcome
 */
function appLine(appId, { status, value: app, reason }) {
  if (status === 'rejected') return `${column(appId, WIDTH)}  ${reason.code}: ${reason.message}`;
  const score = app.scoreText ? `${app.scoreText} stars` : 'unrated';
  return `${column(app.title, WIDTH)}  ${score.padEnd(9)}  ${column(app.installs ?? '-', 15)}  ${offer(app)}`;
}

/** @param {any} app */
function offer(app) {
  if (app.availability === 'preregistration') return 'pre-registration';
  const price = app.free ? 'free' : (app.priceText ?? '-');
  return app.available === false ? `${price}, not offered in this country` : price;
}

/**
 * @param {typeof CHARTS[number]} request
 * @param {any} outcome
 */
function chartLines({ category, collection, country }, { status, value, reason }) {
  const title = `  ${collection} of ${category} in ${country}: `;
  if (status === 'rejected') return `${title}${reason.code}: ${reason.message}`;
  const best = value.apps.slice(0, 3);
  const rows = best.map((/** @type {any} */ app, /** @type {number} */ place) => {
    const price = app.free ? 'free' : (app.priceText ?? 'no offer yet');
    return `\n    ${place + 1}. ${column(app.title, WIDTH)}  ${app.scoreText ?? 'unrated'}  ${price}`;
  });
  return `${title}${value.apps.length} apps${rows.join('')}`;
}

/**
 * One sentence about the first thing that is not as expected.
 * @param {string[]} appIds
 * @param {any[]} apps
 * @param {any[]} charts
 */
function check(appIds, apps, charts) {
  for (const [position, { status, reason }] of apps.entries()) {
    const appId = appIds[position];
    if (appId === MISSING && reason?.code !== 'ERR_PLAYFAST_NOT_FOUND') {
      throw new Error(
        `${appId} does not exist, so ERR_PLAYFAST_NOT_FOUND was expected, not ${reason?.code ?? 'an app'}`,
      );
    }
    if (appId !== MISSING && status === 'rejected') throw new Error(reason.message);
  }
  for (const { status, value, reason } of charts) {
    if (status === 'rejected') throw new Error(reason.message);
    if (value.apps.length === 0) throw new Error('a chart came back empty');
  }
}

/**
 * Cut or filled to a width. Titles are other people's text: control characters stay out of the terminal.
 * @param {string} text
 * @param {number} width
 */
function column(text, width) {
  const shown = text.replace(/\p{Cc}/gu, '');
  return (shown.length > width ? `${shown.slice(0, width - 1)}…` : shown).padEnd(width);
}

/**
 * @param {number} count
 * @param {string} noun
 */
function several(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
