// What the first page asks of every room; each answer is short, and each may be absent.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';

export type Job = Schemas['JobOut'];
export type Invitation = Schemas['InvitationOut'];
export type Notice = Schemas['NoticeOut'];
export type Happened = Schemas['EventOut'];
export type Check = Schemas['CheckOut'];

const FEW = 20;
// More than are shown: of what is not routine some is still left out.
const EVENTS_READ = 100;
const PEOPLE_READ = 200;
const CHECKS_EVERY_MS = 30_000;
const JOBS_EVERY_MS = 5_000;

export const EVENTS = ['audit', 'event', 'home'] as const;

export const stoppedQuery = queryOptions({
  queryKey: ['jobs', 'job', 'stopped'],
  queryFn: async ({ signal }) => (await api.get('/api/jobs', { query: { state: ['failed', 'unknown'], limit: FEW }, signal })).items,
});

export const runningQuery = queryOptions({
  queryKey: ['jobs', 'job', 'running'],
  queryFn: async ({ signal }) => (await api.get('/api/jobs', { query: { state: ['running', 'waiting'], limit: FEW }, signal })).items,
  refetchInterval: JOBS_EVERY_MS,
});

export const invitationsQuery = queryOptions({
  queryKey: ['identity', 'invitation', 'open'],
  queryFn: async ({ signal }) => (await api.get('/api/identity/invitations', { query: { state: 'open', limit: FEW }, signal })).items,
});

export const noticesQuery = queryOptions({
  queryKey: ['notices', 'notice', 'home'],
  queryFn: async ({ signal }) => {
    const [{ unread }, { items }] = await Promise.all([
      api.get('/api/notices/unread', { signal }),
      api.get('/api/notices', { query: { unread: true, limit: 1 }, signal }),
    ]);
    return { unread, newest: items[0] ?? null };
  },
});

/** Names by person, as many as one page holds. */
export const peopleQuery = queryOptions({
  queryKey: ['identity', 'member', 'home'],
  queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
    const { items } = await api.get('/api/identity/members', { query: { limit: PEOPLE_READ }, signal });
    return new Map(items.map((member) => [member.person_id, member.name]));
  },
});

export const factorsQuery = queryOptions({
  queryKey: ['identity', 'factor', 'count'],
  queryFn: async ({ signal }) => (await api.get('/api/identity/factors', { signal })).items.filter((factor) => factor.confirmed_at !== null).length,
});

export const keysQuery = queryOptions({
  queryKey: ['identity', 'key', 'any'],
  queryFn: async ({ signal }) => (await api.get('/api/identity/keys', { query: { limit: 1 }, signal })).items.length > 0,
});

export const choicesQuery = queryOptions({
  queryKey: ['notices', 'preferences', 'chosen'],
  queryFn: async ({ signal }) => (await api.get('/api/notices/preferences', { signal })).version > 0,
});

export const planQuery = queryOptions({
  queryKey: ['billing', 'plan', 'home'],
  queryFn: async ({ signal }) => (await api.get('/api/billing/plan', { signal })).name,
});

/** 503 says "not ready", in the same document. */
export const checksQuery = queryOptions({
  queryKey: ['health', 'checks'],
  queryFn: async ({ signal }): Promise<readonly Check[]> => (await api.get('/health/ready', { accept: [503], signal })).checks,
  refetchInterval: CHECKS_EVERY_MS,
});

/** The processes that lately said that they live. */
export const rolesQuery = queryOptions({
  queryKey: ['health', 'roles'],
  queryFn: async ({ signal }) => (await api.get('/api/system', { signal })).processes.map((process) => process.role),
  refetchInterval: CHECKS_EVERY_MS,
});

/** All of the workspace for who may read the log, else what concerns the person. */
export const eventsQuery = (all: boolean) =>
  queryOptions({
    queryKey: [...EVENTS, all],
    queryFn: async ({ signal }): Promise<readonly Happened[]> => {
      const limit = EVENTS_READ;
      return (all ? await api.get('/api/events', { query: { limit, routine: false }, signal }) : await api.get('/api/identity/activity', { query: { limit }, signal })).items;
    },
  });
