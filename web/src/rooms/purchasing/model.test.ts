import { afterEach, expect, test } from 'vitest';
import { setLanguage } from '../../lib/language.ts';
import { aboveOf, agreeable, asked, can, clockOf, endable, fits, isLate, isNameless, marginOf, nextOf, passed, planOf, secondsLeft, STATES } from './model.ts';
import { breaksOf, idsOf, wantedOf } from './offerModel.ts';
import { findingWords } from './said.ts';
import { cameOf, linesOf, reasonWords, warningWords } from './restockModel.ts';
import { purchase, supplier, whole } from './sample.ts';
import type { Act } from './shapes.ts';
import { decimalOf, priceOf, said, typedAmount, unaccepted, wishesOf } from './supplierModel.ts';
import { text } from './text.ts';
import { standingOf, termsOf } from './voucherModel.ts';

afterEach(() => setLanguage('en'));
const states = (act: Act) => STATES.filter((state) => can(act, purchase({ state, remote_id: '8' })));
const at = (time: string) => new Date(`2026-11-20T${time}Z`);

test('every state stands on the board once and has its words', () => {
  expect(new Set(STATES).size).toBe(13);
  expect(Object.keys(text.states).toSorted()).toEqual([...STATES].toSorted());
});

test('an act is offered where it can be done, and a yes only where everything asked may be agreed to', () => {
  const dear = purchase({ id: 'p2', state: 'asking', findings: [{ code: 'above' }, { code: 'wish_unproven', wish: 'no_logo' }] });
  const gone = purchase({ id: 'p3', state: 'asking', findings: [{ code: 'above' }, { code: 'off_sale', title: 'Lamp' }] });
  expect([agreeable(dear), agreeable(gone)]).toEqual([true, false]);
  const plan = planOf('agree', [purchase(), dear, gone]);
  expect([plan.doing, plan.cannot, plan.left].map((rows) => rows.map(({ id }) => id))).toEqual([['p2'], ['p3'], ['p1']]);
  expect(states('place_now')).toEqual(['quoted']);
  expect(states('stop')).toEqual(['asking', 'refused', 'waiting', 'quoted', 'placing']);
  expect(states('again')).toEqual(['asking', 'refused', 'quoted', 'stopped']);
  expect(states('pay')).toEqual(['unpaid']);
  expect(can('pay', purchase({ state: 'unpaid' }))).toBe(false);
});

test('one that stands there is ended by a call only where its supplier takes one, and named where it has no number', () => {
  const there = whole({ state: 'placed', remote_id: '8170001' });
  expect([endable(there), endable({ ...there, ends_now: 'by_site' }), endable({ ...there, state: 'sent' })]).toEqual([true, false, false]);
  expect([isNameless(there), isNameless({ ...there, remote_id: null }), isNameless(purchase())]).toEqual([false, true, false]);
});

test('the clock of the buffer runs from when it was begun, and only while it can be stopped', () => {
  const row = purchase();
  expect([secondsLeft(row, at('14:07:17')), secondsLeft(row, at('15:00:00')), secondsLeft(purchase({ state: 'placed' }), at('14:07:17'))]).toEqual([348, 0, null]);
  expect([clockOf(348), clockOf(59), clockOf(3_661)]).toEqual(['5:48', '0:59', '1:01:01']);
  expect([passed(row, at('14:03:05')), passed(row, at('14:08:05')), passed(row, at('16:00:00'))]).toEqual([0, 0.5, 1]);
});

test('what is to be done follows from the state; late is what stands there past its promise', () => {
  const past = new Date('2026-12-05T00:00:00Z');
  expect([isLate(purchase({ state: 'sent' }), past), isLate(purchase({ state: 'delivered' }), past), isLate(purchase({ state: 'sent' }), at('15:00:00'))]).toEqual([true, false, false]);
  const next = (more: Parameters<typeof purchase>[0]) => nextOf(purchase(more), past);
  expect([next({}), next({ state: 'asking' }), next({ state: 'placed' }), next({ state: 'sent', remote_id: '8' }), next({ state: 'delivered' })]).toEqual(['clock', 'ask', 'name', 'late', 'wait']);
});

