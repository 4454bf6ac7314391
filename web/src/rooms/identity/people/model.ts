// Who may give which role, how the table of permissions is laid out, and how limits are read.
import { readAmount } from '../../../lib/money.ts';
import type { ShapeName } from '../../../ui/Shape.tsx';
import type { Colour } from '../../../ui/states.ts';
import type { InvitationState, Limits, LimitsWanted, Role, RoleRights } from './api.ts';

/** The highest first. The server decides; this only leaves out what it would refuse. */
export const ROLES: readonly Role[] = ['owner', 'admin', 'manager', 'analyst', 'support', 'viewer'];
const ASSIGNING = new Set<Role>(['owner', 'admin']);

export function isRole(word: string): word is Role {
  return (ROLES as readonly string[]).includes(word);
}

/** The roles that somebody of this role may give to a member of that one, its own among them; none if it may not. */
export function givable(own: Role | null, current: Role | null): readonly Role[] {
  if (own === null || !ASSIGNING.has(own)) return [];
  const rank = ROLES.indexOf(own);
  if (current !== null && ROLES.indexOf(current) < rank) return [];
  return ROLES.slice(rank);
}

/** Whether somebody of this role may set how much the other may approve: never the own, but owners. */
export function maySetLimits(own: Role | null, role: Role): boolean {
  if (own === 'owner') return true;
  return own === 'admin' && ROLES.indexOf(role) > ROLES.indexOf(own);
}

export type Permission = { name: string; sentence: string; held: readonly Role[] };
export type Room = { room: string; permissions: readonly Permission[] };

/** All permissions, each once, by room, with the roles that hold them. */
export function table(roles: readonly RoleRights[]): readonly Room[] {
  const sentences = new Map(roles.flatMap((role) => role.permissions.map((one) => [one.name, one.sentence])));
  const names = [...sentences.keys()].toSorted();
  const held = new Map(roles.map((role) => [role.role, new Set(role.permissions.map((one) => one.name))]));
  const rooms = [...new Set(names.map(roomOf))];
  return rooms.map((room) => ({
    room,
    permissions: names
      .filter((name) => roomOf(name) === room)
      .map((name) => ({
        name,
        sentence: sentences.get(name) ?? '',
        held: ROLES.filter((role) => held.get(role)?.has(name)),
      })),
  }));
}

export function roomOf(permission: string): string {
  return permission.split('.')[0] ?? '';
}

export type LimitsTyped = { amount: string; currency: string; items: string };
export type LimitsTrouble = Partial<Record<keyof LimitsTyped, 'amount' | 'currency' | 'items'>>;
export const ITEMS_MAX = 1_000_000;
const AMOUNT_MAX = 10 ** 15;

/** What was typed as limits; empty is none. */
export function readLimits(typed: LimitsTyped, mark: ',' | '.'): LimitsWanted | LimitsTrouble {
  const trouble: LimitsTrouble = {};
  const amount = typed.amount.trim() === '' ? null : readAmount(typed.amount, typed.currency, mark);
  if (typed.amount.trim() !== '' && (amount === null || amount > AMOUNT_MAX)) trouble.amount = 'amount';
  if (typed.amount.trim() !== '' && typed.currency === '') trouble.currency = 'currency';
  const plain = typed.items.trim().replaceAll(mark === ',' ? '.' : ',', '');
  const items = plain === '' ? null : Number(/^\d{1,7}$/.test(plain) ? plain : Number.NaN);
  if (items !== null && !(items <= ITEMS_MAX)) trouble.items = 'items';
  if (Object.keys(trouble).length > 0) return trouble;
  return { amount_minor: amount, currency: amount === null ? null : typed.currency, items_max: items };
}

export function isWanted(read: LimitsWanted | LimitsTrouble): read is LimitsWanted {
  return 'amount_minor' in read;
}

export function isLimited({ amount_minor, items_max }: Pick<Limits, 'amount_minor' | 'items_max'>): boolean {
  return amount_minor !== null || items_max !== null;
}

export const INVITATION_SIGNS: Record<InvitationState, readonly [ShapeName, Colour]> = {
  open: ['dashedRing', 'ink2'],
  expired: ['clock', 'ink3'],
  accepted: ['check', 'ok'],
  withdrawn: ['slashed', 'ink3'],
};

export function isInvitationState(word: string): word is InvitationState {
  return Object.hasOwn(INVITATION_SIGNS, word);
}
