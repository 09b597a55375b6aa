// A worker thread that is never done: batches, streams and walks on the shared client and on one of its own. It says
// so when the first outcome is there.
'use strict';

const { parentPort, workerData } = require('node:worker_threads');
const playfast = require('playfast');

const { number, settings } = workerData;
const store = new playfast.PlayStore(settings);
const ids = (round) => Array.from({ length: 80 }, (_, n) => `com.churn${number}.r${round}.a${n}`);

async function churn(client) {
  for (let round = 0; ; round += 1) {
    for await (const { index } of client.appStream(ids(round))) {
      if (index === 0) parentPort.postMessage(number);
      if (index === 40) break;
    }
    await Promise.all([client.appBatch(ids(round)), client.app(`com.churn${number}.a${round}`)]);
    for await (const _ of client.allReviews('com.reviews.n500.a', { num: 100 }));
  }
}

churn(playfast);
churn(store);
