import { expect, test } from 'vitest';
import { indented, insideOf, plain, readDocument, Written } from './document.ts';

test('what is no JSON is not guessed at', () => {
  expect(readDocument('{"id": 4711')).toBeUndefined();
  expect(readDocument('null')).toBeNull();
});

test('objects and lists have an inside, plain values do not', () => {
  expect(insideOf({ id: 7, name: 'Lamp' })).toEqual([['id', 7], ['name', 'Lamp']]);
  expect(insideOf(['a', 'b'])).toEqual([['0', 'a'], ['1', 'b']]);
  expect(insideOf('Lamp')).toBeNull();
  expect(insideOf(null)).toBeNull();
  expect(insideOf(new Written('9.90'))).toBeNull();
});

test('a plain value is shown as it was written', () => {
  expect(plain(new Written('9.90'))).toBe('9.90');
  expect(plain('say "hello"')).toBe('"say \\"hello\\""');
  expect(plain(false)).toBe('false');
});

test('a number with more digits than this language holds is still a value of the document', () => {
  const [[, id] = ['', null]] = insideOf(readDocument('{"id":12345678901234567890}')) ?? [];
  expect(['12345678901234567890', '12345678901234567000']).toContain(plain(id));
});

test('a document is laid out without a sign of it changed', () => {
  expect(indented('{"a":[1.50,{"b":"x, {y}: \\"z\\""}],"c":[ ],"d":{}}')).toBe(
    '{\n  "a": [\n    1.50,\n    {\n      "b": "x, {y}: \\"z\\""\n    }\n  ],\n  "c": [],\n  "d": {}\n}',
  );
  expect(indented('name=lamp')).toBe('name=lamp');
});
