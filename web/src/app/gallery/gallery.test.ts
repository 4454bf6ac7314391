import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const UI = resolve(import.meta.dirname, '../../ui');
const IMPORT = /from '(\.[^']*)'|import\('(\.[^']*)'\)/g;

/** `Look` is around every page and nothing to be seen. */
function parts(): string[] {
  const names = readdirSync(UI, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.tsx') && !/\.test\.|^Look\.tsx$/.test(name)).map((name) => resolve(UI, name));
}

/** Whatever these files bring onto the page, directly or through one another. */
function shownBy(files: string[]): Set<string> {
  const seen = new Set<string>();
  const open = [...files];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (!/\.tsx?$/.test(path)) continue;
    for (const [, still, later] of readFileSync(path, 'utf8').matchAll(IMPORT)) open.push(resolve(dirname(path), still ?? later ?? ''));
  }
  return seen;
}

test('every shared part is shown in the gallery, by itself or within another one', () => {
  const pages = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.tsx'));
  const shown = shownBy(pages.map((name) => resolve(import.meta.dirname, name)));
  expect(parts().filter((path) => !shown.has(path)).map((path) => relative(UI, path))).toEqual([]);
});
