// A worker thread that asks for 40 apps of its own and tells how many it got.
'use strict';

const { parentPort, workerData } = require('node:worker_threads');
const { appBatch, configure } = require('playfast');

const { number, settings } = workerData;
if (settings) configure(settings);
const ids = Array.from({ length: 40 }, (_, n) => `com.worker${number}.a${n}`);
appBatch(ids).then((outcomes) => {
  parentPort.postMessage(outcomes.filter(({ status }) => status === 'fulfilled').length);
});
