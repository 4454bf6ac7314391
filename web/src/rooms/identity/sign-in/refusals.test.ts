import { afterEach, expect, test } from 'vitest';
import { setLanguage } from '../../../lib/language.ts';
import { Refusal } from '../../../lib/problem.ts';
import { spoken, told } from './refusals.ts';

afterEach(() => setLanguage('en'));

function refused(status: number, code: string, more: ConstructorParameters<typeof Refusal>[3] = {}): Refusal {
  return new Refusal(status, 'As the server says it.', 'What it advises.', { code, ...more });
}

const of = (error: unknown, how?: Parameters<typeof spoken>[1]) => spoken(error, how) as Refusal;

test('a wrong sign-in is told at the password, in the language of the page', () => {
  expect(of(refused(422, 'sign_in_wrong'), { at: 'password' }).findings).toMatchObject([
    { field: 'password', sentence: 'That email and password don’t match.' },
  ]);
  setLanguage('id');
  expect(of(refused(422, 'sign_in_wrong'), { at: 'password' }).findings[0]?.sentence).toBe('Email dan kata sandi itu tidak cocok.');
});

test('what was refused of a field stays at that field', () => {
  const finding = { field: 'email', code: 'email_wrong', sentence: 'x', nextStep: 'y' };
  const { findings } = of(refused(422, 'rejected', { findings: [finding] }), { at: 'password' });
  expect(findings).toEqual([{ ...finding, sentence: 'This is no email address.', nextStep: 'Write it as name@host.' }]);
});

test('what is no matter of what was typed is told of the whole', () => {
  expect(of(refused(403, 'not_confirmed'), { at: 'password' }).findings).toEqual([]);
  expect(of(refused(410, 'link_over'), { at: 'password' }).message).toBe('This link is not good any more.');
});

test('a code that nobody knows here keeps the words of the server', () => {
  const { message, nextStep } = of(refused(409, 'something_new'));
  expect([message, nextStep]).toEqual(['As the server says it.', 'What it advises.']);
});

test('a page may say what a general code means on it', () => {
  expect(of(refused(422, 'rejected'), { at: 'code', as: { rejected: 'code_wrong' } }).findings[0]?.field).toBe('code');
});

test('how long to wait, and under which number it is found, are kept', () => {
  const after = of(refused(429, 'too_many_tries', { retryAfter_s: 4, requestId: 'r1' }), { at: 'password' });
  expect([after.retryAfter_s, after.requestId, after.status]).toEqual([4, 'r1', 429]);
});

test('silence and mistakes of ours pass as they are', async () => {
  const silence = refused(0, 'unreachable');
  expect(spoken(silence)).toBe(silence);
  const mistake = new TypeError('x');
  await expect(told(Promise.reject(mistake))).rejects.toBe(mistake);
  await expect(told(Promise.resolve(7))).resolves.toBe(7);
});
