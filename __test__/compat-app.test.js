// google-play-scraper's `app`, through the facade.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure } from 'playfast';
import gplay from 'playfast/compat';
import { serve } from './support/client.js';
import * as rules from './support/rules.js';
import { warningsOf } from './support/warnings.js';

const server = await serve();

/** The fields of a record in 10.1; each is there, served or not. */
const FIELDS =
  `title description descriptionHTML summary installs minInstalls maxInstalls score scoreText ratings reviews
  histogram price originalPrice discountEndDate free currency priceText available offersIAP IAPRange androidVersion
  androidVersionText androidMaxVersion developer developerId developerEmail developerWebsite developerAddress
  developerLegalName developerLegalEmail developerLegalAddress developerLegalPhoneNumber privacyPolicy
  developerInternalID genre genreId categories icon headerImage screenshots video videoImage previewVideo contentRating
  contentRatingDescription adSupported released updated version recentChanges comments preregister earlyAccessEnabled
  isAvailableInPlayPass appId url`.split(/\s+/);

test('a record has the fields of 10.1, with its types', async () => {
  const appId = 'com.example.dense';
  const app = await gplay.app({ appId });
  assert.deepEqual(Object.keys(app).sort(), [...FIELDS].sort());
  assert.equal(app.appId, appId);
  assert.equal(app.url, `https://play.google.com/store/apps/details?id=${appId}&hl=en&gl=us`);
  assert.equal(app.title, `Title of ${appId} [en/us]`);
  assert.equal(app.summary, `Summary of ${appId} & what it's for`);
  assert.equal(app.icon, rules.image(appId, 'icon'));
  assert.equal(app.headerImage, rules.image(appId, 'header'));
  assert.equal(app.score, rules.score(appId));
  assert.equal(app.ratings, rules.ratings(appId));
  assert.equal(app.reviews, rules.reviews(appId, 'us'));
  assert.deepEqual(app.histogram, rules.histogram(appId));
  assert.equal(app.minInstalls, rules.minInstalls(appId));
  assert.equal(app.maxInstalls, rules.maxInstalls(appId));
  assert.equal(app.version, rules.version(appId));
  assert.equal(app.released, rules.date(rules.released(appId)));
  assert.equal(Math.floor(app.updated / 1000), rules.updated(appId));
  assert.deepEqual([app.price, app.free, app.priceText, app.currency], [0, true, 'Free', 'USD']);
  assert.deepEqual([app.available, app.preregister], [true, false]);
  assert.deepEqual([app.androidVersion, app.androidVersionText, app.androidMaxVersion], ['8.0', '8.0', '16']);
  assert.equal(app.developerInternalID, rules.developer(appId).internalId);
  assert.equal(app.developerLegalAddress, '1 Example Street, 12345 Example Town, Nowhere');
  assert.equal(app.screenshots.length, rules.screenshots(appId));
});

test('texts: description by lines that end in \\r\\n, html as Play serves it', async () => {
  const app = await gplay.app({ appId: 'com.html.a' });
  assert.ok(app.description.includes('\r\n') && !/[^\r]\n/.test(app.description));
  assert.ok(app.descriptionHTML.includes('<br>'));
  assert.ok(app.recentChanges.startsWith('What&#39;s new in '));
});

test('language and country are asked for, in any case', async () => {
  const app = await gplay.app({ appId: 'com.example.a', lang: 'de', country: 'DE' });
  assert.equal(app.title, 'Title of com.example.a [de/de]');
  assert.equal(app.url, 'https://play.google.com/store/apps/details?id=com.example.a&hl=de&gl=de');
  const empty = await gplay.app({ appId: 'com.example.a', lang: '', country: undefined });
  assert.equal(empty.title, 'Title of com.example.a [en/us]');
});

test('the options are not written to', async () => {
  const options = Object.freeze({ appId: 'com.example.a' });
  await gplay.app(options);
  assert.deepEqual(Object.keys(options), ['appId']);
});

test('what varies with the device has its words', async () => {
  const app = await gplay.app({ appId: 'com.varies.a' });
  assert.equal(app.version, 'VARY');
  assert.deepEqual([app.androidVersion, app.androidVersionText], ['VARY', 'Varies with device']);
  assert.equal(app.androidMaxVersion, 'VARY');
});

