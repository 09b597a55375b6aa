// All reviews of an app, a line each: node examples/reviews-to-ndjson.js <app id> <file> [cursor]
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { allReviews } from 'playfast';

const [appId, file, from] = process.argv.slice(2);
if (!appId || !file) {
  console.error('usage: node examples/reviews-to-ndjson.js <app id> <file> [cursor]');
  process.exit(2);
}

const out = createWriteStream(file, { flags: from ? 'a' : 'w' });
const walk = allReviews(appId, { langs: ['en', 'de', 'fr'], reviewers: false, ...(from && { from }) });
try {
  for await (const review of walk) {
    if (!out.write(`${JSON.stringify(review)}\n`)) await once(out, 'drain');
  }
  console.log(`${walk.reviews} reviews, ${walk.pages} pages: ${walk.end.reason}`);
} catch (error) {
  console.error(`${error.message}\nGo on with: node examples/reviews-to-ndjson.js ${appId} ${file} '${walk.cursor}'`);
  process.exitCode = 1;
}
out.end();
await once(out, 'finish');
