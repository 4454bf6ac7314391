// Every catalogue says something under every key, in every language.
import { afterAll, expect, test } from 'vitest';
import { type Language, LANGUAGES, setLanguage } from './lib/language.ts';

const modules = import.meta.glob<Record<string, unknown>>('./**/*{text,Text,titles,words,states}.ts', { eager: true });

afterAll(() => setLanguage('en'));

function lacking(path: string, value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' && !path.endsWith('.top') ? [path] : [];
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, inner]) => lacking(`${path}.${key}`, inner));
  return [];
}

test.each(Object.keys(LANGUAGES) as Language[])('nothing is empty in %s', (language) => {
  setLanguage(language);
  const empty = Object.entries(modules).flatMap(([file, exports]) => Object.entries(exports).flatMap(([name, value]) => lacking(`${file} ${name}`, value)));
  expect(empty).toEqual([]);
});

test('there are catalogues at all', () => {
  expect(Object.keys(modules).length).toBeGreaterThan(5);
});
