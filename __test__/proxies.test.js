// Requests that go out through proxies: by turns, past those that do not work, and without a word of their logins.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { allReviews, app, appBatch, configure, NetworkError, stats } from 'playfast';
import { serve } from './support/client.js';
import { until } from './support/poll.js';
import { dates } from './support/review-rules.js';
import { ids } from './support/rules.js';

const server = await serve();

/** What a URL must write in another way. */
const LOGIN = { username: 'ann@home', password: 'p:s/w%rd hunter2' };

const PACK = 32;
const PATIENCE = { deadlineMs: 20_000 };

const titles = (outcomes) => outcomes.map(({ value }) => value?.title);
const titlesOf = (appIds, country = 'us') => appIds.map((appId) => `Title of ${appId} [en/${country}]`);

/** The address of a proxy for a client, with its login if there is one. */
function urlOf(proxy, { scheme, username = '', password = '' } = {}) {
  const login = username && `${encodeURIComponent(username)}:${encodeURIComponent(password)}@`;
  return proxy.url.replace(/^(\w+):\/\//, (_, own) => `${scheme ?? own}://${login}`);
}

/** Starts proxies of these kinds, one for each. */
const start = (...kinds) => Promise.all(kinds.map((kind) => server.startProxy({ kind })));

const useProxies = (...proxies) => configure({ ...server.settings, proxies });

/** Requests that came from each of these proxies, and that nothing came from elsewhere. */
async function requestsFrom(...proxies) {
  const { requests, byAddress } = await server.stats();
  const counts = proxies.map(({ address }) => byAddress[address]?.requests ?? 0);
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    requests,
    'nothing goes past the proxies',
  );
  return counts;
}

test('requests go out by turns through proxies of all kinds, with logins', async () => {
  const proxies = await Promise.all(
    ['http', 'https', 'socks5', 'socks5'].map((kind) => server.startProxy({ kind, ...LOGIN })),
  );
  const schemes = ['http', 'https', 'socks5', 'socks5h'];
  useProxies(...proxies.map((proxy, place) => urlOf(proxy, { scheme: schemes[place], ...LOGIN })));
  const asked = ids(8 * PACK);
  assert.deepEqual(titles(await appBatch(asked, PATIENCE)), titlesOf(asked));
  assert.deepEqual(await requestsFrom(...proxies), [2, 2, 2, 2]);
  for (const proxy of proxies) {
    const { connections, refused } = await proxy.stats();
    assert.deepEqual([connections, refused], [1, 0], 'one connection for both requests');
  }
  assert.deepEqual(
    stats().exits.map(({ name }) => name),
    proxies.map(({ url }, place) => url.replace(/^\w+/, schemes[place])),
  );
});

test('socks5h leaves the name of the server to the proxy, socks5 does not', async () => {
  for (const [scheme, byName] of [
    ['socks5h', 1],
    ['socks5', 0],
  ]) {
    const [proxy] = await start('socks5');
    useProxies(urlOf(proxy, { scheme }));
    await app('com.a.b');
    const seen = await proxy.stats();
    assert.deepEqual([seen.connections, seen.byName], [1, byName], scheme);
  }
});

test('a proxy that is down is put aside, and the others serve', async () => {
  for (const kind of ['http', 'https', 'socks5']) {
    await server.reset();
    const [down, ...others] = await start(kind, 'http', 'socks5');
    await down.down();
    useProxies(...[down, ...others].map((proxy) => urlOf(proxy)));
    const asked = ids(9 * PACK);
    assert.deepEqual(titles(await appBatch(asked, PATIENCE)), titlesOf(asked));
    const { failed, exits } = stats();
    assert.equal(failed, 3, 'its share of the first nine');
    assert.match(exits[0].held, new RegExp(`^no connection to .*the proxy ${down.url}`));
    assert.deepEqual(
      exits.slice(1).map(({ held }) => held),
      [undefined, undefined],
    );
    const more = ids(9 * PACK, 'com.more.a');
    assert.deepEqual(titles(await appBatch(more, PATIENCE)), titlesOf(more));
    assert.equal(stats().failed, 3, 'it is not tried again meanwhile');
    assert.equal((await requestsFrom(down, ...others))[0], 0);
  }
});

test('a proxy that goes down under way loses no lookup', async () => {
  const proxies = await start('http', 'socks5');
  useProxies(...proxies.map((proxy) => urlOf(proxy)));
  await server.configure({ latencyMs: 300 });
  const asked = ids(8 * PACK);
  const pending = appBatch(asked, PATIENCE);
  await until(server.stats, ({ requests }) => requests === 8);
  await proxies[0].down();
  assert.deepEqual(titles(await pending), titlesOf(asked));
  assert.equal((await server.stats()).byAddress[proxies[0].address].requests, 4, 'none after it went down');
});

test('a proxy that refuses the login is asked once, and the others serve', async () => {
  for (const kind of ['http', 'https', 'socks5']) {
    await server.reset();
    const refusing = await server.startProxy({ kind, ...LOGIN });
    const serving = await server.startProxy({ kind, ...LOGIN });
    useProxies(urlOf(refusing, { ...LOGIN, password: 'another' }), urlOf(serving, LOGIN));
    assert.deepEqual(titles(await appBatch(['com.a.b'], PATIENCE)), titlesOf(['com.a.b']));
    const asked = ids(4 * PACK);
    assert.deepEqual(titles(await appBatch(asked, PATIENCE)), titlesOf(asked));
    assert.equal((await refusing.stats()).refused, 1, kind);
    assert.deepEqual(await requestsFrom(refusing, serving), [0, 5]);
    assert.match(stats().exits[0].held, /refused the login/);
  }
});

