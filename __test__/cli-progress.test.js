// The command line: how far it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Progress, progressLine } from '../cli/progress.js';
import { commandLine } from './support/cli.js';

const { playfast } = await commandLine();

const stats = { requests: 1234, exits: [{ name: 'direct' }] };
const state = { done: 5200, failed: 12, records: 5200, total: 10_000, before: 0 };

test('a bar says what is done, failed, how fast, how many requests and how much longer', () => {
  assert.equal(
    progressLine({ state, stats }, 40_000, true),
    '[##########          ] 52 % · 5,200 of 10,000 done · 12 failed · 130/s · 1,234 requests · 0:37 left',
  );
});

test('of an input, how much of it is read stands for how much there is', () => {
  const line = progressLine(
    { state: { done: 100, failed: 0, records: 300, share: 0.25, before: 0 }, stats },
    100_000,
    false,
  );
  assert.equal(line, '25 % · 100 done · 300 records · 1.0/s · 1,234 requests · 5:00 left');
});

test('where there is no end to know, none is told; what was done before counts for no pace', () => {
  const line = progressLine({ state: { done: 1000, failed: 0, records: 1000, before: 900 }, stats }, 10_000, false);
  assert.equal(line, '1,000 done · 10/s · 1,234 requests');
  const one = { state: { done: 2, failed: 1, records: 1, before: 0 }, stats: { requests: 1, exits: [] } };
  assert.equal(progressLine(one, 1000, false), '2 done · 1 failed · 1 record · 2.0/s · 1 request');
});

test('it says what it waits for', () => {
  const exits = [{ name: 'a' }, { name: 'b', held: 'Google blocks this exit', heldForMs: 3_661_000 }];
  assert.match(
    progressLine({ state, stats: { requests: 1, exits } }, 40_000, false),
    / · waiting \(1 of 2 exits\) for 1:01:01: Google blocks this exit · /,
  );
});

test('a terminal has a bar that is drawn anew and taken away, a file has a line every ten seconds', (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  for (const [isTTY, ms, count] of [
    [true, 1000, 5],
    [false, 9_999, 0],
    [false, 30_000, 3],
  ]) {
    const written = [];
    const stream = { isTTY, columns: 40, write: (text) => written.push(text) };
    const progress = new Progress(
      stream,
      () => ({ state, stats }),
      () => 40_000,
    );
    context.mock.timers.tick(ms);
    assert.equal(written.length, count);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what a bar begins with
    for (const text of written) assert.match(text, isTTY ? /^\r\u001b\[K\[#.{0,38}$/ : /^52 % .*\n$/);
    progress.stop();
    assert.equal(written.length, count + (isTTY ? 1 : 0));
  }
});

test('a line at the end says what was done; --quiet says nothing', async () => {
  const { lines } = await playfast(['suggest', 'one', 'two']);
  assert.match(lines.join('\n'), /^playfast suggest: 2 of 2 done, 2 records, 1 requests?, \d:\d\d$/);
  assert.deepEqual((await playfast(['suggest', 'one', '--quiet'])).lines, []);
  const failed = await playfast(['app', 'com.missing.x', '--quiet']);
  assert.equal(failed.lines.length, 1);
});
