// The command line: each command asks what it says, and its help page needs no addon.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { COMMANDS } from '../cli/commands.js';
import { VARIABLES } from '../cli/flags.js';
import { commandLine, program, recordsOf } from './support/cli.js';
import { root, runJson, start } from './support/run.js';

const { server, playfast, env, write } = await commandLine();

/** What a command answers, and with which fields a record begins. */
const answers = [
  [['app', 'com.a.b', '--country', 'kr', '--lang', 'ko'], { appId: 'com.a.b', country: 'kr', lang: 'ko' }, 'title', 1],
  [['list', 'GAME', 'TOOLS', '--num', '3'], { category: 'GAME', collection: 'TOP_FREE' }, 'apps', 2],
  [['list', '--collection', 'TOP_PAID,GROSSING'], { category: 'APPLICATION', collection: 'TOP_PAID' }, 'complete', 2],
  [['search', 'panda', 'bear', '--price', 'free'], { term: 'panda', country: 'us' }, 'apps', 2],
  [['reviews', 'com.a.b', '--num', '5', '--lang', 'de'], { appId: 'com.a.b', lang: 'de' }, 'userName', 5],
  [['suggest', 'pan'], { term: 'pan', country: 'us', lang: 'en' }, 'suggestions', 1],
  [['developer', 'Studio 1'], { devId: 'Studio 1' }, 'developer', 1],
  [['similar', 'com.a.b', '--num', '4'], { appId: 'com.a.b' }, 'apps', 1],
  [['permissions', 'com.a.b'], { appId: 'com.a.b' }, 'groups', 1],
  [['data-safety', 'com.a.b'], { appId: 'com.a.b' }, 'sharedData', 1],
  [['availability', 'com.a.b', '--country', 'us,kr,us'], { appId: 'com.a.b', country: 'us' }, 'status', 2],
  [['availability', 'com.a.b'], { appId: 'com.a.b' }, 'status', 177],
  [['categories'], { id: 'APPLICATION' }, 'kind', 54],
  [['catalogue', '--sample', '2'], {}, 'appId', 100],
];

