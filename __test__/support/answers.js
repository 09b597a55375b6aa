// What the local Play server (with --plain) answers, as somebody else would have fetched it.

/**
 * The answer to the one POST that a lookup takes.
 * @param {Awaited<ReturnType<typeof import('./client.js').serve>>} server
 * @param {() => Promise<unknown>} look
 * @returns the whole answer, and the payload of its frame
 */
export async function answerTo(server, look) {
  await server.configure({ record: true });
  await server.reset();
  await look();
  const [{ path, body }] = await server.recorded();
  await server.configure({ record: false });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const text = await (await fetch(server.url + path, { method: 'POST', headers, body })).text();
  const [frame] = JSON.parse(text.slice(text.indexOf('[['))).filter(([kind]) => kind === 'wrb.fr');
  return { text, payload: frame[2] };
}

/** The page of an app or a search, in English and for the US. */
async function pageAt(server, path, parameters) {
  const query = new URLSearchParams({ ...parameters, hl: 'en', gl: 'us' });
  const answer = await fetch(`${server.url}${path}?${query}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}

/**
 * @param {Awaited<ReturnType<typeof import('./client.js').serve>>} server
 * @param {string} id
 */
export const appPage = (server, id) => pageAt(server, '/store/apps/details', { id });

/**
 * @param {Awaited<ReturnType<typeof import('./client.js').serve>>} server
 * @param {string} q
 */
export const searchPage = (server, q) => pageAt(server, '/store/search', { q, c: 'apps' });