test('a refused login is told without the login', async () => {
  for (const [kind, scheme] of [
    ['http', 'http'],
    ['https', 'https'],
    ['socks5', 'socks5'],
    ['socks5', 'socks5h'],
  ]) {
    const proxy = await server.startProxy({ kind, username: 'ann', password: 'right' });
    const url = urlOf(proxy, { scheme, ...LOGIN });
    useProxies(url);
    await assert.rejects(app('com.a.b'), (error) => {
      assert.ok(error instanceof NetworkError, inspect(error));
      assert.match(error.message, /refused the login/);
      assert.equal(error.attempts, 1);
      assert.equal(error.retryable, false);
      const told = [
        error.message,
        error.stack,
        inspect(error.cause, { depth: null, showHidden: true }),
        inspect(error, { depth: null, showHidden: true }),
        JSON.stringify(error),
        JSON.stringify(stats()),
      ];
      const { username, password } = new URL(url);
      for (const secret of [LOGIN.username, LOGIN.password, username, password, 'hunter2']) {
        assert.ok(!told.some((text) => text.includes(secret)), `${scheme}: ${secret}`);
      }
      return true;
    });
    assert.equal((await proxy.stats()).refused, 1, 'a login that was refused is not tried again');
  }
});

test('a refused login ends all lookups of a batch at once, if there is no other way', async () => {
  for (const kind of ['http', 'https', 'socks5']) {
    await server.reset();
    const proxy = await server.startProxy({ kind, ...LOGIN });
    useProxies(urlOf(proxy, { ...LOGIN, password: 'another' }));
    const outcomes = await appBatch(ids(40 * PACK), PATIENCE);
    for (const { reason } of outcomes) {
      assert.ok(reason instanceof NetworkError, inspect(reason));
      assert.match(reason.message, /refused the login/);
      assert.equal(reason.retryable, false);
    }
    // Requests that were on their way may each have tried to connect.
    assert.ok((await proxy.stats()).refused <= 16, kind);
  }
});

test('a proxy without a server behind it is told without the login too', async () => {
  for (const kind of ['http', 'https', 'socks5']) {
    const proxy = await server.startProxy({ kind, ...LOGIN });
    await proxy.down();
    configure({ ...server.settings, attempts: 2, proxies: [urlOf(proxy, LOGIN)] });
    await assert.rejects(app('com.a.b'), (error) => {
      assert.ok(error instanceof NetworkError, inspect(error));
      assert.equal(error.attempts, 2);
      const told = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(stats());
      assert.ok(told.includes(proxy.url));
      assert.ok(!/hunter2|ann/.test(told), told);
      return true;
    });
  }
});

test('a block of one address pauses that exit only', async () => {
  for (const kind of ['sorryRedirect', 'sorry', 403]) {
    await server.reset();
    const proxies = await start('http', 'http', 'http');
    const [blocked] = proxies;
    useProxies(...proxies.map((proxy) => urlOf(proxy)));
    await server.configure({ block: { kind, address: blocked.address } });
    const asked = ids(6 * PACK);
    assert.deepEqual(titles(await appBatch(asked, PATIENCE)), titlesOf(asked));
    const seen = (await server.stats()).blocked;
    assert.equal(seen, 2, 'its share of the first six');
    const { exits, blocked: counted } = stats();
    assert.equal(counted, seen);
    assert.deepEqual(
      exits.map(({ held }) => held !== undefined),
      [true, false, false],
    );
    // One at a time, so that it would have its turn.
    for (const appId of ids(3, 'com.later.a')) {
      assert.equal((await app(appId)).title, `Title of ${appId} [en/us]`);
    }
    assert.deepEqual((await requestsFrom(...proxies))[0], seen);
  }
});

test('each walk through reviews stays on one exit, where its cookies are known', async () => {
  const proxies = await start('http', 'socks5', 'https');
  useProxies(...proxies.map((proxy) => urlOf(proxy)));
  const walks = ['com.cookie.n2500.a', 'com.cookie.n2500.b'].map(async (appId) => {
    const walk = allReviews(appId);
    const found = [];
    for await (const { date } of walk) found.push(date);
    assert.deepEqual(walk.end, { reason: 'end', reviews: 2500, pages: 3 });
    return found;
  });
  for (const found of await Promise.all(walks)) assert.deepEqual(found, dates(2500));
  assert.deepEqual(await requestsFrom(...proxies), [3, 3, 0]);
});

test('a country is asked through the proxies that name it, others through those that name none', async () => {
  const proxies = await start('http', 'http', 'socks5');
  const [korean, both, general] = proxies;
  configure({
    ...server.settings,
    proxies: [
      { url: urlOf(korean), countries: ['kr'] },
      { url: urlOf(both), countries: ['JP', 'KR'] },
      { url: urlOf(general) },
    ],
  });
  const counts = {};
  for (const country of ['kr', 'jp', 'us']) {
    await server.reset();
    const asked = ids(4 * PACK);
    const outcomes = await appBatch(
      asked.map((appId) => ({ appId, country })),
      PATIENCE,
    );
    assert.deepEqual(titles(outcomes), titlesOf(asked, country));
    counts[country] = await requestsFrom(...proxies);
  }
  assert.deepEqual(counts, { kr: [2, 2, 0], jp: [0, 4, 0], us: [0, 0, 4] });
});

test('where no proxy names a country and none is for all, any will do', async () => {
  const proxies = await start('http', 'http');
  configure({ ...server.settings, proxies: proxies.map((proxy) => ({ url: urlOf(proxy), countries: ['kr'] })) });
  await appBatch(ids(2 * PACK), PATIENCE);
  assert.deepEqual(await requestsFrom(...proxies), [1, 1]);
});
