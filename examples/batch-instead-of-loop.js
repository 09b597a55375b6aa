// The same apps one after the other, and in one call: node examples/batch-instead-of-loop.js [app ids]
import { app, appBatch, stats } from 'playfast';

const given = process.argv.slice(2);
const ids = given.length > 0 ? given : ['com.spotify.music', 'org.mozilla.firefox', 'org.videolan.vlc', 'com.duolingo'];

/** What the work took: time and HTTP requests. */
async function measure(name, work) {
  const before = stats().requests;
  const start = performance.now();
  const titles = await work();
  const ms = Math.round(performance.now() - start);
  console.log(`${name}: ${titles.length} apps, ${stats().requests - before} HTTP requests, ${ms} ms`);
}

await measure('loop', async () => {
  const titles = [];
  for (const id of ids) {
    try {
      titles.push((await app(id)).title);
    } catch (error) {
      console.error(error.message);
    }
  }
  return titles;
});

await measure('batch', async () => {
  const outcomes = await appBatch(ids);
  for (const { status, reason } of outcomes) if (status === 'rejected') console.error(reason.message);
  return outcomes.filter(({ status }) => status === 'fulfilled').map(({ value }) => value.title);
});
