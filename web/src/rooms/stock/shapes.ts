// What the server says of stock and is told of it.

export type Page<Row> = { items: readonly Row[]; next_cursor: string | null };
export type ItemState = 'fine' | 'low' | 'out' | 'waiting' | 'uncounted';
export type Truth = 'proven' | 'asked' | 'differs' | 'off' | 'waiting';

export type PlaceLevel = { place_id: string; name: string; kind: PlaceKind; on_hand: number; reserved: number; promised: number; available: number; told_at: string | null; confidence: number | null };
export type ShopTruth = { account_id: string; should: number | null; shows: number | null; truth: Truth };

export type Item = {
  variant_id: string;
  product_id: string;
  title: string;
  sku: string;
  image_url: string | null;
  state: ItemState;
  on_hand: number;
  reserved: number;
  promised: number;
  available: number;
  on_the_way: number;
  low_at: number;
  is_bundle: boolean;
  places: readonly PlaceLevel[];
  shops: readonly ShopTruth[];
};
export type BundlePart = { variant_id: string; title: string; sku: string; count: number; available: number };
export type WholeItem = Item & { version: number; sold_28_days: number; per_day: number; bundle_parts: readonly BundlePart[] };

export type Kind = 'receipt' | 'adjustment';
export type Adjustment = { variant_id?: string; sku?: string; place_id: string; by?: number; to?: number; kind: Kind; reason: string; confidence?: number };
export type LineFinding = { field: string; code: string; sentence: string; next_step: string };
export type BulkLine = {
  number: number;
  variant_id: string | null;
  sku: string;
  title: string;
  place_id: string | null;
  place: string;
  before: number | null;
  after: number | null;
  retold: boolean;
  findings: readonly LineFinding[];
};
export type Bulk = { written: boolean; count: number; changed: number; same: number; refused: number; lines: readonly BulkLine[] };

export type MoveKind = 'receipt' | 'sale' | 'reservation' | 'release' | 'adjustment' | 'transfer' | 'count' | 'return';
export type Moved = {
  id: string;
  at: string;
  kind: MoveKind;
  place_id: string;
  place: string;
  on_hand: number;
  reserved: number;
  promised: number;
  left: number;
  cause: string;
  cause_id: string | null;
  reason: string;
  who: string;
  who_id: string | null;
};
export type MovesAsked = { kind?: string; place?: string; from?: string; to?: string; who?: string };

export type ChannelState = 'off' | 'on' | 'held';
export type Rhythm = 'events' | 'hourly' | 'daily' | 'weekly';
export type SoldAt = {
  account_id: string;
  name: string;
  platform: string;
  state: ChannelState;
  rhythm: Rhythm;
  sells_from: readonly string[];
  kept_back: number;
  should: number | null;
  shows: number | null;
  seen_at: string | null;
  truth: Truth;
  asked_at: string | null;
  proven_at: string | null;
  latency_ms: number | null;
  held_why: string;
};
export type WhyStep = { code: string; text: string; told: Readonly<Record<string, string>>; change: number; left: number };
export type WhatIf = { code: string; text: string; would_show: number };
export type Why = { should: number | null; shows: number | null; steps: readonly WhyStep[]; found: string; verdict: string; what_if: readonly WhatIf[] };
export type Period = { account_id: string; from_at: string; until_at: string | null };

export type PlaceKind = 'own' | 'supplier' | 'transit';
export type Place = { id: string; name: string; kind: PlaceKind; country: string | null; position: number; state: 'active' | 'archived'; trust: number; fresh_for_h: number; version: number };
export type PlaceWanted = { name: string; country: string | null; kind?: PlaceKind; position?: number; trust?: number; fresh_for_h?: number };

export type Count = { id: string; name: string; place_id: string; state: 'open' | 'closed' | 'cancelled'; opened_at: string; closed_at: string | null; lines: number; counted: number; differing: number; version: number };
export type CountLine = { variant_id: string; title: string; sku: string; frozen: number; found: number | null; expected: number | null; on_hand: number; moved_since: number; difference: number | null };

export type TransferLine = { variant_id: string; title: string; sku: string; count: number; received: number };
export type WholeCount = Page<CountLine> & { count: Count };
export type ClosedCount = { count: Count; missing: number; surplus: number; uncounted: number; lost_lines: number; lost_orders: readonly string[] };

export type Transfer = { id: string; from_id: string; to_id: string; state: 'sent' | 'received' | 'cancelled'; note: string; sent_at: string; expected_on: string | null; ended_at: string | null; on_the_way: number; version: number; lines: readonly TransferLine[] };

export type Promotion = { id: string; name: string; account_id: string; variant_id: string; title: string; sku: string; place_id: string; count: number; left: number; from_at: string; until_at: string; state: 'planned' | 'running' | 'over'; short: number; version: number };
export type PromotionWanted = { name: string; account_id: string; place_id: string | null; lines: readonly { sku: string; count: number }[]; from_at: string; until_at: string };

export type WaitsWhy = 'reading' | 'differ' | 'not_there' | '';
/** `count`: in an answer, with so many it begins. */
export type Waiting = { variant_id: string; product_id: string; title: string; sku: string; why: WaitsWhy; shops: readonly { account_id: string; quantity: number | null }[]; count: number | null };
export type OpeningRule = 'shop' | 'lowest' | 'count';
export type OpeningWanted = {
  rule: OpeningRule;
  account_id?: string;
  counts?: readonly { variant_id: string; count: number; basis: 'available' | 'on_hand' }[];
  variant_ids?: readonly string[];
  preview: boolean;
};
export type Opened = { count: number; left: number; items: readonly Waiting[]; findings: readonly LineFinding[] };

export type ChannelSettings = {
  rhythm: Rhythm;
  places: readonly string[];
  supplied: boolean;
  keep_percent: string;
  keep_count: number;
  show_max: number | null;
  safety: boolean;
  oversell_minor: number | null;
  oversell_currency: string | null;
  when_out: 'zero' | 'hide';
};
export type Channel = ChannelSettings & {
  account_id: string;
  name: string;
  platform: string;
  state: ChannelState;
  held_why: string;
  waiting: number;
  differing: number;
  pushed_at: string | null;
  p50_ms: number | null;
  p99_ms: number | null;
  version: number;
};
export type Sync = { id: string; at: string; why: string; compared: number; differing: number; set_id: string | null };
export type Latency = {
  buckets: readonly { up_to_ms: number | null; count: number }[];
  p50_ms: number | null;
  p99_ms: number | null;
  slowest: readonly { variant_id: string; title: string; ms: number; at: string }[];
};
export type RemotePlace = { remote_id: string; name: string; active: boolean; place_id: string | null };

export type Alert = { variant_id: string; title: string; sku: string; level: 'fine' | 'low' | 'out'; level_at: string | null; available: number; low_at: number; per_day: string; lasts_days: number | null };
export type Settings = { low_at: number; opening: 'ask' | 'lowest' | 'shop'; opening_account_id: string | null; version: number };