test('an unrated app has a histogram of zeros', async () => {
  const app = await gplay.app({ appId: 'com.unrated.a' });
  assert.deepEqual(app.histogram, { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 });
  assert.deepEqual([app.score, app.ratings, app.reviews], [undefined, undefined, undefined]);
  assert.ok('score' in app);
  assert.deepEqual(app.comments, []);
});

test('a price, and the one before the sale', async () => {
  const app = await gplay.app({ appId: 'com.paid.a' });
  assert.deepEqual([app.price, app.originalPrice, app.free], [6.99, 9.99, false]);
  assert.deepEqual([app.priceText, app.currency], ['$6.99', 'USD']);
  assert.equal(typeof app.discountEndDate, 'string');
});

test('an app for pre-registration is not available, and has no price', async () => {
  const app = await gplay.app({ appId: 'com.preregistration.a' });
  assert.deepEqual([app.available, app.preregister], [false, true]);
  assert.deepEqual([app.price, app.free, app.priceText], [0, false, 'Free']);
  assert.equal((await gplay.app({ appId: 'com.notinregion.a' })).available, false);
});

test('the id of a developer is decoded, the internal one is a number', async () => {
  const developers = await Promise.all(rules.ids(40).map((appId) => gplay.app({ appId })));
  const names = developers.filter(({ developerId }) => Number.isNaN(Number(developerId)));
  assert.ok(names.length > 0);
  for (const { appId, developerId, developerInternalID } of developers) {
    const { id, internalId } = rules.developer(appId);
    assert.deepEqual([developerId, developerInternalID], [id, internalId]);
  }
});

test('categories have names and ids, and tags the id null', async () => {
  const { categories, genre, genreId } = await gplay.app({ appId: 'com.example.a' });
  assert.deepEqual(categories[0], { name: genre, id: genreId });
  assert.ok(categories.some(({ id }) => id === null));
});

test('comments are the texts of the first reviews, in the language asked and in the same HTTP request', async () => {
  const { comments } = await gplay.app({ appId: 'com.reviews.n100.a' });
  const { requests, reviewCalls } = await server.stats();
  assert.deepEqual([requests, reviewCalls], [1, 1]);
  const { data } = await gplay.reviews({ appId: 'com.reviews.n100.a', sort: gplay.sort.HELPFULNESS, num: 5 });
  assert.deepEqual(
    comments,
    data.map(({ text }) => text).filter((text) => text !== null),
  );
  assert.ok(comments.length > 0 && comments.length <= 5);
  const german = await gplay.app({ appId: 'com.reviews.n100.a', lang: 'de' });
  assert.match(german.comments[0], /in de: /);
});

test('an app whose comments cannot be read is an app nevertheless', async () => {
  configure({ ...server.settings, attempts: 1 });
  // The reviews are the first call of the request.
  await server.configure({ faults: [{ frame: 'gateway' }] });
  const app = await gplay.app({ appId: 'com.reviews.n100.a' });
  assert.deepEqual([app.title, app.comments], ['Title of com.reviews.n100.a [en/us]', []]);
  assert.deepEqual((await server.stats()).faults, { gateway: 1 });
});

test('a hundred calls of one turn are seven HTTP requests at the most', async () => {
  const apps = await Promise.all(rules.ids(100).map((appId) => gplay.app({ appId })));
  assert.deepEqual(
    apps.map(({ appId }) => appId),
    rules.ids(100),
  );
  const { requests, appCalls } = await server.stats();
  assert.equal(appCalls, 100);
  assert.ok(requests <= 7, `${requests} requests`);
});

test('an unknown app rejects with google-play-scraper’s words', async () => {
  await assert.rejects(gplay.app({ appId: 'com.missing.a' }), (error) => {
    assert.ok(error instanceof Error);
    assert.deepEqual([error.message, error.status], ['App not found (404)', 404]);
    assert.equal(error.code, 'ERR_PLAYFAST_NOT_FOUND');
    assert.match(error.stack, /^NotFoundError: App not found \(404\)\n.*compat-app\.test\.js/);
    return true;
  });
});

test('without an id it rejects, and asks nothing', async () => {
  const warnings = await warningsOf(async () => {
    for (const options of [undefined, null, {}, { appId: '' }, 'com.example.a']) {
      await assert.rejects(gplay.app(options), { message: 'appId missing' });
    }
  });
  assert.deepEqual(warnings, []);
  assert.equal((await server.stats()).requests, 0);
});
