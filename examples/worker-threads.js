// Work on reviews in worker threads; all of them share one pace and one pool of connections:
//   node examples/worker-threads.js [app ids]
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { reviews } from 'playfast';

if (isMainThread) {
  const given = process.argv.slice(2);
  const ids = given.length > 0 ? given : ['com.spotify.music', 'org.mozilla.firefox', 'com.duolingo'];
  await Promise.all(ids.map(inWorker));
} else {
  const page = await reviews({ appId: workerData, reviewers: false });
  parentPort?.postMessage({ count: page.reviews.length, words: words(page.reviews) });
}

/** Starts a worker for one app, and prints what it finds. */
function inWorker(appId) {
  return new Promise((resolve) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: appId });
    worker.once('message', ({ count, words }) => console.log(`${appId}: ${count} reviews, ${words} different words`));
    worker.once('error', (error) => {
      console.error(`${appId}: ${error.message}`);
      process.exitCode = 1;
    });
    worker.once('exit', resolve);
  });
}

/** The part that would keep the event loop busy. */
function words(reviews) {
  const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
  const found = new Set();
  for (const { text = '' } of reviews) {
    for (const { segment, isWordLike } of segmenter.segment(text)) if (isWordLike) found.add(segment.toLowerCase());
  }
  return found.size;
}
