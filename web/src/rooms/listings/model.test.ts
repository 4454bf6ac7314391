import { expect, test } from 'vitest';
import type { Pair, Row, Whole, Word } from './api.ts';
import { commonOwn, digestOf, forAct, handedOf, narrowed, ofText, overlaysOf, ownOf, shifted, thingsOf, valuePairs, wordsIn } from './model.ts';

const field = (name: string, value: unknown, own: boolean) => ({ field: name, mode: own ? 'overridden' : 'inherited', source: own ? 'own' : 'product', value, inherited: 'Lamp', template: '' });
const whole = (id: string, title: string | null, tags: string[] = []) =>
  ({ listing: { id }, fields: [field('title', title ?? 'Lamp', title !== null), field('tags', tags, tags.length > 0)], lines: [] }) as unknown as Whole;

test('the address is asked as the server takes it, and what it does not know is left out', () => {
  expect(narrowed({ status: ['live', 'gone'], differs: 'true', score_below: '50', q: 'la', account: '' })).toEqual({
    account: undefined, status: ['live'], differs: true, drifted: undefined, score_below: 50, not_at: undefined, q: 'la',
  });
  expect(narrowed({ score_below: 'many' }).score_below).toBeUndefined();
});

test('an act is asked for listings where it makes sense alone', () => {
  const rows = [{ product_id: 'p', title: '', listings: [{ id: 'a', status: 'live' }, { id: 'b', status: 'draft' }] }] as unknown as Row[];
  expect(forAct(rows, ['p'], 'hide').map(({ id }) => id)).toEqual(['a']);
  expect(forAct(rows, ['p'], 'publish').map(({ id }) => id)).toEqual(['b']);
  expect(forAct(rows, [], 'publish')).toEqual([]);
});

test('an edit brings the own value that was seen, of each listing its own', () => {
  expect(ownOf(whole('a', null), 'title')).toBeNull();
  expect(overlaysOf(whole('a', null), { title: 'Mine' })).toEqual([{ field: 'title', mode: 'overridden', value: 'Mine', was: null }]);
  expect(overlaysOf(whole('a', 'Old'), { title: null })).toEqual([{ field: 'title', mode: 'inherited', value: null, was: 'Old' }]);
  expect(overlaysOf(whole('a', 'Old'), { title: 'Old' })).toEqual([]);
  expect(overlaysOf(whole('a', null, ['x']), { tags: 'x, y,, ' })).toEqual([{ field: 'tags', mode: 'overridden', value: ['x', 'y'], was: ['x'] }]);
});

test('listings that differ have no own value in common', () => {
  expect(commonOwn([whole('a', 'X'), whole('b', 'X')], 'title')).toBe('X');
  expect(commonOwn([whole('a', 'X'), whole('b', null)], 'title')).toBeNull();
  expect(ofText('title', ' a, b')).toBe(' a, b');
});

test('a word that was there keeps what was said about it', () => {
  const before: Word[] = [{ text: 'wow', severity: 'hint', why: 'Loud', platform: '*', market: '*' }];
  expect(wordsIn(' wow \n\ncopy\nwow', before)).toEqual([before[0], { text: 'copy', severity: 'error', why: '', platform: '*', market: '*' }]);
});

const pair = (value: string, their: string, platform = 'shopify'): Pair => ({ platform, noun: 'attribute', ours: 'colour', theirs: value ? '' : 'Warna', theirs_name: '', value, their_value: their, requires: [] });

test('values are kept where something is typed, removed where nothing is, and else left alone', () => {
  const kept = [pair('', ''), pair('red', 'Merah'), pair('blue', 'Biru'), pair('green', 'Hijau', 'woocommerce')];
  const { save, remove } = valuePairs('shopify', 'colour', { red: '  ', blue: 'Biru', green: ' Hijau muda ', white: '' }, kept);
  expect(save).toEqual([{ ...pair('green', 'Hijau muda'), theirs: 'Warna' }]);
  expect(remove).toEqual([pair('red', 'Merah')]);
});

const HASH = 'a'.repeat(64);
const pictured = (names: string[]) =>
  ({ ...whole('a', null), fields: [{ ...field('images', null, true), value: names.map((name) => ({ name, alt: 'Lamp', address: '' })) }] }) as unknown as Whole;
const at = (account_id: string, remote_id: string | null) => ({ account_id, remote_id, market: '' });

test('own pictures are said by their names, and what stays is left out', () => {
  const shown = pictured([`${HASH}.png`, '17']);
  expect(ownOf(shown, 'images')).toEqual([`${HASH}.png`, '17']);
  expect(overlaysOf(shown, { images: [`${HASH}.png`, '17'] })).toEqual([]);
  expect(overlaysOf(shown, { images: ['17'] })).toEqual([{ field: 'images', mode: 'overridden', value: ['17'], was: [`${HASH}.png`, '17'] }]);
  expect(overlaysOf(shown, { images: null })[0]?.mode).toBe('inherited');
  expect([digestOf(`${HASH}.png`), digestOf('17')]).toEqual([HASH, null]);
  expect(shifted(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  expect(shifted(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
});

test('what is at a shop is handed over there, an offer with its product', () => {
  const rows = [{ product_id: 'p', listings: [at('one', '1'), at('two', null)] }, { product_id: 'q', listings: [at('one', '2')] }] as unknown as Row[];
  expect(handedOf(rows, ['p'])).toEqual([{ account: 'one', things: [{ noun: 'products', remote_id: '1', parent_id: null }], fields: [] }]);
  const lines = [{ thing: 'products/1' }, { thing: 'offers/9' }, { thing: 'offers/9' }, { thing: 'offers/1' }];
  expect(thingsOf({ listing: at('one', '1'), lines } as unknown as Whole)).toEqual([
    { noun: 'products', remote_id: '1', parent_id: null },
    { noun: 'offers', remote_id: '9', parent_id: '1' },
    { noun: 'offers', remote_id: '1', parent_id: null },
  ]);
});
