import { expect, test } from 'vitest';
import { CHANGE_STATES, DONE, UNDER_WAY, WAITING } from '../../lib/changes.ts';
import type { Change, Rule, Share } from './api.ts';
import { awaits, canBeTimed, costOf, countedBy, instantOf, knownStates, passedOf, picked, presetsOf, stateOf, tallyOf, tripsOf, wayOf, worstOf } from './model.ts';
import { asksOf, isPercent, isWhole, ruleSentence, stagesOf, typedLimits, wantedLimits } from './rules.ts';

const finding = (severity: string, code: string) => ({ severity, code, sentence: `${code}.`, next_step: '', field: '' });
const share = (account_id: string, count: number, seconds = 1): Share => ({ account_id, kind: 'offers.price', count, calls: 2, seconds, units: 0, left: null });
const change = (id: string, more: Partial<Change> = {}) => ({ id, title: id, state: 'proposed', finding: null, findings: [], ...more }) as unknown as Change;

test('every state waits for somebody, is under way, or is over', () => {
  expect([...WAITING, ...UNDER_WAY, ...DONE].toSorted()).toEqual([...CHANGE_STATES].toSorted());
});

test('words of a mistyped link are left out', () => {
  expect(knownStates(['proven', 'nonsense'])).toEqual(['proven']);
});

test('a set is called by what is most urgent in it', () => {
  expect(stateOf({ proven: 90, held: 1 })).toBe('held');
  expect(stateOf({ proven: 90, refused: 1 })).toBe('refused');
  expect(stateOf({})).toBe('cancelled');
});

test('what it waits for is said, and an approved one of later waits for its time', () => {
  const [now, later] = [Date.parse('2026-11-26T12:00:00Z'), '2026-11-27T00:00:00Z'];
  expect(awaits({ held: 1, proposed: 4 }, null, now)).toBe('release');
  expect(awaits({ proposed: 4 }, null, now)).toBe('approval');
  expect(awaits({ approved: 4 }, later, now)).toBe('time');
  expect(awaits({ approved: 4 }, null, now)).toBe('answer');
  expect(awaits({ unknown: 1, proven: 3 }, null, now)).toBe('reading');
  expect(awaits({ proven: 3 }, null, now)).toBe('nothing');
});

test('the way has one step that is now', () => {
  expect(wayOf({ proposed: 1, proven: 2 })).toBe('approval');
  expect(wayOf({ sending: 1, proven: 2 })).toBe('sending');
  expect(wayOf({ proven: 2 })).toBe('proven');
  expect([wayOf({ rehearsed: 1 }), wayOf({ refused: 1 }), wayOf({ cancelled: 1 })]).toEqual(['approval', 'sending', 'proposed']);
});

const dry = (id: string) => id === 'dry';

test('nothing is counted as proven where nothing comes to that', () => {
  expect([countedBy({ sending: 1 }), countedBy({ proven: 1, refused: 3 }), countedBy({ rehearsed: 2 }), countedBy({ undone: 1 })]).toEqual(['proven', 'proven', 'rehearsed', 'undone']);
});

test('what goes to a shop that rehearses is not counted as sent', () => {
  expect(tallyOf({ proposed: 5, held: 2 }, [share('live', 4), share('dry', 3)], dry)).toEqual({ ready: 2, held: 2, refused: 0, dry: 3 });
  expect(tallyOf({ proposed: 1 }, [share('dry', 4)], dry)).toEqual({ ready: 0, held: 0, refused: 0, dry: 1 });
});

test('shops are written to side by side, so the slowest says how long', () => {
  expect(costOf([share('a', 1, 3), share('a', 1, 4), share('b', 1, 5)])).toEqual({ calls: 6, seconds: 7 });
  expect(costOf([])).toEqual({ calls: 0, seconds: 0 });
});

test('each reason of the guard is told once, with how many it is about', () => {
  const held = [change('a', { finding: finding('error', 'step') }), change('b', { finding: finding('error', 'step') }), change('c', { finding: finding('error', 'floor') }), change('d')];
  expect(tripsOf(held).map(({ finding: { code }, count, change: { id } }) => [code, count, id])).toEqual([['step', 2, 'a'], ['floor', 1, 'c']]);
});

test('why it stands where it does comes before what checks say, and of these the worst', () => {
  expect(worstOf({ finding: null, findings: [finding('hint', 'a'), finding('error', 'b')] })?.code).toBe('b');
  expect(worstOf({ finding: finding('error', 'why'), findings: [finding('error', 'b')] })?.code).toBe('why');
  expect(worstOf({ finding: null, findings: [] })).toBeNull();
});

