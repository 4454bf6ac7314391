import { expect, test } from 'vitest';
import { parts, serverNow, troubled } from './model.ts';
import { NOW, process, ready, system } from './sample.ts';

const names = (all: { name: string }[]) => all.map((part) => part.name);

test('parts stand in a fixed order, and an unknown check is spoken as it is', () => {
  const all = parts(ready(), system(), NOW);
  expect(names(all)).toEqual(['Database', 'Migrations', 'Web', 'Worker', 'Disk', 'Queue', 'Clock skew']);
  expect(troubled(all)).toEqual([]);
});

test('a check that failed needs you and says what to do', () => {
  const [disk] = troubled(parts(ready('disk'), system(), NOW));
  expect(disk).toMatchObject({ name: 'Disk', state: 'needsYou', nextStep: 'Do something about disk.' });
});

test('a check that is well may still have advice', () => {
  const check = { name: 'backup', ok: true, sentence: 'Sealed.', next_step: 'Move the key.', figure: 7_500 };
  const [part] = parts({ status: 'ready', checks: [check] }, undefined, NOW);
  expect(part).toMatchObject({ state: 'healthy', nextStep: 'Move the key.' });
  expect(part?.figure).toMatch(/^2\sh 5\smin old$/);
});

test('a figure carries the unit of its check, and an unknown one is left to the sentence', () => {
  const figures = Object.fromEntries(parts(ready(), undefined, NOW).map((part) => [part.key, part.figure]));
  expect(figures).toMatchObject({ disk: '1\u00A0B', database: '1\u00A0s', migrations: '1 pending', clock_skew: '' });
});

test('without a worker the row says how to start one', () => {
  const alone = system({ processes: [process('web', 1)] });
  expect(troubled(parts(ready(), alone, NOW))).toMatchObject([
    { name: 'Worker', sentence: 'No worker runs, so no job is done.', nextStep: 'Start one: hanse work' },
  ]);
});

test('before any process has written itself down nothing is accused', () => {
  expect(parts({ status: 'ready', checks: [] }, system({ processes: [] }), NOW)).toEqual([]);
});

test('a process that was not seen for a while does not answer', () => {
  const two = system({ processes: [process('web', 1), process('worker', 2), process('worker', 3, 95)] });
  const all = parts(ready(), two, NOW);
  expect(names(troubled(all))).toEqual(['Worker 2']);
  expect(troubled(all)[0]?.figure).toMatch(/seen 1\smin ago/);
});

test("ages are measured by the server's clock, whatever this one shows", () => {
  const heardAt = 5_000;
  expect(serverNow(system(), heardAt, heardAt + 2_000).getTime()).toBe(NOW.getTime() + 2_000);
  expect(serverNow(undefined, 0, 7).getTime()).toBe(7);
});
