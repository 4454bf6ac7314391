// What the page shows, decided from what the server said. No fetching, no clock.
import type { StateName } from '../../ui/State.tsx';
import { bytes, took } from '../../lib/amount.ts';
import { ago, span } from '../../lib/time.ts';
import type { Check, Process, Ready, System } from './api.ts';
import { text } from './text.ts';

export type Part = {
  key: string;
  name: string;
  state: StateName;
  sentence: string;
  figure: string;
  nextStep: string;
};

// A process writes down every 5 seconds that it lives; after 30 the server leaves it out.
export const QUIET_AFTER_S = 15;

const BEFORE_PROCESSES = new Set(['database', 'migrations']);
const ROLES = ['web', 'worker'];

// The unit of each figure; of a check that is not listed its sentence says enough.
const FIGURES: Record<string, (figure: number) => string> = {
  database: took,
  migrations: (count) => (count === 0 ? '' : text.pending(count)),
  seals: span,
  writers: span,
  queue: span,
  jobs: span,
  disk: bytes,
  backup: (seconds) => text.old(span(seconds)),
};

/** Every part in a fixed order, so that nothing moves under the pointer. */
export function parts(ready: Ready | undefined, system: System | undefined, now: Date): Part[] {
  const checks = (ready?.checks ?? []).map(fromCheck);
  const first = checks.filter((part) => BEFORE_PROCESSES.has(part.key));
  const rest = checks.filter((part) => !BEFORE_PROCESSES.has(part.key));
  const processes = system?.processes ?? [];
  // With no process at all, this one has not written itself down yet; that is not a trouble.
  const running = processes.length > 0 ? ROLES.flatMap((role) => fromRole(role, processes, now)) : [];
  return [...first, ...running, ...rest];
}

function fromCheck(check: Check): Part {
  return {
    key: check.name,
    name: text.checks[check.name] ?? spoken(check.name),
    state: check.ok ? 'healthy' : 'needsYou',
    sentence: check.sentence,
    figure: check.figure === null ? '' : (FIGURES[check.name]?.(check.figure) ?? ''),
    nextStep: check.next_step,
  };
}

function spoken(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function fromRole(role: string, all: Process[], now: Date): Part[] {
  const ours = all.filter((process) => process.role === role);
  const name = text.roles[role] ?? spoken(role);
  if (ours.length === 0) {
    const nextStep = text.startRole(role);
    return [{ key: role, name, state: 'needsYou', sentence: text.noneRuns(role), figure: '0', nextStep }];
  }
  return ours.map((process, index) => ({
    key: `${role} ${process.host} ${process.pid}`,
    name: ours.length === 1 ? name : `${name} ${index + 1}`,
    ...fromProcess(process, now),
  }));
}

function fromProcess(process: Process, now: Date): Omit<Part, 'key' | 'name'> {
  const seenAt = new Date(process.seen_at);
  const quiet = (now.getTime() - seenAt.getTime()) / 1000 > QUIET_AFTER_S;
  return {
    state: quiet ? 'notAnswering' : 'running',
    sentence: text.process(process.host, process.pid, new Date(process.started_at), now),
    figure: now.getTime() - seenAt.getTime() < 1000 ? text.seenNow : text.seen(ago(seenAt, now)),
    nextStep: quiet ? text.quietProcess : '',
  };
}

export function troubled(all: Part[]): Part[] {
  return all.filter((part) => part.state === 'needsYou' || part.state === 'notAnswering');
}

/** What this part of the world knew as "now" when we last heard from it, carried on by our clock. */
export function serverNow(system: System | undefined, heardAt: number, localNow: number): Date {
  const said = system ? new Date(system.now).getTime() : localNow;
  return new Date(said + (system ? Math.max(0, localNow - heardAt) : 0));
}

export function upFor(system: System, now: Date): string {
  return span((now.getTime() - new Date(system.started_at).getTime()) / 1000);
}