for (const [args, first, field, count] of answers) {
  test(`playfast ${args.join(' ')}`, async () => {
    const { code, stdout, stderr } = await playfast(args);
    assert.equal(code, 0, stderr);
    const records = recordsOf(stdout);
    assert.equal(records.length, count);
    // Each name once, too.
    assert.equal(stdout, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    const isFirst = (record) => Object.entries(first).every(([name, value]) => record[name] === value);
    assert.ok(records.some(isFirst), stdout.slice(0, 300));
    for (const record of records) assert.notEqual(record[field], undefined);
  });
}

test('every command has been asked', () => {
  const collecting = Object.entries(COMMANDS).filter(([, { look }]) => look);
  assert.deepEqual([...new Set(answers.map(([[name]]) => name))].sort(), collecting.map(([name]) => name).sort());
});

test('reviews are a record each, with and without who wrote them', async () => {
  const [all, nameless] = await Promise.all(
    [[], ['--no-reviewers']].map((more) => playfast(['reviews', 'com.a.b', 'com.c.d', ...more])),
  );
  const ids = recordsOf(all.stdout).map(({ id }) => id);
  assert.ok(ids.length > 100 && new Set(ids).size === ids.length);
  assert.equal(recordsOf(nameless.stdout).length, ids.length);
  assert.doesNotMatch(nameless.stdout, /Reviewer|userName|"id"/);
});

test('help, versions and mistakes do not load the addon', async () => {
  write(
    'watch.cjs',
    `
    const { dlopen } = process;
    process.dlopen = () => { throw new Error('an addon was loaded'); };
    void dlopen;
  `,
  );
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const watched = (args) => playfast(args, { env: { NODE_OPTIONS: '--require ./watch.cjs' } });
  assert.equal((await watched(['--version'])).stdout, `${version}\n`);
  const overview = await watched(['--help']);
  assert.equal(overview.code, 0, overview.stderr);
  for (const [name, { about, examples }] of Object.entries(COMMANDS)) {
    assert.ok(overview.stdout.includes(`  ${name} `) && overview.stdout.includes(about), name);
    const { code, stdout } = await watched([name, '--help']);
    assert.equal(code, 0);
    for (const [line] of examples) assert.ok(stdout.includes(line), line);
    assert.match(stdout, /Exit codes/);
  }
  for (const args of [['bogus'], ['app', '--bogus'], [], ['app']])
    assert.equal((await watched(args)).code, 2, args.join());
  // The watch works.
  assert.match((await watched(['categories'])).stderr, /an addon was loaded|playfast-/);
});

test('help names what is asked unless told otherwise', async () => {
  const { stdout } = await playfast(['list', '--help']);
  assert.match(stdout, /playfast list \[categories, APPLICATION if none\]/);
  assert.match(stdout, /--collection NAMES .*; each asked, TOP_FREE unless told\n/);
  assert.match(stdout, /--country us,kr .*, us unless told \(PLAYFAST_COUNTRY\)\n/);
  assert.match(stdout, /--lang en,de .*, en unless told \(PLAYFAST_LANG\)\n/);
});

test('the examples of the help pages can be asked', async () => {
  write('ids.txt', 'com.a.b\ncom.c.d\n');
  write('terms.txt', 'panda\nbear\n');
  let place = 0;
  for (const { examples } of Object.values(COMMANDS)) {
    for (const [line] of examples) {
      const own = line
        .replace('playfast', `${process.execPath} ${program}`)
        .replace(/--output /, `--output ${place++}-`);
      const { code, stderr } = await start(['-c', own], {
        command: 'sh',
        cwd: env.NODE_EXTRA_CA_CERTS.slice(0, -7),
        env,
      });
      // The server's developers have other numbers.
      assert.ok(code === 0 || (line.includes('developer') && code === 1), `${line}: ${stderr}`);
    }
  }
});

test('variables stand for flags, and the documentation names all of them', async () => {
  const { stdout } = await playfast(['app', 'com.a.b'], { env: { PLAYFAST_COUNTRY: 'kr,jp', PLAYFAST_LANG: 'ko' } });
  assert.deepEqual(
    recordsOf(stdout)
      .map(({ country, lang }) => `${country} ${lang}`)
      .sort(),
    ['jp ko', 'kr ko'],
  );
  const flag = await playfast(['app', 'com.a.b', '--country', 'de'], { env: { PLAYFAST_COUNTRY: 'kr' } });
  assert.deepEqual(
    recordsOf(flag.stdout).map(({ country }) => country),
    ['de'],
  );
  const page = readFileSync(join(root, 'docs/command-line.md'), 'utf8');
  for (const name of Object.keys(VARIABLES)) assert.ok(page.includes(`\`${name}\``), name);
});

test('settings go to the client', async () => {
  const proxy = await server.startProxy({ kind: 'http', username: 'ann', password: 'secret' });
  const address = proxy.url.replace('://', '://ann:secret@');
  write('proxies.txt', `# ours\n\n${address}\n`);
  for (const more of [
    ['--proxy', address],
    ['--proxy-file', 'proxies.txt'],
  ]) {
    const { code, stderr } = await playfast([
      'app',
      'com.a.b',
      ...more,
      '--concurrency',
      '3',
      '--rate',
      '50',
      '--header',
      'X-A: b',
    ]);
    assert.equal(code, 0, stderr);
  }
  assert.equal((await proxy.stats()).connections, 2);
  const { code, lines } = await playfast(['app', 'com.a.b', '--rate', '-1'.replace('-', '0.00')]);
  assert.equal(code, 2);
  assert.match(lines.join(), /^playfast app: --rate must be a number of requests per second/);
});

test('the categories are those of the library', async () => {
  const { stdout } = await playfast(['categories']);
  const known = await runJson("import { categories } from 'playfast'; console.log(JSON.stringify(await categories()))");
  assert.deepEqual(recordsOf(stdout), known);
});
