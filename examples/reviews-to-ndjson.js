// All reviews of an app, a line each: node examples/reviews-to-ndjson.js <app id> <file> [cursor]
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { allReviews } from 'playfast';

const [appId, file, from] = process.argv.slice(2);
if (!appId || !file) {
  console.error('usage: node examples/reviews-to-ndjson.js <app id> <file> [cursor]');
  process.exit(2);
}

const walk = allReviews(appId, { langs: ['en', 'de', 'fr'], reviewers: false, ...(from && { from }) });
let failure;

/** What is written. A walk that fails ends it, so that all that came before still gets to the file. */
async function* lines() {
  try {
    for await (const review of walk) yield `${JSON.stringify(review)}\n`;
  } catch (error) {
    failure = error;
  }
}

try {
  await pipeline(lines, createWriteStream(file, { flags: from ? 'a' : 'w' }));
} catch (error) {
  console.error(`cannot write to ${file}: ${error.message}`);
  process.exit(1);
}
if (failure) {
  const goOn = walk.cursor ? `\nGo on with: node examples/reviews-to-ndjson.js ${appId} ${file} '${walk.cursor}'` : '';
  console.error(`${failure.message}${goOn}`);
  process.exitCode = 1;
} else {
  console.log(`${walk.reviews} reviews, ${walk.pages} pages: ${walk.end.reason}`);
}
