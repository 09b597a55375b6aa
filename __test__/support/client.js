// A Play server of the test file's own, and the global client pointed at it.
import { after, beforeEach } from 'node:test';
import { configure } from 'playfast';
import { startPlayServer } from './play-server.js';

/**
 * Starts a server for this file; before each test its counters are cleared and the client is new.
 * @param {string[]} [args] options of the server
 */
export async function serve(args) {
  const server = await startPlayServer(args);
  const settings = { baseUrl: server.url, ca: server.ca ?? undefined, rate: 'off' };
  beforeEach(async () => {
    await server.configure({ latencyMs: 0, faults: [], record: false });
    await server.reset();
    configure(settings);
  });
  after(() => server.stop());
  return { ...server, settings };
}
