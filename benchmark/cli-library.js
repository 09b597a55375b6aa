// The library's own part of what `playfast app --input` does: apps by a stream from the lines of a file, each let go.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { appStream, configure } from 'playfast';

configure({ rate: 'off' });
const lines = createInterface({ input: createReadStream(String(process.argv[2])) });
for await (const { status, reason } of appStream(lines)) {
  if (status === 'rejected') throw reason;
}
