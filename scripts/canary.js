// Asks Google Play, or what PLAYFAST_BASE_URL names, one lookup of each kind, and says whether the answers still are
// what the readers expect: node scripts/canary.js
//
// Ends with 0 if so, with 1 if something drifted, with 2 if Google gave no answer to judge. Some two dozen requests'
// worth of data a week; a GitHub workflow turns the printed report into an issue.
import { PlayStore } from 'playfast';
import { examine } from '../cli/doctor-lookups.js';

const DEADLINE_MS = 120_000;

const verdicts = new Set();
const store = new PlayStore();
console.log('| lookup | verdict | what |\n|---|---|---|');
for await (const { lookup, verdict, code, what = '' } of examine(store, DEADLINE_MS)) {
  verdicts.add(verdict);
  const told = code ? `${code}: ${what}` : what;
  console.log(`| ${lookup} | ${verdict} | ${told.replaceAll('|', '\\|')} |`);
}
store.close();
process.exitCode = verdicts.has('drift') ? 1 : verdicts.has('undecided') ? 2 : 0;
