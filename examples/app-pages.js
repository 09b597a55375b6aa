// Five apps by their pages, for those who need the page and not the packed RPC: node examples/app-pages.js
import { appBatch } from 'playfast';

const ids = [
  'com.google.android.apps.translate',
  'com.spotify.music',
  'org.mozilla.firefox',
  'org.videolan.vlc',
  'com.duolingo',
];

for (const outcome of await appBatch(ids, { source: 'page' })) {
  if (outcome.status === 'fulfilled') console.log(outcome.value.title, outcome.value.scoreText, outcome.value.installs);
  else console.error(outcome.reason.message);
}
