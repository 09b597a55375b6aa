// Whether each way out leads to Google Play: directly, or through each proxy.

/**
 * @typedef {object} Exit
 * @property {string} name `direct`, or the proxy's address without its credentials
 * @property {'ok' | 'blocked' | 'unreachable' | 'failed'} state
 * @property {'verified' | 'refused' | 'none' | 'unknown'} tls whether the server's certificate is trusted
 * @property {number} [ms] what one small request took, with connecting
 * @property {string} [code]
 * @property {string} [what]
 */

/** An app that there has been for long. */
const ASKED = { appId: 'com.google.android.apps.translate', countries: ['us'] };

/**
 * Asks one small thing through each of them, at the same time.
 * @param {typeof import('playfast')} playfast
 * @param {import('playfast').PlayStoreOptions} settings
 * @param {number} deadlineMs
 * @returns {Promise<Exit[]>}
 */
export async function examineExits(playfast, settings, deadlineMs) {
  const { proxies } = settings;
  const ways = proxies === undefined ? [settings] : proxies.map((proxy) => ({ ...settings, proxies: [proxy] }));
  return Promise.all(ways.map((way) => examineExit(new playfast.PlayStore(way), way, deadlineMs)));
}

/**
 * @param {import('playfast').PlayStore} store
 * @param {import('playfast').PlayStoreOptions} settings
 * @param {number} deadlineMs
 * @returns {Promise<Exit>}
 */
async function examineExit(store, settings, deadlineMs) {
  const isPlain = (settings.baseUrl ?? process.env.PLAYFAST_BASE_URL)?.startsWith('http:');
  const started = performance.now();
  try {
    const { countries } = await store.availability(ASKED, { deadlineMs });
    const [answer] = countries;
    if (answer?.status === 'rejected') throw answer.reason;
    const ms = Math.round(performance.now() - started);
    return { name: nameOf(store), state: 'ok', tls: isPlain ? 'none' : 'verified', ms };
  } catch (/** @type {any} */ error) {
    const { code, message } = error;
    const state = STATES[code] ?? 'failed';
    return { name: nameOf(store), state, tls: isPlain ? 'none' : trustOf(error, state), code, what: message };
  } finally {
    await store.close();
  }
}

/** @type {Record<string, Exit['state']>} */
const STATES = {
  ERR_PLAYFAST_BLOCKED: 'blocked',
  ERR_PLAYFAST_NETWORK: 'unreachable',
  ERR_PLAYFAST_TIMEOUT: 'unreachable',
};

/** Before the first request a client has no exits. @param {import('playfast').PlayStore} store */
const nameOf = (store) => store.stats().exits[0]?.name ?? 'direct';

/**
 * @param {any} error
 * @param {Exit['state']} state
 */
function trustOf(error, state) {
  if (/the certificate of/.test(error.message)) return 'refused';
  // What answers has been trusted before.
  return state === 'unreachable' ? 'unknown' : 'verified';
}
