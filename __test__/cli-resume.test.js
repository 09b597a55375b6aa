// The command line, interrupted: killed at any time, by Ctrl-C, by a full disk; and gone on with.
import assert from 'node:assert/strict';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { commandLine, recordsOf } from './support/cli.js';
import { until } from './support/poll.js';

const { server, playfast, begin, write, read, path } = await commandLine();

const sorted = (bytes) => String(bytes).split('\n').sort().join('\n');
const plain = (name) => (name.endsWith('.gz') ? gunzipSync(read(name)) : read(name));
const kills = 20;
const concurrency = 2;

/** Numbers that are the same in each run of the test. */
function* numbers(seed) {
  for (let state = seed; ; ) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

/** Runs it, kills it when the server has answered so many calls, and so on until it ends by itself. */
async function killedAndResumed(args, output, { calls, callsOf }) {
  const random = numbers(7);
  await server.reset();
  let killed = 0;
  for (let asked = 0; killed < kills; ) {
    asked += Math.ceil((calls / kills) * random.next().value);
    const { child, ended } = begin([...args, '--output', output, '--resume', '--concurrency', String(concurrency)]);
    const isOver = ended.then(() => true);
    let over = false;
    isOver.then(() => {
      over = true;
    });
    await until(async () => over || callsOf(await server.stats()) >= asked, Boolean);
    child.kill('SIGKILL');
    const { signal, code, stderr } = await ended;
    if (signal !== 'SIGKILL') {
      assert.equal(code, 0, stderr);
      break;
    }
    killed += 1;
  }
  const last = await playfast([...args, '--output', output, '--resume', '--concurrency', String(concurrency)]);
  return { killed, last, asked: callsOf(await server.stats()) };
}

const ids = Array.from({ length: 3000 }, (_, place) => `com.resume.n${place}`);
const cases = [
  ['NDJSON', 'ids.txt', ['app', '--input', 'ids.txt', '--fields', 'title,score,description'], 'killed.ndjson', 32],
  ['gzip', 'ids.txt', ['suggest', '--input', 'ids.txt'], 'killed.ndjson.gz', 32],
  ['CSV', 'ids.txt', ['permissions', '--input', 'ids.txt', '--country', 'us,kr', '--format', 'csv'], 'killed.csv', 32],
];
write('ids.txt', ids.join('\n'));

for (const [what, , args, output, pack] of cases) {
  test(`killed ${kills} times and resumed, ${what} has what an uninterrupted run has`, async () => {
    const whole = `whole-${output}`;
    assert.equal((await playfast([...args, '--output', whole])).code, 0);
    await server.configure({ latencyMs: 20 });
    const { calls } = await server.stats();
    const { killed, last, asked } = await killedAndResumed(args, output, { calls, callsOf: (stats) => stats.calls });
    if (last.code !== 0) assert.match(last.stderr, /it is finished/);
    assert.equal(killed, kills);
    assert.equal(sorted(plain(output)), sorted(plain(whole)));
    assert.ok(!existsSync(path(`${output}.resume`)));
    // Asked twice is what was on the wire, and what had come but was not yet written.
    assert.ok(asked - calls <= killed * (concurrency + 1) * pack, `${asked} instead of ${calls}`);
  });
}