test('what the buyer does not want any more comes before its payment, and what is held shows no clock', () => {
  const [line] = whole().lines;
  const surplus = (state: 'unpaid' | 'placed' | 'unsure') => nextOf(whole({ state, remote_id: '8', lines: line ? [{ ...line, quantity: 3, unwanted: 2 }] : [] }), at('15:00:00'));
  expect([surplus('unpaid'), surplus('placed'), surplus('unsure')]).toEqual(['surplus', 'surplus', 'unsure']);
  const held = purchase({ held: true });
  expect([nextOf(held, at('14:07:17')), secondsLeft(held, at('14:07:17'))]).toEqual(['held', null]);
});

test('what remains and how far it stands above are told only where both sides are known', () => {
  const { quote } = whole();
  expect(marginOf(quote, 1_250)).toEqual({ left: 1_250, share: 0.5 });
  expect([marginOf({ sale_minor: null }, 1_250), aboveOf({ ...quote, expected_minor: null })]).toEqual([null, null]);
  expect(aboveOf(quote)).toBeCloseTo(0.1);
});

test('the server looks for one thing at a time, and the rest is left out here', () => {
  expect(asked({ late: '1', supplier: 's1', state: 'sent' })).toEqual({ late: true, supplier: 's1' });
  expect(asked({ supplier: 's1', state: ['sent', 'placed'] })).toEqual({ supplier: 's1', state: ['sent', 'placed'] });
  expect([fits(purchase(), { late: '1', state: 'sent' }), fits(purchase(), { late: '1', supplier: 's1' })]).toEqual([false, true]);
});

test('a finding is a sentence with its next step, amounts in the marks of the reader, a new code told as it is', () => {
  const above = { code: 'above', is: 'USD 1290.50', expected: 'USD 1000.00', limit: '10' };
  expect(findingWords(above)).toMatchObject({ words: 'The goods cost USD\u202F1,290.50; expected were USD\u202F1,000.00. That is more than 10\u2009% above it.', next: 'Say yes if it is worth it, or stop it.' });
  expect(findingWords({ code: 'wish_unproven', wish: 'no_logo' }).words).toContain('No logo');
  expect(findingWords({ code: 'refused', why: 'Out of range.', next: 'Choose another way.' })).toMatchObject({ words: 'Out of range. Choose another way.', next: '', lang: 'en' });
  expect(findingWords({ code: 'frozen' }).words).toContain('frozen');
  setLanguage('id');
  expect(findingWords(above).words).toContain('USD\u202F1.290,50');
});

test('what is said at a supplier comes before what is wanted everywhere; unproven is what nobody accepted', () => {
  const everywhere = { wishes: { no_logo: true, no_price: true } };
  const here = supplier({ wishes: { no_price: false } });
  expect(wishesOf(here, everywhere).map(({ name, own, wanted }) => [name, own, wanted])).toEqual([['no_logo', null, true], ['no_price', false, false], ['gift_note', null, false], ['voucher', null, false]]);
  expect([unaccepted(here, everywhere), unaccepted({ ...here, accepted: ['no_logo'] }, everywhere)]).toEqual([['no_logo'], []]);
  expect([said({ no_logo: true }, 'no_logo', null), said({}, 'voucher', false)]).toEqual([{}, { voucher: false }]);
});

