// Levels, why a shop shows what it shows, opening, shops, counts, transfers, promotions and alerts.
import { queryOptions } from '@tanstack/react-query';
import { fill } from '../../lib/api.ts';
import { ask, type Asked, type Method, type Query } from '../../lib/http.ts';
import type {
  Adjustment, Alert, Bulk, Channel, ChannelSettings, ClosedCount, Count, CountLine, Item, Latency, Moved, MovesAsked, Opened, OpeningWanted, Page, Period, Place, PlaceWanted, Promotion, PromotionWanted, RemotePlace, Settings, SoldAt, Sync, Transfer, Waiting,
  WholeCount, WholeItem, Why,
} from './shapes.ts';

/** A movement is news of other nouns too: a push, a count, a transfer. */
export const STOCK = ['stock', '*'] as const;
const TOP = '/api/stock';
const MANY = 200;
const FILE_S = 120;
export const FILE_BYTES_MAX = 50 * 1024 * 1024;

type Paging = { limit: number; cursor: string | null };

async function say<T>(method: Method, path: string, asked?: Asked): Promise<T> {
  return (await ask(method, TOP + path, asked)).body as T;
}
const at = (path: string, id: string) => fill(path, { id });
const page = <Row>(path: string, query: Query, signal?: AbortSignal) => say<Page<Row>>('GET', path, { query, signal });
const all = async <Row>(path: string, signal?: AbortSignal, query: Query = {}) => (await page<Row>(path, query, signal)).items;

// Levels

export type Narrowed = { search?: string; place?: string; account?: string; state?: string };
export const readItems = (query: Narrowed & Paging, signal?: AbortSignal) => page<Item>('/levels', query, signal);
export const itemQuery = (id: string) =>
  queryOptions({ queryKey: [...STOCK, 'item', id], queryFn: ({ signal }) => say<WholeItem>('GET', at('/levels/{id}', id), { signal }) });
export const soldAtQuery = (id: string) =>
  queryOptions({ queryKey: [...STOCK, 'sold', id], queryFn: ({ signal }) => all<SoldAt>(at('/levels/{id}/shops', id), signal) });
export const whyQuery = (id: string, account: string) =>
  queryOptions({
    queryKey: [...STOCK, 'why', id, account],
    queryFn: ({ signal }) => say<Why>('GET', fill('/levels/{id}/why/{account}', { id, account }), { signal }),
    enabled: account !== '',
  });
export const periodsQuery = (id: string) =>
  queryOptions({ queryKey: [...STOCK, 'periods', id], queryFn: ({ signal }) => all<Period>(at('/levels/{id}/periods', id), signal) });
export const readLedger = (id: string, query: MovesAsked & Paging, signal?: AbortSignal) =>
  page<Moved>(at('/levels/{id}/ledger', id), query, signal);
export const adjust = (id: string, body: Adjustment) => say<WholeItem>('POST', at('/levels/{id}/adjust', id), { body });
export const adjustMany = (lines: readonly Adjustment[], preview: boolean, signal?: AbortSignal) => say<Bulk>('POST', '/levels/bulk', { body: { lines, preview }, signal });
export const setLimit = ({ variant_id: id, version }: WholeItem, low_at: number | null) => say<null>('PATCH', at('/levels/{id}', id), { body: { low_at }, version });

export const exportLevels = (place: string) => say<Blob>('GET', '/files/levels.csv', { query: { place }, asFile: true, timeout_s: FILE_S });
export const importLevels = (file: File, preview: boolean) => say<Bulk>('POST', '/files/levels', { query: { preview }, file, timeout_s: FILE_S });

// Places

export const placesQuery = queryOptions({ queryKey: [...STOCK, 'places'], queryFn: ({ signal }) => all<Place>('/places', signal) });
export const createPlace = (body: PlaceWanted) => say<Place>('POST', '/places', { body });
export const editPlace = ({ id, version }: Place, body: Partial<PlaceWanted> & { state?: Place['state'] }) => say<Place>('PATCH', at('/places/{id}', id), { body, version });

// Counts, transfers, promotions

