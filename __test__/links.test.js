// The documentation finds together: what a page links to is there, and every page is linked from the README.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { root } from './support/run.js';

const pages = ['', 'docs', 'fuzz', 'play-server']
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.md'));
const read = (page) => readFileSync(join(root, page), 'utf8').replace(/^```.*?^```/gms, '');

/** Where the page links to, but for other sites: a path from the root, and an anchor if there is one. */
const links = (page) =>
  [...read(page).matchAll(/\]\((?!\w+:)([^)#\s]*)#?([^)\s]*)\)/g)].map(([, path, anchor]) => ({
    path: path === '' ? page : join(dirname(page), path),
    anchor,
  }));

/** The anchors that GitHub gives a page's headings. */
const anchors = (page) =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, text]) =>
    text
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );

test('what a page links to is there', () => {
  const dead = pages.flatMap((page) =>
    links(page)
      .filter(({ path, anchor }) => !existsSync(join(root, path)) || (anchor && !anchors(path).includes(anchor)))
      .map(({ path, anchor }) => `${page}: ${path}#${anchor}`),
  );
  assert.deepEqual(dead, []);
});

test('the README links to every page of docs and of the root', () => {
  const linked = new Set(links('README.md').map(({ path }) => path));
  const owned = pages.filter((page) => page !== 'README.md' && ['.', 'docs'].includes(dirname(page)));
  assert.ok(owned.length > 10);
  assert.deepEqual(
    owned.filter((page) => !linked.has(page)),
    [],
  );
});
