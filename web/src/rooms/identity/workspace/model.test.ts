import { expect, test } from 'vitest';
import { ABSOLUTE, covers, IDLE, inMinutes, isNetwork, readNetworks, spoken, troubleOf, UNITS } from './model.ts';

test('minutes are said in the largest unit that fits, and come back the same', () => {
  expect(spoken(20_160)).toEqual({ count: 14, unit: 'days' });
  expect(spoken(120)).toEqual({ count: 2, unit: 'hours' });
  expect(spoken(90)).toEqual({ count: 90, unit: 'minutes' });
  expect(spoken(1_500)).toEqual({ count: 25, unit: 'hours' });
  for (const minutes of [5, 59, 60, 61, 1_440, 20_160, 43_200, 525_600]) {
    const { count, unit } = spoken(minutes);
    expect(inMinutes(String(count), unit)).toBe(minutes);
  }
});

test('a span is a whole number above zero', () => {
  for (const word of ['', '0', '-1', '1.5', '1e3', 'ten', '12345678']) expect(inMinutes(word, 'days')).toBeNull();
  expect(inMinutes(' 7 ', 'days')).toBe(7 * UNITS.days);
});

test('a span outside of what the server takes is told before it is sent', () => {
  expect(troubleOf(null, IDLE)).toBe('number');
  expect(troubleOf(4, IDLE)).toBe('short');
  expect(troubleOf(5, IDLE)).toBeNull();
  expect(troubleOf(525_601, ABSOLUTE)).toBe('long');
});

test('networks are read out of whatever was pasted, each once', () => {
  expect(readNetworks(' 203.0.113.7, 198.51.100.0/24;\n203.0.113.7\t2001:db8::/32 ')).toEqual([
    '203.0.113.7',
    '198.51.100.0/24',
    '2001:db8::/32',
  ]);
});

test('addresses and networks of both kinds are known', () => {
  const known = ['203.0.113.7', '198.51.100.0/24', '0.0.0.0/0', '2001:db8::/32', '::1', '::', 'fe80::1', '::ffff:203.0.113.7', '1:2:3:4:5:6:7:8/128'];
  expect(known.filter((word) => !isNetwork(word))).toEqual([]);
});

test('what is neither address nor network is told', () => {
  const v4 = ['', '203.0.113', '203.0.113.256', '203.0.113.07', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/9', 'hub.example.com'];
  const v6 = ['1:2:3:4:5:6:7', '1::2::3', '1:2:3:4:5:6:7::8', 'gggg::', '::1/129'];
  expect([...v4, ...v6].filter(isNetwork)).toEqual([]);
});

test('whether one’s own address is covered is known before saving', () => {
  expect(covers([], '203.0.113.7')).toBe(true);
  expect(covers(['203.0.113.0/24'], '203.0.113.7')).toBe(true);
  expect(covers(['203.0.113.0/24'], '203.0.114.7')).toBe(false);
  expect(covers(['203.0.113.7'], '203.0.113.7')).toBe(true);
  expect(covers(['0.0.0.0/0'], '198.51.100.1')).toBe(true);
  expect(covers(['2001:db8::/32'], '2001:db8:1::5')).toBe(true);
  expect(covers(['2001:db8::/32'], '2001:db9::5')).toBe(false);
  expect(covers(['::/0'], '203.0.113.7')).toBe(false);
  expect(covers(['203.0.113.0/24'], '::ffff:203.0.113.7')).toBe(true);
  expect(covers(['203.0.113.0/24'], 'unknown')).toBe(false);
});
