import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ask } from './http.ts';
import { enterWorkspace } from './place.ts';
import { Refusal } from './problem.ts';
import { proofGiven, proofWanted } from './proof.ts';
import { offlineSince } from './reach.ts';
import { ended, onRenew, sessionBegan } from './session.ts';

type Sent = { url: string; init: RequestInit; header: (name: string) => string | undefined };
const sent: Sent[] = [];
let answers: (() => Response | Promise<Response>)[] = [];

async function server(url: string, init: RequestInit): Promise<Response> {
  sent.push({ url, init, header: (name) => (init.headers as Record<string, string>)[name] });
  const next = answers.shift();
  if (!next) throw new TypeError('refused');
  return next();
}

const ok = (body: unknown, headers = {}) => () => Response.json(body, { headers });
const no = (status: number, problem: object) => () => Response.json(problem, { status, headers: { 'content-type': 'application/problem+json' } });

beforeEach(() => {
  sent.length = 0;
  answers = [];
  vi.stubGlobal('fetch', server);
  enterWorkspace('w1');
  sessionBegan('token');
  offlineSince.set(null);
});
afterEach(() => vi.unstubAllGlobals());

test('every question names the workspace, every write the token of our pages', async () => {
  answers = [ok({ a: 1 }), ok({})];
  await ask('GET', '/api/x', { query: { state: ['a', 'b'], none: null } });
  await ask('PATCH', '/api/x', { body: { b: 2 }, version: 3 });
  expect(sent[0]?.url).toBe('/api/x?state=a&state=b');
  expect(sent[0]?.header('Hanse-Workspace')).toBe('w1');
  expect(sent[0]?.header('Hanse-CSRF')).toBeUndefined();
  expect(sent[1]?.header('Hanse-CSRF')).toBe('token');
  expect(sent[1]?.header('If-Match')).toBe('"3"');
});

test('an answer carries the version of the thing', async () => {
  answers = [ok({}, { etag: 'W/"12-gzip"' })];
  expect((await ask('GET', '/api/x')).version).toBe(12);
});

test('a POST has a key, and the same one when it is asked again', async () => {
  answers = [no(403, { code: 'proof_needed', detail: 'Who are you?' }), ok({ done: true })];
  const promise = ask('POST', '/api/x', { body: {} });
  await vi.waitFor(() => expect(proofWanted.get()).toBe(true));
  proofGiven(true);
  expect((await promise).body).toEqual({ done: true });
  expect(sent).toHaveLength(2);
  expect(sent[0]?.header('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
  expect(sent[1]?.header('Idempotency-Key')).toBe(sent[0]?.header('Idempotency-Key'));
});

test('who does not prove it is refused, and nothing is asked again', async () => {
  answers = [no(403, { code: 'proof_needed', detail: 'Who are you?' })];
  const promise = ask('POST', '/api/x');
  await vi.waitFor(() => expect(proofWanted.get()).toBe(true));
  proofGiven(false);
  await expect(promise).rejects.toThrow('Who are you?');
  expect(sent).toHaveLength(1);
});

test('a token of another tab is asked for anew, once', async () => {
  onRenew(async () => sessionBegan('newer'));
  answers = [no(403, { code: 'not_from_our_page' }), ok({})];
  await ask('DELETE', '/api/x');
  expect(sent.map((one) => one.header('Hanse-CSRF'))).toEqual(['token', 'newer']);
});

test('401 ends the session, but not for a visitor', async () => {
  answers = [no(401, { detail: 'Wrong.' }), no(401, { detail: 'Not signed in.' })];
  await expect(ask('POST', '/api/sign', { visitor: true })).rejects.toThrow('Wrong.');
  expect(ended.get()).toBe(false);
  await expect(ask('GET', '/api/x')).rejects.toThrow('Not signed in.');
  expect(ended.get()).toBe(true);
});

test('a refusal carries sentence, next step, fields and the wait', async () => {
  const fields = [{ field: 'name', code: 'short', severity: 'error', sentence: 'Too short.', next_step: 'Write more.' }];
  answers = [() => Response.json({ detail: 'No.', next_step: 'Mend it.', code: 'rejected', fields, request_id: 'r1' }, { status: 422, headers: { 'retry-after': '4' } })];
  const refused = await ask('PUT', '/api/x', { body: {} }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({ status: 422, message: 'No.', nextStep: 'Mend it.', code: 'rejected', requestId: 'r1', retryAfter_s: 4 });
  expect((refused as Refusal).findings).toEqual([{ field: 'name', code: 'short', sentence: 'Too short.', nextStep: 'Write more.' }]);
});

test('silence is no refusal of the server, and is told as offline', async () => {
  await expect(ask('GET', '/api/x')).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  expect(offlineSince.get()).not.toBeNull();
  answers = [ok({})];
  await ask('GET', '/api/x');
  expect(offlineSince.get()).toBeNull();
});

test('what the service worker had kept says how old it is, and that we are offline', async () => {
  answers = [ok({}, { 'hanse-seen-at': '2026-11-25T14:02:00Z' })];
  expect((await ask('GET', '/api/x')).seenAt?.toISOString()).toBe('2026-11-25T14:02:00.000Z');
  expect(offlineSince.get()).not.toBeNull();
});
