// Connected shops: their keys, how they are, what goes to and fro, and how far they have been read.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';
import { ACCOUNTS } from '../../lib/shops.ts';

export { ACCOUNTS };
export type Account = Schemas['AccountOut'];
export type AccountState = Account['state'];
export type Platform = Schemas['PlatformOut'];
export type SignIn = Platform['sign_ins'][number];
export type WantedKey = Platform['keys'][number];
export type Look = Schemas['hanse__rooms__connections__routes__shapes__LookOut'];
export type WorkspaceMode = Schemas['WorkspaceModeOut'];
export type Health = Schemas['HealthOut'];
export type Family = Health['families'][number];
export type Call = Schemas['CallOut'];
export type Hook = Schemas['HookOut'];
export type Subscription = Schemas['SubscriptionOut'];
export type Feed = Schemas['FeedOut'];
export type Fields = Record<string, string>;

export const MODE = ['connections', 'mode'] as const;
export const HEALTH = ['connections', 'health'] as const;
export const CALLS = ['connections', 'call'] as const;
export const HOOKS = ['connections', 'hook'] as const;
export const FEEDS = ['mirror', 'pull'] as const;

// A shop is asked meanwhile, and shops take their time.
const SHOP_S = 60;

type Versioned = Pick<Account, 'id' | 'version'>;

export const platformsQuery = queryOptions({
  queryKey: ['connections', 'platform'],
  queryFn: async ({ signal }): Promise<readonly Platform[]> => (await api.get('/api/connections/platforms', { signal })).items,
  staleTime: 300_000,
});

export const readAccounts = (query: { state: AccountState[]; limit: number; cursor: string | null }, signal?: AbortSignal) =>
  api.get('/api/connections/accounts', { query, signal });

export const clocksQuery = queryOptions({
  queryKey: [...ACCOUNTS, 'clocks'],
  queryFn: async ({ signal }): Promise<readonly Account[]> => (await api.get('/api/connections/clocks', { signal })).items,
});

export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: [...ACCOUNTS, 'one', id],
    queryFn: ({ signal }) => api.get('/api/connections/accounts/{id}', { path: { id }, signal }),
  });

export const healthQuery = (id: string) =>
  queryOptions({
    queryKey: [...HEALTH, id],
    queryFn: ({ signal }) => api.get('/api/connections/accounts/{id}/health', { path: { id }, signal }),
  });

export const look = (platform: string, fields: Fields, accountId: string | null) =>
  api.post('/api/connections/looks', { body: { platform, fields, account_id: accountId }, timeout_s: SHOP_S });

export const connect = (platform: string, fields: Fields, name: string) =>
  api.post('/api/connections/accounts', { body: { platform, fields, name }, timeout_s: SHOP_S });

export const renewKeys = (id: string, fields: Fields) => api.post('/api/connections/accounts/{id}/keys', { path: { id }, body: { fields }, timeout_s: SHOP_S });

export const testAccount = (id: string) => api.post('/api/connections/accounts/{id}/test', { path: { id }, timeout_s: SHOP_S });

export const beginConsent = (platform: string, fields: Fields, name: string, accountId: string | null) =>
  api.post('/api/connections/consents', { body: { platform, fields, name, account_id: accountId } });

export const finishConsent = (platform: string, query: string) =>
  api.post('/api/connections/returns', { body: { platform, query }, timeout_s: SHOP_S });

export const rename = ({ id, version }: Versioned, name: string) => api.patch('/api/connections/accounts/{id}', { path: { id }, body: { name }, version });

export const setMode = ({ id, version }: Versioned, mode: Account['write_mode'], confirm: string) =>
  api.post('/api/connections/accounts/{id}/mode', { path: { id }, body: { write_mode: mode, confirm }, version });

export const modeQuery = queryOptions({
  queryKey: MODE,
  queryFn: ({ signal }) => api.get('/api/connections/mode', { signal }),
});

export const setWorkspaceMode = (version: number, mode: WorkspaceMode['write_mode'], confirm: string) =>
  api.post('/api/connections/mode', { body: { write_mode: mode, confirm }, version });

/** At once and for all shops, whatever was read before. */
export const stopWriting = () => api.post('/api/connections/stop', {});

export const disconnect = ({ id, version }: Versioned) => api.post('/api/connections/accounts/{id}/disconnect', { path: { id }, version, timeout_s: SHOP_S });

export const readCalls = (id: string, query: { outcome: string[]; family: string | undefined; limit: number; cursor: string | null }, signal?: AbortSignal) =>
  api.get('/api/connections/accounts/{id}/calls', { path: { id }, query, signal });

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: ['connections', 'wire', id],
    queryFn: ({ signal }) => api.get('/api/connections/calls/{id}', { path: { id }, signal }),
    // Who looks at a call stands in the log, so it is not asked for again by itself.
    staleTime: Number.POSITIVE_INFINITY,
  });

export const readHooks = (id: string, query: { verdict: Hook['verdict'][]; limit: number; cursor: string | null }, signal?: AbortSignal) =>
  api.get('/api/connections/accounts/{id}/hooks', { path: { id }, query, signal });

export const replay = (id: string) => api.post('/api/connections/hooks/{id}/replay', { path: { id } });

export const subscriptionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...HOOKS, 'subscriptions', id],
    queryFn: ({ signal }) => api.get('/api/connections/accounts/{id}/subscriptions', { path: { id }, signal }),
  });

export const restore = (id: string) => api.post('/api/connections/accounts/{id}/subscriptions', { path: { id }, timeout_s: SHOP_S });

export const feedsQuery = (account: string) =>
  queryOptions({
    queryKey: [...FEEDS, account],
    queryFn: async ({ signal }): Promise<readonly Feed[]> => (await api.get('/api/mirror/feeds', { query: { account }, signal })).items,
  });

export const pull = (id: string) => api.post('/api/mirror/feeds/{id}/pull', { path: { id } });
