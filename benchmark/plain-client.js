// What a careful author would write without a library: fetch, JSON.parse for the answer, JSON.parse again for
// every payload in it, a dozen fields. It sends POSTs that it is given, so both sides ask the same of the server.

/**
 * @typedef {object} Post
 * @property {string} path
 * @property {string} body
 */

/**
 * @param {string} baseUrl
 * @param {Post[]} posts
 * @param {number} concurrency
 * @returns {Promise<any[]>} apps and charts in the order they came
 */
export async function askPlainly(baseUrl, posts, concurrency) {
  /** @type {any[]} */
  const values = [];
  let next = 0;
  const worker = async () => {
    while (next < posts.length) {
      const { path, body } = posts[next++];
      values.push(...read(await post(baseUrl + path, body)));
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, posts.length) }, worker));
  return values;
}

/**
 * @param {string} url
 * @param {string} body
 */
async function post(url, body) {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' };
  const answer = await fetch(url, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`${url}: status ${answer.status}`);
  return answer.text();
}

/** @param {string} text `)]}'`, an empty line, then lines that are JSON arrays of frames */
function read(text) {
  const values = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('[')) continue;
    for (const [kind, rpcId, payload] of JSON.parse(line)) {
      if (kind !== 'wrb.fr') continue;
      if (payload === null) throw new Error(`${rpcId}: no payload`);
      values.push(rpcId === 'Ws7gDc' ? app(JSON.parse(payload)) : chart(JSON.parse(payload)));
    }
  }
  return values;
}

/** @param {any} root */
function app(root) {
  const record = root[1][2];
  const price = record[57]?.[0][0][0][0][1][0];
  return {
    appId: root[1][3]?.['12'][0][0] ?? root[1][11][0][0],
    title: record[0][0],
    summary: record[73]?.[0]?.[1],
    description: record[72]?.[0]?.[1],
    installs: record[13]?.[0],
    maxInstalls: record[13]?.[2],
    score: record[51]?.[0]?.[1],
    ratings: record[51]?.[2]?.[1],
    price: price === undefined ? undefined : price[0] / 1e6,
    currency: price?.[1],
    developer: record[68]?.[0],
    genre: record[79]?.[0]?.[0]?.[0],
    icon: record[95]?.[0]?.[3]?.[2],
    version: record[140]?.[0]?.[0]?.[0],
  };
}

/** @param {any} root */
function chart(root) {
  return { apps: root[0][1]?.[0][28][0].map(row) ?? [] };
}

/** @param {any[]} row */
function row([card]) {
  const price = card[8]?.[1][0];
  return {
    appId: card[0][0],
    title: card[3],
    url: card[10]?.[4]?.[2],
    icon: card[1]?.[3]?.[2],
    score: card[4]?.[1],
    scoreText: card[4]?.[0],
    genre: card[5],
    price: price === undefined ? undefined : price[0] / 1e6,
    currency: price?.[1],
    description: card[13]?.[1],
    developer: card[14],
    installs: card[15],
  };
}
