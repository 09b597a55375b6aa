// An HTTP server that gives every POST the same answer: for answers that the Play server never gives.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after } from 'node:test';

/**
 * @param {string | Buffer} body
 * @param {Record<string, string>} [headers]
 * @param {(request: import('node:http').IncomingMessage) => void} [seen]
 * @returns its origin
 */
export async function serveFixed(body, headers = {}, seen = () => {}) {
  const server = createServer((request, response) => {
    seen(request);
    request.resume().once('end', () => response.writeHead(200, headers).end(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** An answer with one frame, which answers the first call of the request. */
export const frame = (rpcId, payload, echo = '0') =>
  `)]}'\n\n${JSON.stringify([
    ['wrb.fr', rpcId, payload, null, null, null, echo],
    ['di', 20],
  ])}`;
