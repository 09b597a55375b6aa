// Starts the local Play server for a test file and talks to its control port.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(new URL('../../target/debug/play-server', import.meta.url));

/**
 * @param {string[]} [args] options of the server
 * @returns its addresses, its certificate and its controls
 */
export async function startPlayServer(args = []) {
  const child = spawn(binary, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'error').then(([error]) => Promise.reject(error)),
  ]);
  const { url, control, ca } = JSON.parse(line);
  const ask = async (method, path, body) => {
    const answer = await fetch(control + path, { method, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`play-server ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    url,
    control,
    ca,
    stats: () => ask('GET', '/stats'),
    recorded: () => ask('GET', '/recorded'),
    reset: () => ask('POST', '/reset'),
    configure: (config) => ask('POST', '/configure', config),
    /**
     * Starts a proxy whose requests come to the server from an address of its own.
     * @param {{ kind: 'http' | 'https' | 'socks5', username?: string, password?: string, address?: string }} wanted
     */
    startProxy: async (wanted) => {
      const { number, url, address } = await ask('POST', '/proxies', wanted);
      const set = (down) => ask('POST', `/proxies/${number}`, { down });
      return {
        url,
        address,
        stats: async () => (await ask('GET', '/stats')).proxies[number],
        down: () => set(true),
        up: () => set(false),
      };
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}
