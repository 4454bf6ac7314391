// What connected shops show, as last read: in lists without a word about persons, one by one with all.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';
import { Refusal } from '../../lib/problem.ts';
import { text } from './changeText.ts';
import type { Proposal } from './proposals.ts';

export type Thing = Schemas['ThingOut'];
export type Whole = Schemas['hanse__rooms__mirror__routes__things__WholeOut'];
export type Noun = 'product' | 'offer' | 'order' | 'buyer' | 'level';

export type Wanted = { account: string | undefined; state: string[]; q: string | undefined; gone: boolean | undefined; limit: number; cursor: string | null };

export type Away = Schemas['AwayOut'];
export type Kind = Away['kind'];

export const AWAY = ['mirror', 'pull', 'away'] as const;

export const keyOf = (noun: Noun | 'location') => ['mirror', noun] as const;

const OFFERS_MAX = 200;
const TITLE_CHARS_MAX = 200;
const PLACES_MAX = 200;
// A number may also be the id of another order.
const VERSIONS_MAX = 20;

export const readProducts = (query: Wanted, signal?: AbortSignal) => api.get('/api/mirror/products', { query, signal });
export const readOrders = (query: Wanted, signal?: AbortSignal) => api.get('/api/mirror/orders', { query, signal });

type Some = Pick<Wanted, 'account' | 'limit' | 'cursor'>;

export const readBuyers = ({ account, limit, cursor }: Some, signal?: AbortSignal) => api.get('/api/mirror/buyers', { query: { account, limit, cursor }, signal });
export const readLevels = ({ account, q, limit, cursor }: Some & Pick<Wanted, 'q'>, signal?: AbortSignal) =>
  api.get('/api/mirror/levels', { query: { account, q, limit, cursor }, signal });

const WHOLE = {
  product: (id: string, signal: AbortSignal) => api.get('/api/mirror/products/{id}', { path: { id }, signal }),
  offer: (id: string, signal: AbortSignal) => api.get('/api/mirror/offers/{id}', { path: { id }, signal }),
  order: (id: string, signal: AbortSignal) => api.get('/api/mirror/orders/{id}', { path: { id }, signal }),
  buyer: (id: string, signal: AbortSignal) => api.get('/api/mirror/buyers/{id}', { path: { id }, signal }),
  level: (id: string, signal: AbortSignal) => api.get('/api/mirror/levels/{id}', { path: { id }, signal }),
} satisfies Record<Noun, (id: string, signal: AbortSignal) => Promise<Whole>>;

/** What is about persons is opened once: that somebody looked stands in the log, and no news opens it again. */
export const wholeQuery = (noun: Noun, id: string) =>
  queryOptions({
    queryKey: [...(isPersonal(noun) ? ['mirror', 'opened', noun] : keyOf(noun)), 'one', id],
    queryFn: ({ signal }): Promise<Whole> => WHOLE[noun](id, signal),
    ...(isPersonal(noun) && { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false }),
  });

const isPersonal = (noun: Noun) => noun === 'order' || noun === 'buyer';

/** Which version of an order the list tells: the news ask for it, and only a newer one is opened. */
export const versionQuery = ({ id, account_id: account, remote_id: q }: Pick<Thing, 'id' | 'account_id' | 'remote_id'>) =>
  queryOptions({
    queryKey: [...keyOf('order'), 'version', id],
    queryFn: async ({ signal }) => {
      const { items } = await api.get('/api/mirror/orders', { query: { account, q, gone: true, limit: VERSIONS_MAX }, signal });
      return items.find((order) => order.id === id)?.version ?? 0;
    },
  });

/** Shops that do not answer now, and how old what is shown of them is. */
export const awayQuery = (kind: Kind, account: string | undefined) =>
  queryOptions({
    queryKey: [...AWAY, kind, account],
    queryFn: async ({ signal }): Promise<readonly Away[]> => (await api.get('/api/mirror/away', { query: { kind, account }, signal })).items,
  });

/** The variants of a product that are read apart from it. */
export const offersQuery = (account: string, parent: string) =>
  queryOptions({
    queryKey: [...keyOf('offer'), 'of', account, parent],
    queryFn: ({ signal }) => api.get('/api/mirror/offers', { query: { account, parent, limit: OFFERS_MAX }, signal }),
  });

/** What the places of a shop are called, by their ids there. */
export const placesQuery = (account: string) =>
  queryOptions({
    queryKey: [...keyOf('location'), account],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
      const { items } = await api.get('/api/mirror/locations', { query: { account, limit: PLACES_MAX }, signal });
      return new Map(items.map((place) => [place.remote_id, place.title ?? place.remote_id]));
    },
    staleTime: 60_000,
  });

/** The id of the set that wants it; `Refusal`, with what is wrong at its fields, if it is no change. */
export async function propose({ accountId, kind, remoteId, parentId }: Proposal, title: string, why: string, after: Record<string, unknown>): Promise<string> {
  const same = new Refusal(0, text.same, text.sameNext);
  if (Object.keys(after).length === 0) throw same;
  const wish = { account_id: accountId, kind, remote_id: remoteId, parent_id: parentId, after: after as never };
  const made = await api.post('/api/changes/sets', { body: { title: title.slice(0, TITLE_CHARS_MAX), why, changes: [wish] } });
  if (made.set_id !== null) return made.set_id;
  const findings = made.refused.flatMap((refused) => refused.findings).filter((finding) => finding.severity === 'error');
  if (findings.length === 0) throw same;
  const [first] = findings;
  throw new Refusal(0, first?.sentence ?? text.cannot, first?.next_step ?? '', {
    findings: findings.map(({ field, code, sentence, next_step: nextStep }) => ({ field, code, sentence, nextStep })),
  });
}
