// People of the workspace: members, invitations, roles and how much each role may approve.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../../lib/api.ts';
import type { Query } from '../../../lib/http.ts';

export type Member = Schemas['MemberOut'];
export type Role = Schemas['Role'];
export type RoleRights = Schemas['RoleOut'];
export type Invitation = Schemas['InvitationOut'];
export type Invited = Schemas['InvitedOut'];
export type InvitationState = Invitation['state'];
export type Limits = Schemas['hanse__rooms__identity__routes__limits__LimitsOut'];
export type LogEvent = Schemas['EventOut'];

export const MEMBERS = ['identity', 'member'] as const;
export const INVITATIONS = ['identity', 'invitation'] as const;
export const LIMITS = ['identity', 'limit'] as const;
type Page = { cursor: string | null; limit: number };

export function readMembers(filters: { role?: readonly Role[] | undefined; q?: string | undefined }, page: Page, signal?: AbortSignal) {
  const query = { role: filters.role && [...filters.role], q: filters.q || undefined, ...page };
  return api.get('/api/identity/members', { query, signal });
}

export function readMember(id: string, signal?: AbortSignal): Promise<Member> {
  return api.get('/api/identity/members/{id}', { path: { id }, signal });
}

type Versioned = { id: string; version: number };

export function changeRole({ id, version }: Versioned, role: Role): Promise<Member> {
  return api.patch('/api/identity/members/{id}', { path: { id }, body: { role }, version });
}

export function removeMember({ id, version }: Versioned) {
  return api.delete('/api/identity/members/{id}', { path: { id }, version });
}

export function leave() {
  return api.post('/api/identity/leave');
}

export function transfer(personId: string): Promise<Member> {
  return api.post('/api/identity/transfer', { body: { person_id: personId } });
}

/** Shown once, to be handed over; only where no mail goes out. */
export function passwordLink(id: string): Promise<Schemas['LinkOut']> {
  return api.post('/api/identity/members/{id}/password_link', { path: { id } });
}

export const rolesQuery = queryOptions({
  queryKey: ['identity', 'role'],
  queryFn: async ({ signal }) => (await api.get('/api/identity/roles', { signal })).roles,
  staleTime: 300_000,
});

export function readInvitations(state: InvitationState | undefined, page: Page, signal?: AbortSignal) {
  return api.get('/api/identity/invitations', { query: { state, ...page }, signal });
}

export function invite(email: string, role: Role, key: string): Promise<Invited> {
  return api.post('/api/identity/invitations', { body: { email, role }, key });
}

export function withdraw({ id, version }: Versioned) {
  return api.delete('/api/identity/invitations/{id}', { path: { id }, version });
}

export function newLink(id: string): Promise<Invited> {
  return api.post('/api/identity/invitations/{id}/link', { path: { id } });
}

export const limitsQuery = queryOptions({
  queryKey: LIMITS,
  queryFn: async ({ signal }) => (await api.get('/api/identity/limits', { signal })).limits,
});

export type LimitsWanted = Pick<Limits, 'amount_minor' | 'currency' | 'items_max'>;

export function setLimits({ role, version }: Pick<Limits, 'role' | 'version'>, body: LimitsWanted): Promise<Limits> {
  return api.put('/api/identity/limits/{role}', { path: { role }, body, version });
}

/** What a member did; one's own needs no right to read the log. */
export function readDoings(personId: string, own: boolean, page: Query, signal?: AbortSignal) {
  const query = page as { cursor?: string; limit?: number };
  if (own) return api.get('/api/identity/activity', { query, signal });
  return api.get('/api/identity/members/{person_id}/activity', { path: { person_id: personId }, query, signal });
}
