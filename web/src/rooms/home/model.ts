// What the first page decides: the next steps, what needs somebody, most urgent first. Pure.
import { type ChangeState, type Counts, sumOf } from '../../lib/changes.ts';
import { calledJob } from '../../lib/jobs.ts';
import type { Shop } from '../../lib/shops.ts';
import type { ShapeName } from '../../ui/Shape.tsx';
import type { Colour } from '../../ui/states.ts';
import type { Check, Happened, Invitation, Job, Notice } from './api.ts';
import { text } from './text.ts';

type May = (permission: string | undefined) => boolean;

export type StepName = 'shop' | 'invite' | 'factor' | 'key' | 'notices';
export type Step = { name: StepName; to: string; done: boolean };

/** Undefined while it is not known, or where it may not be asked. */
export type Known = {
  /** How many shops are connected. */
  shops: number | undefined;
  people: number | undefined;
  invitations: readonly Invitation[] | undefined;
  factors: number | undefined;
  keys: boolean | undefined;
  chosen: boolean | undefined;
};

const STEPS_MAX = 4;

/** At most four that this person may take; null until it is known which are done. */
export function stepsOf(known: Known, may: May): Step[] | null {
  const all: (Omit<Step, 'done'> & { open: boolean; done: boolean | undefined })[] = [
    { name: 'shop', to: '/connections/new', open: may('connections.account.write'), done: known.shops === undefined ? undefined : known.shops > 0 },
    {
      name: 'invite',
      to: '/people/invitations?new=1',
      open: may('identity.invitation.write'),
      done: known.people === undefined || known.invitations === undefined ? undefined : known.people > 1 || known.invitations.length > 0,
    },
    { name: 'factor', to: '/me/security', open: may('identity.person.write'), done: known.factors === undefined ? undefined : known.factors > 0 },
    { name: 'key', to: '/settings/keys', open: may('identity.key.write'), done: known.keys },
    { name: 'notices', to: '/settings/notices', open: may('notices.notice.write'), done: known.chosen },
  ];
  const ours = all.filter((step) => step.open).slice(0, STEPS_MAX);
  if (ours.some((step) => step.done === undefined)) return null;
  return ours.map(({ name, to, done }) => ({ name, to, done: done ?? false }));
}

export type Need = {
  id: string;
  shape: ShapeName;
  colour: Colour;
  title: string;
  more: string;
  /** Written by the server, which speaks English. */
  english: boolean;
  act: string;
  to: string;
};

export type Found = {
  /** How many changes are in which state. */
  changes: Counts;
  /** Exceptions of orders that are open. */
  orders: number;
  shops: readonly Shop[];
  stopped: readonly Job[];
  checks: readonly Check[];
  notices: { unread: number; newest: Notice | null };
  invitations: readonly Invitation[];
  /** How an instant reads. */
  when: (at: Date) => string;
};

/** What a lost answer may have done twice comes first, what only waits comes last. */
export function needsOf({ changes, orders, shops, stopped, checks, notices, invitations, when }: Found): Need[] {
  const unknown = stopped.filter((job) => job.state === 'unknown');
  const failed = stopped.filter((job) => job.state === 'failed');
  return [
    ...ofChanges(changes, ['unknown'], 'question', 'unknown', text.changesUnknown, text.see),
    ...ofChanges(changes, ['contested'], 'contested', 'warn', text.changesContested, text.decide),
    ...ofChanges(changes, ['held'], 'shield', 'warn', text.changesHeld, text.look),
    ...(orders > 0 ? [need('orders', 'warn', 'warn', text.orderTroubles(orders), text.orderTroublesMore, text.look, '/orders/exceptions')] : []),
    ...jobs(unknown, 'question', 'unknown', text.jobsUnknown, '/jobs?state=unknown', text.settle),
    ...shops.filter((shop) => shop.state === 'lapsed').map(lapsed),
    ...jobs(failed, 'octagon', 'bad', text.jobsFailed, '/jobs?state=failed', text.look),
    ...checks
      .filter((check) => !check.ok)
      .map((check): Need => ({
        id: `check ${check.name}`,
        shape: 'warn',
        colour: 'warn',
        title: check.sentence,
        more: check.next_step,
        english: true,
        act: text.look,
        to: '/settings/health',
      })),
    ...ofChanges(changes, ['proposed'], 'dashedRing', 'ink2', text.changesProposed, text.see),
    ...(notices.unread > 0
      ? [need('notices', 'ringDot', 'accent', text.unread(notices.unread), notices.newest?.title ?? '', text.read, '/notices?unread=1')]
      : []),
    ...(invitations.length > 0
      ? [need('invitations', 'dashedRing', 'ink2', text.invited(invitations.length), soonest(invitations, when), text.see, '/people/invitations')]
      : []),
  ];
}