test('numbers and prices are read as they are typed, with point or comma', () => {
  expect([decimalOf('12,5'), decimalOf('-3'), decimalOf('a'), priceOf('4,20'), priceOf('-1'), typedAmount(1_250, 'USD'), typedAmount(1_250, 'JPY')]).toEqual(['12.5', '-3', null, '4.20', null, '12.50', '1250']);
  expect(breaksOf('100 4.20\n\n500 3,90')).toEqual({ breaks: [{ quantity: 100, price: '4.20' }, { quantity: 500, price: '3.90' }], wrong: '' });
  expect(breaksOf('100 4.20\nmany 3').wrong).toBe('many 3');
  expect(idsOf(' 1005001, 1005002\n1005001')).toEqual(['1005001', '1005002']);
  const typed = { supplier: 's1', sku: ' L-1 ', price: '', breaks: '', minimum: '10', casePack: '5', lead: '', share: '60', supplierSku: '', product: '', variant: '', from: 'cn' };
  expect(wantedOf(typed, null)).toMatchObject({ supplier_id: 's1', sku: 'L-1', minimum: 10, case_pack: 5, share_percent: '60', from_country: 'CN' });
  expect(Object.keys(wantedOf(typed, null))).not.toContain('price');
});

test('a voucher is used up, over or not yet, and its last day is part of it', () => {
  const terms = { state: 'active' as const, used: 0, uses_max: 1, valid_from: null, valid_to: '2026-11-21T00:00:00Z' };
  expect([standingOf(terms, at('23:59:59')), standingOf(terms, new Date('2026-11-21T00:00:00Z')), standingOf({ ...terms, used: 1 }, at('12:00:00')), standingOf({ ...terms, state: 'off', used: 1 }, at('12:00:00'))]).toEqual(['active', 'over', 'used', 'off']);
  const typed = { kind: 'percent', amount: '9', percent: '12,5', most: '', least: '30.00', from: '', until: '2026-11-20', uses: '2', store: '', products: '1 2', note: '' };
  const made = termsOf(typed, 'USD');
  expect(made).toMatchObject({ off_minor: null, off_percent: '12.5', off_max_minor: null, spend_min_minor: 3_000, uses_max: 2, product_ids: ['1', '2'] });
  expect(new Date(made.valid_to ?? '').getTime() - new Date('2026-11-20T00:00:00Z').getTime()).toBeGreaterThan(0);
});

test('goods of a purchase order are typed as SKU, pieces and perhaps a price, and come in without more defects than pieces', () => {
  expect(linesOf('L-1 100 4.20\nBig lamp x3', 'USD')).toEqual({ lines: [{ sku: 'L-1', quantity: 100, price_minor: 420 }, { sku: 'Big lamp', quantity: 3 }], wrong: '' });
  expect([linesOf('L-1', 'USD').wrong, linesOf('L-1 0', 'USD').wrong, linesOf('L-1 2 4.205', 'USD').wrong]).toEqual(['L-1', 'L-1 0', 'L-1 2 4.205']);
  expect(cameOf({ a: { count: '40', bad: '2' }, b: { count: '', bad: '' } })).toEqual([{ line_id: 'a', count: 40, defective: 2 }]);
  expect([cameOf({ a: { count: '1', bad: '2' } }), cameOf({ a: { count: 'x', bad: '' } }), cameOf({})]).toEqual([null, null, []]);
});

test('why so many are proposed, and what a supplier may not accept, is said in sentences', () => {
  const reasons = [{ code: 'below_point', needed: '15' }, { code: 'price_break', cost: 'USD 4.2000', saves_a_year: '1290.50' }, { code: 'tide' }];
  expect(reasonWords({ reasons, currency: 'USD' })).toEqual(['15 pieces below the order point.', 'From so many on each costs USD\u202F4.2000, which saves USD\u202F1,290.50 a year.', 'tide']);
  const lines = [{ id: 'a', title: 'Lamp', sku: 'L-1' }] as Parameters<typeof warningWords>[0]['lines'];
  expect(warningWords({ lines, warnings: [{ code: 'case_pack', line: 'a', pieces: 100, case_pack: 30 }] })).toEqual(['Lamp: 100 pieces; they come in cases of 30.']);
});
