// Answers of the server, for tests.
import type { Process, Ready, System } from './api.ts';

export const NOW = new Date('2026-11-25T14:31:00Z');
export const before = (seconds: number) => new Date(NOW.getTime() - seconds * 1000).toISOString();

export function process(role: string, pid: number, seen_s = 1): Process {
  return { role, host: 'kiosk', pid, started_at: before(7_500), seen_at: before(seen_s), version: '0.1.0' };
}

export function system(change: Partial<System> = {}): System {
  return {
    version: '0.1.0',
    started_at: before(7_500),
    now: NOW.toISOString(),
    processes: [process('web', 1), process('worker', 2)],
    jobs: { waiting: 3, running: 1, failed: 0 },
    events: { last_at: before(9), sealed_until: before(31) },
    demo: true,
    ...change,
  };
}

export function ready(...troubles: string[]): Ready {
  const checks = ['disk', 'database', 'queue', 'migrations', 'clock_skew'].map((name) => ({
    name,
    ok: !troubles.includes(name),
    sentence: `About ${name}.`,
    next_step: troubles.includes(name) ? `Do something about ${name}.` : '',
    figure: 1,
  }));
  return { status: troubles.length === 0 ? 'ready' : 'not ready', checks };
}
