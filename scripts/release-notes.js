// Prints what CHANGELOG.md says of a version: node scripts/release-notes.js 0.1.0
import { readFileSync } from 'node:fs';

const [version] = process.argv.slice(2);
const changelog = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
const section = changelog.split(/^## /m).find((text) => text.startsWith(`[${version}]`));
const notes = section?.slice(section.indexOf('\n')).trim();
if (notes) {
  console.log(notes);
} else {
  console.error(`release-notes: CHANGELOG.md has no section [${version}] with something in it`);
  process.exitCode = 1;
}
