// Play's pages, made around what the local Play server answers to the call that asks for the same.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after } from 'node:test';

/**
 * What the Play server (with --plain) answers to the one POST that a lookup takes.
 * @param {Awaited<ReturnType<typeof import('./client.js').serve>>} server
 * @param {() => Promise<unknown>} look
 * @returns the whole answer, and the payload of its frame
 */
export async function answerTo(server, look) {
  await server.configure({ record: true });
  await server.reset();
  await look();
  const [{ path, body }] = await server.recorded();
  await server.configure({ record: false });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const text = await (await fetch(server.url + path, { method: 'POST', headers, body })).text();
  const [frame] = JSON.parse(text.slice(text.indexOf('[['))).filter(([kind]) => kind === 'wrb.fr');
  return { text, payload: frame[2] };
}

/** JSON as it stands in a script: no tag can begin in it. */
const inScript = (json) => json.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');

/**
 * A page with a block of data: what it says of itself for search engines, another block of the same kind, the block.
 * @param {string} rpcId
 * @param {string} payload
 * @param {object} [linked]
 */
export function page(rpcId, payload, linked) {
  const blocks = [
    ['ds:3', rpcId, '[null,null,null]'],
    ['ds:5', rpcId, payload],
    ['ds:0', 'T6C6Se', '[]'],
  ].filter(([key]) => key !== 'ds:3' || rpcId === 'Ws7gDc');
  const map = blocks.map(([key, id]) => `'${key}' : {id:'${id}',request:[]}`).join(',');
  const scripts = blocks.map(([key, , json]) => {
    const data = `{key: '${key}', hash: '1', data:${inScript(json)}, sideChannel: {}}`;
    return `<script nonce="n" class="${key}">AF_initDataCallback(${data});</script>`;
  });
  const json = linked && `<script type="application/ld+json" nonce="n">${JSON.stringify(linked)}</script>`;
  return `<!doctype html><html lang="en"><head><title>A page</title>${json ?? ''}
<script nonce="n">var AF_initDataKeys = []; var AF_dataServiceRequests = {${map}}; var AF_initDataChunkQueue = [];</script>
</head><body>${scripts.join('\n')}</body></html>`;
}

/**
 * A server whose answers the test decides.
 * @param {Record<'GET' | 'POST', (path: string) => string | { status: number, location?: string, body?: string }>} answers
 * @returns its origin, and the requests it has seen
 */
export async function servePages({ GET, POST }) {
  const seen = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const answer = (request.method === 'GET' ? GET : POST)(request.url);
    const { status = 200, location, body = '' } = typeof answer === 'string' ? { body: answer } : answer;
    request.resume().once('end', () => response.writeHead(status, location && { location }).end(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, seen };
}
