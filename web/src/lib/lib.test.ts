import { fireEvent } from '@testing-library/dom';
import { renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fill } from './api.ts';
import { catalogue } from './catalogue.ts';
import { draftsOf, forgetDrafts, readDraft, writeDraft } from './drafts.ts';
import { activeKeys, named, useKeys } from './keys.ts';
import { setLanguage } from './language.ts';
import { best, score } from './match.ts';
import { isAbout, parseNews } from './news.ts';
import { cutEvents } from './stream.ts';
import { about, longDay, when } from './time.ts';
import { uuid } from './uuid.ts';
import { setZone } from './zone.ts';

beforeEach(() => forgetDrafts());
afterEach(() => {
  setLanguage('en');
  setZone(undefined);
});

test('a catalogue speaks the language of now', () => {
  const text = catalogue({ en: { save: 'Save', of: (count: number) => `of ${count}` }, id: { save: 'Simpan', of: (count) => `dari ${count}` } });
  expect(text.save).toBe('Save');
  setLanguage('id');
  expect([text.save, text.of(3)]).toEqual(['Simpan', 'dari 3']);
  expect(document.documentElement.lang).toBe('id');
});

test('a place in a path cannot be left', () => {
  expect(fill('/api/jobs/{id}/retry', { id: '../a b' })).toBe('/api/jobs/..%2Fa%20b/retry');
  expect(() => fill('/api/jobs/{id}', {})).toThrow('needs id');
});

test('a draft is kept for its person alone', () => {
  draftsOf('ada');
  writeDraft('profile', { name: 'Ada' });
  expect(readDraft('profile')).toEqual({ name: 'Ada' });
  draftsOf('ben');
  expect(readDraft('profile')).toBeNull();
});

test('a draft that was sent is gone', () => {
  writeDraft('profile', { name: 'Ada' });
  writeDraft('profile', null);
  expect(readDraft('profile')).toBeNull();
});

test('what was typed before a sign-in is found after it by the same person', () => {
  draftsOf('ada');
  writeDraft('profile', { name: 'Ada' });
  draftsOf('');
  draftsOf('ada');
  expect(readDraft('profile')).toEqual({ name: 'Ada' });
});

test('words are found by their beginnings, in any order, without their marks', () => {
  expect(score('heal sys', 'System health')).toBeGreaterThan(0);
  expect(score('cafe', 'Café')).toBeGreaterThan(0);
  expect(score('xyz', 'System health')).toBe(0);
  expect(best('st', ['Latest', 'Stock', 'Lost stock'], (name) => [name])).toEqual(['Stock', 'Lost stock', 'Latest']);
});

test('events are cut whole, comments are beats, the rest waits', () => {
  const { pieces, rest } = cutEvents(': still here\n\nid: 1-2\ndata: {"a":1}\n\nevent: hello\ndata: {}\n\ndata: {"b"');
  expect(pieces).toEqual([
    { event: 'beat', data: '', id: '' },
    { event: 'message', data: '{"a":1}', id: '1-2' },
    { event: 'hello', data: '{}', id: '' },
  ]);
  expect(rest).toBe('data: {"b"');
});

test('news is about the questions of its room and noun', () => {
  expect(isAbout(['jobs', 'job', 'tray'], 'jobs.job')).toBe(true);
  expect(isAbout(['jobs', 'queue'], 'jobs.job')).toBe(false);
  expect(isAbout(['changes', '*', 'set'], 'changes.change')).toBe(true);
  expect(isAbout(['changes', '*'], 'jobs.job')).toBe(false);
  expect(parseNews('{"topic":"jobs.job.failed","id":"1"}')).toEqual({ topic: 'jobs.job.failed', id: '1', version: null });
  expect(parseNews('nonsense')).toBeNull();
});

test('instants are shown in the zone of the person', () => {
  const at = new Date('2026-11-25T20:30:00Z');
  setZone('Asia/Jakarta');
  expect(when(at, at)).toBe('03:30');
  expect(longDay(at)).toBe('Thursday 26 November');
  setZone('Nowhere/Land');
  expect(() => when(at, at)).not.toThrow();
});

test.each([
  [4, 'about 10 s'],
  [133, 'about 2 min'],
  [7_000, 'about 2 h'],
])('%s seconds left read %s', (seconds, words) => {
  expect(about(seconds).replaceAll('\u00A0', ' ')).toBe(words);
});

test('a key is named as it is pressed', () => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  expect(named({ ...none, key: 'K', ctrlKey: true })).toBe('Mod k');
  expect(named({ ...none, key: '?', shiftKey: true })).toBe('?');
  expect(named({ ...none, key: 'X', shiftKey: true })).toBe('Shift x');
});

test('keys are heard outside of fields, sequences too, and only while they are there', () => {
  const [go, palette] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const { unmount } = renderHook(() =>
    useKeys([
      { keys: 'g h', label: 'Home', run: go },
      { keys: 'Mod k', label: 'Search', everywhere: true, run: palette },
    ]),
  );
  const field = document.body.appendChild(document.createElement('input'));
  fireEvent.keyDown(document.body, { key: 'g' });
  fireEvent.keyDown(document.body, { key: 'h' });
  fireEvent.keyDown(field, { key: 'g' });
  fireEvent.keyDown(field, { key: 'h' });
  fireEvent.keyDown(field, { key: 'k', ctrlKey: true });
  expect([go.mock.calls.length, palette.mock.calls.length]).toEqual([1, 1]);
  expect(activeKeys()).toHaveLength(2);
  unmount();
  expect(activeKeys()).toHaveLength(0);
});

test('a key of a wish is a UUID of the fourth kind', () => {
  expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
