// Runs a script of this folder in a process of its own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/**
 * Gives the script its task as JSON in the argument; takes figures as JSON from what it prints.
 * @param {string} script
 * @param {object} task
 * @param {{ env?: Record<string, string>, flags?: string[] }} [options]
 */
export async function inOwnProcess(script, task, { env = {}, flags = [] } = {}) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [...flags, file, JSON.stringify(task)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`${script} ${JSON.stringify(task)}: the process ended with ${code}\n${stderr}`);
  return JSON.parse(stdout);
}