function ofChanges(counts: Counts, states: readonly ChangeState[], shape: ShapeName, colour: Colour, title: (count: number) => string, act: string): Need[] {
  const count = sumOf(counts, states);
  const to = `/changes?${states.map((state) => `state=${state}`).join('&')}`;
  return count === 0 ? [] : [need(to, shape, colour, title(count), '', act, to)];
}

function jobs(all: readonly Job[], shape: ShapeName, colour: Colour, title: (count: number) => string, to: string, act: string): Need[] {
  const [newest] = all;
  if (!newest) return [];
  const more = [calledJob(newest), newest.sentence].filter(Boolean).join(': ');
  return [{ ...need(to, shape, colour, title(all.length), more, act, to), english: true }];
}

/** Nothing is read there and nothing sent until somebody connects it again. */
function lapsed({ id, name, fault }: Shop): Need {
  return {
    ...need(`shop ${id}`, 'warn', 'warn', text.shopLapsed(name), fault?.sentence ?? text.shopLapsedMore, text.connectAgain, `/connections/${id}/again`),
    english: fault !== null,
  };
}

function need(id: string, shape: ShapeName, colour: Colour, title: string, more: string, act: string, to: string): Need {
  return { id, shape, colour, title, more, english: false, act, to };
}

/** Who has the least time left to accept. */
function soonest(invitations: readonly Invitation[], when: (at: Date) => string): string {
  const [first] = invitations.toSorted((one, other) => one.expires_at.localeCompare(other.expires_at));
  return first ? text.invitedUntil(first.email, when(new Date(first.expires_at))) : '';
}

const ROLES = ['web', 'worker'];

/** How many parts of the machine need somebody: checks that fail, kinds of processes that do not run. */
export function troubles(checks: readonly Check[], roles: readonly string[]): number {
  // With no process at all, none has written itself down yet; that is not a trouble.
  const missing = roles.length > 0 ? ROLES.filter((role) => !roles.includes(role)) : [];
  return checks.filter((check) => !check.ok).length + missing.length;
}

// What the house does to itself, if no person had it done.
const ITSELF = /^(engine|jobs)\.|\.tidied$/;

/** What people did or what concerns them; the log holds all of it. */
export function worthTelling(events: readonly Happened[], most: number): Happened[] {
  return events.filter(isWorth).slice(0, most);
}

function isWorth({ name, routine, actor }: Happened): boolean {
  return !routine && (actor.kind === 'person' || !ITSELF.test(name));
}

export type Part = { words: string; sealed: boolean };

const SEALED = /\bsealed\b/;

/**
 * The sentence of an event in parts. Where a personal field is sealed there stands the name, if it
 * is that of a colleague, whose name is no secret here.
 */
export function told(event: Pick<Happened, 'sentence' | 'personal' | 'person_id' | 'subject'>, names: ReadonlyMap<string, string>): Part[] {
  const [before = '', ...rest] = event.sentence.split(SEALED);
  if (event.personal !== 'sealed' || rest.length === 0) return [{ words: event.sentence, sealed: false }];
  const name = event.subject?.kind === 'identity.member' && event.person_id !== null ? names.get(event.person_id) : undefined;
  const hidden = (at: number): Part => (at === 0 && name !== undefined ? { words: name, sealed: false } : { words: '', sealed: true });
  return [{ words: before, sealed: false }, ...rest.flatMap((words, at) => [hidden(at), { words, sealed: false }])].filter((part) => part.sealed || part.words !== '');
}
