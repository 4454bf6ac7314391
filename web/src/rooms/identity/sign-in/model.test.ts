import { expect, test } from 'vitest';
import type { Screen } from '../../../lib/room.ts';
import { isCode, keepingAddresses, looksLikeEmail, nextOf, sameEmail, tokenIn } from './model.ts';

const load = () => Promise.reject(new Error('not drawn here'));
const screens: Screen[] = [
  { path: '/', title: () => 'Home', load },
  { path: '/me', title: () => 'Profile', load },
  { path: '/sign-in', frame: 'bare', title: () => 'Sign in', load },
  { path: '/join', frame: 'bare', title: () => 'Join', load },
];
const screenAt = (path: string) => screens.find((screen) => screen.path === path);

test.each(['/me', '/me?tab=2&q=a%20b', '/me#codes', '/', '/join'])('a sign-in leads back to %s', (wished) => {
  expect(nextOf(wished, screenAt)).toBe(wished);
});

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  ' /me',
  'javascript:alert(1)',
  'me',
  '',
  '/nowhere',
  '/api/identity/me',
  '/sign-in',
  '/sign-in?next=/sign-in',
])('a sign-in never leads to %j', (wished) => {
  expect(nextOf(wished, screenAt)).toBe('/');
});

const here = { protocol: 'http:', hostname: '192.168.1.20', host: '192.168.1.20:8700', port: '8700', pathname: '/sign-in', search: '?next=%2Fme', hash: '#x' };

test('on plain http the page names the public https address and localhost, each for this very page', () => {
  expect(keepingAddresses(here, 'https://hub.example.com/')).toEqual({
    https: 'https://hub.example.com/sign-in?next=%2Fme#x',
    local: 'http://localhost:8700/sign-in?next=%2Fme#x',
  });
});

test.each(['', 'http://192.168.1.20:8700', 'javascript:alert(1)', 'https:///x'])('%j is no address where a browser stays signed in', (url) => {
  expect(keepingAddresses(here, url).https).toBe('');
});

test('the token of a link is what stands behind the #, if it is whole and of that kind', () => {
  const token = `hln_${'aB3-_'.repeat(9)}`;
  expect(tokenIn(`#${token}`, 'hln_')).toBe(token);
  expect(tokenIn(token, 'hln_')).toBe(token);
  expect(tokenIn(token, 'hin_')).toBe('');
  expect(tokenIn('#hln_short', 'hln_')).toBe('');
  expect(tokenIn(`#${token}"><script>`, 'hln_')).toBe('');
  expect(tokenIn('', 'hln_')).toBe('');
});

test.each([
  ['ana@example.com', true],
  [' ana@localhost ', true],
  ['ana', false],
  ['ana@', false],
  ['a b@example.com', false],
  ['', false],
])('%j looks like an address: %s', (email, is) => {
  expect(looksLikeEmail(email)).toBe(is);
});

test.each([
  ['123456', true],
  ['123 456', true],
  ['123-456', true],
  ['１２３４５６', true],
  ['12345', false],
  ['1234567', false],
  ['abcdef', false],
])('%j is a code: %s', (code, is) => {
  expect(isCode(code)).toBe(is);
});

test('an invitation is for the address that is signed in, however it is spelled', () => {
  expect(sameEmail('Ana@Example.com', ' ana@example.COM')).toBe(true);
  expect(sameEmail('ana@example.com', 'anna@example.com')).toBe(false);
});
