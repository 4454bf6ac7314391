import { expect, test } from 'vitest';
import { base64url, bytesOf, creationOptions, requestOptions } from './passkeys.ts';

test.each([0, 1, 2, 3, 32, 255])('%i bytes survive the way to letters and back', (count) => {
  const bytes = Uint8Array.from({ length: count }, (_, index) => (index * 37 + 251) % 256);
  const word = base64url(bytes.buffer);
  expect(word).toMatch(/^[A-Za-z0-9_-]*$/);
  expect([...bytesOf(word)]).toEqual([...bytes]);
});

test('letters of base64url are read with and without padding', () => {
  expect([...bytesOf('-_8')]).toEqual([251, 255]);
  expect([...bytesOf('-_8=')]).toEqual([251, 255]);
});

test('what the server asks for is handed to the browser with its words as bytes', () => {
  const asked = creationOptions({
    rp: { id: 'localhost', name: 'Hanse' },
    challenge: 'AQI',
    user: { id: 'Aw', name: 'ana@example.com', displayName: 'Ana' },
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    excludeCredentials: [{ id: 'BAU', type: 'public-key', transports: ['internal'] }],
  });
  expect([...(asked.challenge as Uint8Array)]).toEqual([1, 2]);
  expect([...(asked.user.id as Uint8Array)]).toEqual([3]);
  const [excluded] = asked.excludeCredentials ?? [];
  expect(excluded && [...(excluded.id as Uint8Array)]).toEqual([4, 5]);
  expect(asked.rp.id).toBe('localhost');
});

test('a question may name no passkey at all', () => {
  expect(requestOptions({ challenge: 'AQI', rpId: 'localhost' }).allowCredentials).toEqual([]);
});
