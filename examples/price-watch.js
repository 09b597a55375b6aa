// What changed since the last run: price, offer, version. Run it daily from cron:
//   node examples/price-watch.js <file that remembers> <app id> [app id …]
import { readFile, rename, writeFile } from 'node:fs/promises';
import { appBatch } from 'playfast';

const [file, ...ids] = process.argv.slice(2);
if (ids.length === 0) {
  console.error('usage: node examples/price-watch.js <file that remembers> <app id> [app id …]');
  process.exit(2);
}
const WATCHED = ['price', 'currency', 'originalPrice', 'available', 'version'];

/** What an earlier run saw, by app id and country; nothing at the first. */
async function remembered() {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

try {
  const seen = await remembered();
  const requests = ids.flatMap((appId) => ['us', 'de'].map((country) => ({ appId, country })));
  const outcomes = await appBatch(requests, { fields: WATCHED });
  for (const [place, outcome] of outcomes.entries()) {
    const key = `${requests[place].appId} ${requests[place].country}`;
    if (outcome.status === 'rejected') {
      // What was seen before stays, so that one bad day hides no change.
      console.error(outcome.reason.message);
      continue;
    }
    const now = Object.fromEntries(WATCHED.map((field) => [field, outcome.value[field] ?? null]));
    for (const field of WATCHED) {
      const before = seen[key]?.[field];
      if (before !== undefined && before !== now[field]) console.log(`${key} ${field}: ${before} → ${now[field]}`);
    }
    seen[key] = now;
  }
  // In two steps: a run that is stopped in between leaves the old file whole.
  await writeFile(`${file}.new`, JSON.stringify(seen, null, 2));
  await rename(`${file}.new`, file);
} catch (error) {
  console.error(`price-watch: ${error.message}`);
  process.exitCode = 1;
}
