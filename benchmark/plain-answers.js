// Reads answers as a careful author would without a library: JSON.parse for the answer, JSON.parse again for every
// payload in it, a dozen fields. Of a page only the block with the record is cut out and parsed.

/** The RPC that an answer is to, and what is read of it. */
const READERS = { Ws7gDc: app, vyAe2: chart, lGYRle: search, oCPfdb: reviews };

/** @param {string} text `)]}'`, an empty line, then lines that are JSON arrays of frames */
export function readAnswer(text) {
  const values = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('[')) continue;
    for (const [kind, rpcId, payload] of JSON.parse(line)) {
      if (kind !== 'wrb.fr') continue;
      if (payload === null) throw new Error(`${rpcId}: no payload`);
      values.push(READERS[/** @type {keyof typeof READERS} */ (rpcId)](JSON.parse(payload)));
    }
  }
  return values;
}

/**
 * Three substring searches and one JSON.parse of some 17 KB; the other 1.2 MB of the page are not looked at. No
 * text inside the block can end it, because `<` is escaped there.
 * @param {string} html
 */
export function readPage(html) {
  const block = html.indexOf("AF_initDataCallback({key: 'ds:5'");
  const start = html.indexOf('data:', block) + 'data:'.length;
  const end = html.indexOf(', sideChannel: {}});</script>', start);
  if (block === -1 || end === -1) throw new Error('the page has no block ds:5');
  return app(JSON.parse(html.slice(start, end)));
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
  return { apps: root[0][1]?.[0][28][0].map(card) ?? [] };
}

/** @param {any} root */
function search(root) {
  return { apps: root[0][1]?.flatMap((/** @type {any[]} */ section) => section[22]?.[0] ?? []).map(card) ?? [] };
}

/** @param {any[]} row */
function card([card]) {
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

/** @param {any} root */
function reviews(root) {
  return { reviews: root[0]?.map(review) ?? [], nextToken: root[1]?.[1] };
}

/** @param {any[]} row */
function review(row) {
  return {
    id: row[0],
    userName: row[1][0],
    userImage: row[1][1]?.[3]?.[2],
    score: row[2],
    title: row[3],
    text: row[4],
    date: row[5][0] * 1000 + Math.floor(row[5][1] / 1e6),
    thumbsUp: row[6],
    version: row[10],
    replyAuthor: row[7]?.[0],
    replyText: row[7]?.[1],
    criterias: row[12]?.[0],
  };
}
