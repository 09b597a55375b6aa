// An HTTP service, GET /apps?id=<app id>&id=<app id>&country=<country>, whose lookups stop when the client is gone:
//   node examples/service.ts [port]        Node 22.18 or newer; older ones run what tsc makes of it
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AppWith, appBatch, InvalidArgumentError, type Outcome } from 'playfast';

const MOST_IDS = 100;
const FIELDS = ['title', 'score', 'installs', 'free'] as const;
type Row = AppWith<(typeof FIELDS)[number]>;

/** What the service says of one app. */
type Answer = Row | { readonly error: string; readonly retryable: boolean };

const toAnswer = (outcome: Outcome<Row>): Answer =>
  outcome.status === 'fulfilled'
    ? outcome.value
    : { error: outcome.reason.message, retryable: outcome.reason.retryable };

/** Answers one request; rejects with the signal's reason when it is aborted. */
async function answer(request: IncomingMessage, signal: AbortSignal): Promise<readonly [number, unknown]> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://service');
  if (pathname !== '/apps') return [404, { error: 'try /apps?id=com.example.app' }];
  const ids = searchParams.getAll('id');
  if (ids.length === 0 || ids.length > MOST_IDS) return [400, { error: `1 to ${MOST_IDS} of id=, not ${ids.length}` }];
  const country = searchParams.get('country') ?? 'us';
  try {
    // Nobody waits longer than this for a web page, whatever holds the lookups up.
    const outcomes = await appBatch(
      ids.map((appId) => ({ appId, country })),
      { signal, fields: FIELDS, deadlineMs: 10_000 },
    );
    return [200, outcomes.map(toAnswer)];
  } catch (error) {
    if (error instanceof InvalidArgumentError) return [400, { error: error.message }];
    throw error;
  }
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('the client is gone')));
  try {
    const [status, body] = await answer(request, gone.signal);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  } catch (error) {
    if (gone.signal.aborted) return console.error(`stopped: ${(error as Error).message}`);
    console.error(error);
    response.writeHead(500).end();
  }
}

const server = createServer(serve);
server.listen(Number(process.argv[2] ?? 3000), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}/apps?id=com.spotify.music`);
});
