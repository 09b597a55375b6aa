// The rules by which the local Play server makes its values up (see its README).

const MASK = (1n << 64n) - 1n;

function fnv1a(text) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & MASK;
  return hash;
}

/** A number below n. */
export function pick(appId, label, n) {
  return Number(fnv1a(`${appId}/${label}`) % BigInt(n));
}

/** SplitMix64 seeded with the hash. */
function* random(appId, label) {
  let state = fnv1a(`${appId}/${label}`);
  for (;;) {
    state = (state + 0x9e3779b97f4a7c15n) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    yield z ^ (z >> 31n);
  }
}

/** An element of the list. */
export function one(appId, label, list) {
  const [first] = random(appId, label);
  return list[Number(first % BigInt(list.length))];
}

function token(appId, label, length) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const numbers = random(appId, label);
  return Array.from({ length }, () => alphabet[Number(numbers.next().value % 64n)]).join('');
}

export const GENRES = [
  ['Puzzle', 'GAME_PUZZLE'],
  ['Tools', 'TOOLS'],
  ['Travel & Local', 'TRAVEL_AND_LOCAL'],
  ['Casual', 'GAME_CASUAL'],
  ['Productivity', 'PRODUCTIVITY'],
  ['Music & Audio', 'MUSIC_AND_AUDIO'],
  ['Action', 'GAME_ACTION'],
  ['Education', 'EDUCATION'],
  ['Health & Fitness', 'HEALTH_AND_FITNESS'],
  ['Simulation', 'GAME_SIMULATION'],
  ['Photography', 'PHOTOGRAPHY'],
  ['Racing', 'GAME_RACING'],
];

export const image = (appId, label) => `https://play-lh.googleusercontent.com/${token(appId, label, 86)}`;
export const videoId = (appId) => token(appId, 'video', 11);
export const score = (appId) => (3_000_000 + pick(appId, 'score', 2_000_000)) / 1e6;
export const ratings = (appId) => 50 + pick(appId, 'ratings', 20_000_000);
export const reviews = (appId, country) => Math.floor(ratings(appId) / 30) + pick(appId, `reviews/${country}`, 100);
export const minInstalls = (appId) => one(appId, 'installs', [1_000, 50_000, 1_000_000, 100_000_000, 10_000_000_000]);
export const maxInstalls = (appId) => minInstalls(appId) + pick(appId, 'installs more', minInstalls(appId));
export const released = (appId) => 1_262_304_000 + pick(appId, 'released', 441_504_000);
export const updated = (appId) => released(appId) + pick(appId, 'updated', 63_072_000);
export const version = (appId) =>
  `${pick(appId, 'major', 9) + 1}.${pick(appId, 'minor', 40)}.${pick(appId, 'patch', 10)}`;
export const genre = (appId) => one(appId, 'genre', GENRES);
export const contentRating = (appId) => one(appId, 'content rating', ['Everyone', 'Everyone 10+', 'Teen']);
export const screenshots = (appId) => 12 + pick(appId, 'screenshots', 9);
export const color = (appId, label) => [
  ...['red', 'green', 'blue'].map((part) => pick(appId, `${label} ${part}`, 256)),
  255,
];

export function developer(appId) {
  const number = pick(appId, 'developer', 500);
  const name = number % 10 === 3 ? `Café & Co ${number}` : `Studio ${number}`;
  const internalId = String(5_000_000_000_000_000_000n + BigInt(number));
  return { number, name, internalId, id: number % 2 === 0 ? internalId : name };
}

export function histogram(appId) {
  const count = ratings(appId);
  return Object.fromEntries([10, 5, 8, 17, 58].map((percent, at) => [at + 1, Math.floor((count * percent) / 100)]));
}

/** A date as English pages show it. */
export const date = (seconds) =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }).format(seconds * 1000);

/** Ids that differ in their last part. */
export const ids = (count, prefix = 'com.example.a') => Array.from({ length: count }, (_, n) => `${prefix}${n}`);
