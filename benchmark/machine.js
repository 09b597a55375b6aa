// Facts about what the figures were measured on.

import { readdir, stat } from 'node:fs/promises';
import os from 'node:os';

const lib = new URL('../lib/', import.meta.url);
/** A stripped release build has less than a fifth of this. */
const DEBUG_BYTES = 32e6;

export async function machineFacts() {
  const cpus = os.cpus();
  const addon = (await readdir(lib)).find((name) => name.endsWith('.node'));
  return {
    node: process.version,
    system: `${os.type()} ${os.arch()}`,
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    load: os.loadavg().map((load) => Number(load.toFixed(1))),
    addon,
    looksLikeDebug: addon !== undefined && (await stat(new URL(addon, lib))).size > DEBUG_BYTES,
  };
}
