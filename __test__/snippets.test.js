// Every snippet of the documentation is run as it stands, against the local Play server; what names the documentation
// uses are the types' names, with the types' defaults.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { startPlayServer } from './support/play-server.js';
import { root, start } from './support/run.js';

const read = (file) => readFileSync(join(root, file), 'utf8');
const pages = ['README.md', 'MIGRATION.md', 'CONTRIBUTING.md', 'SECURITY.md'].concat(
  readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
);

const server = await startPlayServer();
const folder = mkdtempSync(join(tmpdir(), 'playfast-docs-'));
writeFileSync(join(folder, 'ca.pem'), server.ca);
writeFileSync(join(folder, 'ids.txt'), 'com.a.b\ncom.c.d\n');
mkdirSync(join(folder, 'node_modules'));
symlinkSync(root, join(folder, 'node_modules/playfast'), 'junction');
symlinkSync(join(root, 'node_modules/@types'), join(folder, 'node_modules/@types'), 'junction');
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const world = pathToFileURL(join(root, '__test__/support/snippet-world.js')).href;
const env = { PLAYFAST_BASE_URL: server.url, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') };

/** The blocks of one language, each with the line that it begins at. */
const blocks = (page, language) =>
  [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(({ 1: code, index }) => ({
    code,
    line: read(page).slice(0, index).split('\n').length,
  }));

/** What lines such as `console.log(x); // 2` say that they print. */
const promised = (code) => [...code.matchAll(/^.*console\.log\(.*\);? \/\/ (.*)$/gm)].map(([, text]) => text);

let snippets = 0;
for (const page of pages) {
  for (const { code, line } of blocks(page, 'js')) {
    snippets += 1;
    const name = `${page.replaceAll('/', '-')}-${line}.${/= require\(/.test(code) ? 'cjs' : 'mjs'}`;
    test(`${page}:${line} runs`, async () => {
      writeFileSync(join(folder, name), code);
      const { code: exitCode, stdout, stderr } = await start(['--import', world, name], { cwd: folder, env });
      assert.equal(exitCode, 0, stderr);
      const lines = stdout.trim().split('\n');
      assert.deepEqual(
        promised(code).filter((text) => !lines.includes(text)),
        [],
        `it prints ${stdout}`,
      );
    });
  }
}

test('the TypeScript in the documentation compiles', async () => {
  const files = pages.flatMap((page) => blocks(page, 'ts').map(({ code, line }) => [page, line, code]));
  assert.ok(files.length > 0);
  for (const [page, line, code] of files) writeFileSync(join(folder, `${page.replaceAll('/', '-')}-${line}.mts`), code);
  const compilerOptions = { strict: true, module: 'nodenext', target: 'es2023', noEmit: true, types: ['node'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.mts'] }));
  const { code, stdout } = await start([join(root, 'node_modules/typescript/bin/tsc'), '--project', folder]);
  assert.equal(code, 0, stdout);
});

test('there are snippets, and the scripts that shells run exist', () => {
  assert.ok(snippets > 15, `${snippets} snippets`);
  const { scripts } = JSON.parse(read('package.json'));
  const named = pages.flatMap((page) => [...read(page).matchAll(/npm run (?:--silent |-s )?([a-z][\w:-]*)/g)]);
  assert.deepEqual(
    named.map(([, name]) => name).filter((name) => !(name in scripts)),
    [],
  );
});

/** All that is declared: the hand-written types, and those that come from the Rust structs. */
const types = ['lib/binding.d.cts', ...readdirSync(join(root, 'types')).map((name) => `types/${name}`)]
  .map(read)
  .join('\n');
const declared = new Set(
  [
    ...types.matchAll(
      /^\s*(?:export )?(?:declare )?(?:static )?(?:readonly )?(?:interface |class |type |function |const |enum )?(\w+)[?]?[:(<= ]/gm,
    ),
  ].map(([, name]) => name),
);
/** Values such as `'notOffered'`. */
for (const [, value] of types.matchAll(/'(\w+)'/g)) declared.add(value);

test('names in the documentation are declared', () => {
  // What is Node's, a tool's, or somebody else's.
  const others = /^(node_modules|optionalDependencies|deferred_trace|batchexecute|TypeError|npm_config_\w+)$/;
  for (const page of pages) {
    const names = [...read(page).matchAll(/`([a-z]+[A-Z]\w*|[A-Z]\w+Error)(?:\(.*?\))?`/g)].map(([, name]) => name);
    assert.deepEqual(
      names.filter((name) => !declared.has(name) && !others.test(name)),
      [],
      page,
    );
  }
});

test('codes and links in the documentation lead somewhere', () => {
  for (const page of pages) {
    const text = read(page);
    const codes = [...text.matchAll(/ERR_PLAYFAST_[A-Z_]+[A-Z]/g)].map(([code]) => code);
    assert.deepEqual(
      codes.filter((code) => !types.includes(`'${code}'`)),
      [],
      page,
    );
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link);
    for (const link of links) readOrList(join(root, page, '..', link));
  }
});

/** Throws where there is neither a file nor a folder. */
function readOrList(path) {
  try {
    readFileSync(path);
  } catch (error) {
    if (error.code !== 'EISDIR') throw error;
  }
}

/** The defaults that the comments before declarations of this name tell, plainly or in a sentence. */
function defaultsOf(name) {
  const comments = [...types.matchAll(new RegExp(`/\\*\\*((?:(?!\\*/).)*?)\\*/\\s*readonly ${name}\\?:`, 'gs'))];
  return comments
    .map(([, comment]) => /Default:? (.*)/.exec(comment.replace(/\s+\*?\s*/g, ' '))?.[1])
    .filter((told) => told !== undefined)
    .map((told) => /^(?:`[^`]+`|none|[\d,.]*\d)/.exec(told)?.[0] ?? told.replace(/\. .*/, ''));
}

const plain = (text) =>
  text
    .replace(/[`'"]/g, '')
    .replace(/,(?=\d{3})/g, '')
    .trim();

const numbers = (text) => (text.match(/\d+(?:\.\d+)?/g) ?? []).sort().join();

/** Whether one of these words is a default of that name. A sentence is compared by its numbers. */
const isDefault = (name, words) =>
  defaultsOf(name).some((told) =>
    words.some((word) => (told.includes(' ') ? numbers(word) === numbers(told) : word === plain(told))),
  );

test('defaults in the documentation are those of the types', () => {
  const compared = [];
  const wrong = [];
  const compare = (page, name, words) => {
    if (defaultsOf(name).length === 0) return;
    compared.push(name);
    if (!isDefault(name, words))
      wrong.push(`${page}: ${name}, ${words.join(' | ')}, not ${defaultsOf(name).join(' or ')}`);
  };
  for (const page of pages) {
    const text = read(page);
    // Rows such as | `timeoutMs`, `attempts` | 30,000 | … of tables with a column of defaults.
    for (const [, head, rows] of text.matchAll(/^(\|.*\| default \|.*)\n\|[-|]+\n((?:\|.*\n)+)/gm)) {
      const column = head.split(' | ').indexOf('default');
      for (const [, names, cells] of rows.matchAll(/^\| (`\w+`(?:, `\w+`)*) \| (.*)/gm)) {
        const cell = plain(cells.split(' | ')[column - 1]);
        for (const [, name] of names.matchAll(/`(\w+)`/g)) compare(page, name, [cell, ...cell.split(', ')]);
      }
    }
    // Shapes such as `{ term, num = 30 }`.
    for (const [, shape] of text.matchAll(/`(\{ [^`]* = [^`]*\})`/g)) {
      for (const [, name, value] of shape.matchAll(/(\w+) = ('[^']*'|[^,}]*\w)/g)) compare(page, name, [plain(value)]);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(compared.length >= 20, `compared ${compared.join(', ')}`);
});
