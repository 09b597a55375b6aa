// Runs the command line in a process of its own, against a Play server of the test file's own.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach } from 'node:test';
import { startPlayServer } from './play-server.js';
import { root } from './run.js';

export const program = join(root, 'cli/playfast.js');

/**
 * A server, a folder, and a way to run `playfast` there.
 * @param {string[]} [args] options of the server
 */
export async function commandLine(args) {
  const server = await startPlayServer(args);
  const folder = mkdtempSync(join(tmpdir(), 'playfast-cli-'));
  writeFileSync(join(folder, 'ca.pem'), server.ca);
  const env = {
    ...process.env,
    NODE_TEST_CONTEXT: undefined,
    PLAYFAST_BASE_URL: server.url,
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    PLAYFAST_RATE: 'off',
  };
  beforeEach(async () => {
    await server.configure({ latencyMs: 0, faults: [], record: false });
    await server.reset();
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /**
   * Starts it; `ended` is what it said and how it ended.
   * @param {string[]} args
   * @param {{ env?: Record<string, string | undefined>, input?: string | Buffer | null }} [options] null leaves stdin
   *   open
   */
  const begin = (args, { env: more = {}, input } = {}) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: { ...env, ...more } });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (text) => {
        said[name] += text;
      });
    }
    // It may end before it has read all.
    child.stdin.on('error', () => {});
    if (input !== null) child.stdin.end(input);
    const ended = new Promise((resolve) => {
      child.once('close', (code, signal) => resolve({ code, signal, ...said, lines: linesOf(said.stderr) }));
    });
    return { child, ended, said };
  };

  const path = (name) => join(folder, name);
  return {
    server,
    folder,
    env,
    path,
    begin,
    playfast: (args, options) => begin(args, options).ended,
    write: (name, content) => writeFileSync(path(name), content),
    read: (name) => readFileSync(path(name)),
  };
}

/** What was said on stderr, without the notice that another origin is asked. */
const linesOf = (stderr) => stderr.split('\n').filter((line) => line !== '' && !line.startsWith('playfast: asking '));

/** The records of NDJSON. */
export const recordsOf = (text) =>
  String(text)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