export const readCounts = (query: { state?: string } & Paging, signal?: AbortSignal) => page<Count>('/counts', query, signal);
export const countQuery = (id: string) => queryOptions({ queryKey: [...STOCK, 'count', id], queryFn: async ({ signal }) => (await readCountLines(id, { limit: 1, cursor: null }, signal)).count });
export const readCountLines = (id: string, query: { differing?: string } & Paging, signal?: AbortSignal) => say<WholeCount>('GET', at('/counts/{id}', id), { query, signal });
export const openCount = (body: { place_id: string; name: string; all?: boolean; variant_ids?: readonly string[] }) => say<Count>('POST', '/counts', { body });
/** `add`: so many more than whoever else has found; `was`: what was seen before another number was typed over it. */
export type FoundLine = { variant_id?: string; sku?: string; found?: number; add?: number; was?: number | null };
export const setFound = (id: string, lines: readonly FoundLine[]) => say<Count & { entered: readonly CountLine[] }>('PUT', at('/counts/{id}/lines', id), { body: { lines } });
export const closeCount = (id: string) => say<ClosedCount>('POST', at('/counts/{id}/close', id), {});
export const cancelCount = (id: string) => say<Count>('POST', at('/counts/{id}/cancel', id), {});

// Each comes with its goods, so fewer of them at once.
const TRANSFERS_MAX = 50;
export const readTransfers = ({ limit, ...query }: { state?: string } & Paging, signal?: AbortSignal) => page<Transfer>('/transfers', { ...query, limit: Math.min(limit, TRANSFERS_MAX) }, signal);
export const transferQuery = (id: string) => queryOptions({ queryKey: [...STOCK, 'transfer', id], queryFn: ({ signal }) => say<Transfer>('GET', at('/transfers/{id}', id), { signal }) });
export const sendTransfer = (body: { from_id: string; to_id: string; lines: readonly { variant_id?: string; sku?: string; count: number }[]; expected_on: string | null; note: string }) =>
  say<Transfer>('POST', '/transfers', { body });
export const receiveTransfer = (id: string, lines?: readonly { variant_id: string; count: number }[]) => say<Transfer>('POST', at('/transfers/{id}/receive', id), { body: lines ? { lines } : {} });
export const cancelTransfer = (id: string) => say<Transfer>('POST', at('/transfers/{id}/cancel', id), {});

export const readPromotions = (query: { state?: string } & Paging, signal?: AbortSignal) => page<Promotion>('/promotions', query, signal);
export const addPromotion = (body: PromotionWanted) => say<Promotion>('POST', '/promotions', { body });
export const endPromotion = (id: string) => say<Promotion>('POST', at('/promotions/{id}/end', id), {});

// Opening

export const readWaiting = (query: Paging, signal?: AbortSignal) => page<Waiting>('/opening', query, signal);
/** Whether anything waits; one row says it. */
export const waitsQuery = queryOptions({ queryKey: [...STOCK, 'waits'], queryFn: async ({ signal }) => (await readWaiting({ limit: 1, cursor: null }, signal)).items.length > 0 });
export const openStock = (body: OpeningWanted, signal?: AbortSignal) => say<Opened>('POST', '/opening', { body, signal });

// Shops

export const channelsQuery = queryOptions({ queryKey: [...STOCK, 'channels'], queryFn: ({ signal }) => all<Channel>('/channels', signal, { limit: MANY }) });
export type ChannelAct = 'on' | 'off' | 'hold' | 'resume' | 'push';
export const actOnChannel = (id: string, act: ChannelAct, why = '') => say<Channel>('POST', `${at('/channels/{id}', id)}/${act}`, act === 'hold' ? { body: { why } } : {});
export const editChannel = ({ account_id: id, version }: Channel, body: Partial<ChannelSettings>) => say<Channel>('PATCH', at('/channels/{id}', id), { body, version });
export const readSyncs = (id: string, query: Paging, signal?: AbortSignal) => page<Sync>(at('/channels/{id}/syncs', id), query, signal);
export const latencyQuery = (id: string, days: number) =>
  queryOptions({ queryKey: [...STOCK, 'latency', id, days], queryFn: ({ signal }) => say<Latency>('GET', at('/channels/{id}/latency', id), { query: { days }, signal }) });
export const remotePlacesQuery = (id: string) =>
  queryOptions({ queryKey: [...STOCK, 'remote', id], queryFn: ({ signal }) => all<RemotePlace>(at('/channels/{id}/places', id), signal) });
export const setRemotePlaces = (id: string, places: readonly { remote_id: string; place_id: string | null }[]) => say<null>('PUT', at('/channels/{id}/places', id), { body: { places } });

// Alerts

export const readAlerts = (query: { level?: string } & Paging, signal?: AbortSignal) => page<Alert>('/alerts', query, signal);
export const settingsQuery = queryOptions({ queryKey: [...STOCK, 'settings'], queryFn: ({ signal }) => say<Settings>('GET', '/settings', { signal }) });
export const saveSettings = ({ version, ...body }: Settings) => say<Settings>('PUT', '/settings', { body, version });
