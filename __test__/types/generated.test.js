// The declared types are those of the structs. It asks cargo, so it runs with the compiler of types, not with the tests that
// a finished addon is enough for.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generateTypeDef } from '@napi-rs/cli';
import { root, start } from '../support/run.js';

test('lib/binding.d.cts is what the structs generate', async () => {
  const typeDefDir = join(root, 'target/types/definitions');
  mkdirSync(typeDefDir, { recursive: true });
  // For a named target cargo keeps what it compiles apart: the Rust tests find theirs as they left it.
  const args = ['check', '--locked', '--quiet', '--package', 'playfast', '--lib', '--target', 'host-tuple'];
  const checked = await start(args, { command: 'cargo', env: { NAPI_TYPE_DEF_TMP_FOLDER: typeDefDir } });
  assert.equal(checked.code, 0, checked.stderr);
  const { dts } = await generateTypeDef({ typeDefDir, cwd: root, constEnum: false, noDtsHeader: true });
  assert.match(dts, /export interface App \{/);
  const committed = readFileSync(join(root, 'lib/binding.d.cts'), 'utf8');
  assert.ok(committed.endsWith(dts), 'lib/binding.d.cts is not what src/model says: npm run build');
});
