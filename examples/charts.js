// 50 charts, of 10 countries and 5 categories, 200 rows each, as they come: node examples/charts.js
import { listStream } from 'playfast';

const countries = ['us', 'gb', 'de', 'fr', 'es', 'it', 'jp', 'kr', 'br', 'in'];
const categories = ['GAME', 'FINANCE', 'SOCIAL', 'TOOLS', 'EDUCATION'];
const requests = countries.flatMap((country) => categories.map((category) => ({ country, category, num: 200 })));

let rows = 0;
for await (const outcome of listStream(requests)) {
  const { country, category } = requests[outcome.index];
  if (outcome.status === 'rejected') {
    console.error(country, category, outcome.reason.message);
    continue;
  }
  const { apps, complete, incompleteBecause } = outcome.value;
  rows += apps.length;
  console.log(country, category, apps.length, complete ? 'complete' : incompleteBecause, apps[0]?.title ?? '');
}
console.log(`${rows} rows`);
