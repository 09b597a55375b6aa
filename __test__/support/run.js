// Runs a piece of code in a process of its own, as users would run it in this project.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs a program and collects what it says.
 * @param {string[]} args
 * @param {{ command?: string, cwd?: string, env?: Record<string, string | undefined> }} [options] a variable that is
 *   undefined is not set
 */
export function start(args, { command = process.execPath, cwd = root, env = {} } = {}) {
  // On Windows npm and npx are scripts, which only a shell starts.
  const shell = process.platform === 'win32' && /^np[mx]$/.test(command);
  const child = spawn(command, args, { cwd, shell, env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...env } });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => {
      said[stream] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve({ code, signal, ...said }));
  });
}

/** Runs code with Node: an ES module unless told otherwise. */
export const run = (code, { type = 'module', ...options } = {}) => start([`--input-type=${type}`, '-e', code], options);

/** Runs code that prints JSON, and gives what it printed. */
export async function runJson(code, options) {
  const { stdout, stderr, code: exitCode, signal } = await run(code, options);
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}, signal ${signal}: ${stderr}`);
  return JSON.parse(stdout);
}