test('of what was chosen only that is taken which may go this way', () => {
  expect(picked([change('a'), change('b', { state: 'proven' })], ['a', 'b', 'gone'], (state) => state === 'proposed')).toEqual({ ids: ['a'], left: 1 });
});

const start = (day: string, minutes: number) => (day === '2026-11-26' ? new Date(Date.parse('2026-11-26T00:00:00Z') + minutes * 60_000) : null);

test('a day and a time are an instant, and nothing else is', () => {
  expect(instantOf('2026-11-26', ' 14:05', start)?.toISOString()).toBe('2026-11-26T14:05:00.000Z');
  expect(instantOf('2026-11-26', '24:00', start)).toBeNull();
  expect(instantOf('nonsense', '14:05', start)).toBeNull();
});

test('limits are typed and read without a loss', () => {
  const limits = {
    step_percent_max: '30', step_money_max: [{ currency: 'EUR', minor: 50_000 }], below_cost: false, zeroed_percent_max: '10.5', ended_percent_max: '5', few: 3, spend_day_max: [], version: 2,
  };
  const { version: _version, ...wanted } = limits;
  expect(wantedLimits(typedLimits(limits))).toEqual(wanted);
  expect(wantedLimits({ ...typedLimits(limits), step: ' 12,5 ' }).step_percent_max).toBe('12.5');
  expect([isPercent('90', 90), isPercent('91', 90), isPercent('1.234', 90), isPercent('', 90)]).toEqual([true, false, false, false]);
  expect([isWhole('0', 0, 100), isWhole('101', 0, 100), isWhole('1.5', 0, 100)]).toEqual([true, false, false]);
});

const rule = (more: Partial<Rule>): Rule => ({ kinds: [], items_max: null, stake_max: null, stages: [], ...more });

test('a rule reads as one sentence', () => {
  expect(ruleSentence(rule({ kinds: ['offers.price'], items_max: 10, stake_max: [{ currency: 'EUR', minor: 5000 }] }))).toBe('Prices, up to 10 at once, moving up to EUR\u202F50.00: go out by themselves');
  expect(ruleSentence(rule({ stages: [{ persons: 2, roles: [] }] }))).toBe('Changes of any kind, any size: two persons agree who did not propose them');
  expect(ruleSentence(rule({ stake_max: [], stages: [{ persons: 1, roles: ['admin'] }] }))).toBe('Changes of any kind, moving no money: in stages: 1 admin');
});

test('stages that no choice says stay as they are', () => {
  const stages = [{ persons: 1, roles: ['admin'] }, { persons: 1, roles: ['owner'] }];
  expect(asksOf(stages)).toBe('kept');
  expect(stagesOf('kept', stages)).toBe(stages);
  expect(stagesOf('two', stages)).toEqual([{ persons: 2, roles: [] }]);
});

const utcDay = (at: Date, later = 0) => new Date(at.getTime() + later * 86_400_000).toISOString().slice(0, 10);
const utcTime = (day: string, minutes: number) => new Date(Date.parse(`${day}T00:00:00Z`) + minutes * 60_000);

const chosen = (now: string) => presetsOf(new Date(now), utcDay, utcTime).map((each) => `${each.name} ${each.day} ${each.time}`);

test('what is chosen often is never over, and each is a day of its own', () => {
  expect(chosen('2026-11-26T14:00:00Z')).toEqual(['tonight 2026-11-27 02:00', 'tomorrow 2026-11-27 09:00', 'monday 2026-11-30 09:00']);
  expect(chosen('2026-11-26T01:30:00Z')[0]).toBe('tonight 2026-11-26 02:00');
  // On a Sunday tomorrow is the Monday already, so the next one is meant.
  expect(chosen('2026-11-29T14:00:00Z').slice(1)).toEqual(['tomorrow 2026-11-30 09:00', 'monday 2026-12-07 09:00']);
});

test('a time is chosen while nothing has left and something waits', () => {
  expect([canBeTimed({ proposed: 2 }), canBeTimed({ approved: 1, cancelled: 1 }), canBeTimed({ approved: 1, sending: 1 }), canBeTimed({ proposed: 1, proven: 3 }), canBeTimed({ cancelled: 1 })]).toEqual([true, true, false, false, false]);
});

test('fields that go the same way are told together', () => {
  expect(passedOf([{ field: 'price', now: 'channel', after: 'person' }, { field: 'sku', now: 'hub', after: 'hub' }, { field: 'title', now: 'channel', after: 'person' }])).toEqual([
    { now: 'channel', after: 'person', fields: ['price', 'title'] },
    { now: 'hub', after: 'hub', fields: ['sku'] },
  ]);
});
