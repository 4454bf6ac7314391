// What was earned, the entries that it is made of, and statements of months.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';
import { ask } from '../../lib/http.ts';

export type Earnings = Schemas['EarningsOut'];
export type Total = Schemas['EarningTotalOut'];
export type Entry = Schemas['EarningEntryOut'];
export type Side = Schemas['EarningSideOut'];
export type Month = Schemas['StatementMonthOut'];
export type Share = Schemas['EarningShareOut'];

// The log tells of `billing.earnings`: all of these are asked again then.
export const EARNINGS = ['billing', 'earnings'] as const;
const FILE_S = 60;

export type Days = { since: string; until: string };
type Paging = { limit: number; cursor: string | null };

export const earningsQuery = (days: Days) => queryOptions({ queryKey: [...EARNINGS, 'days', days.since], queryFn: ({ signal }) => api.get('/api/billing/earnings', { query: days, signal }) });
export const monthsQuery = queryOptions({ queryKey: [...EARNINGS, 'months'], queryFn: async ({ signal }) => (await api.get('/api/billing/statements', { signal })).months });
export const sharesQuery = queryOptions({ queryKey: ['billing', 'share'], queryFn: ({ signal }) => api.get('/api/billing/shares', { signal }) });
export const readEntries = (days: Days, account: string, paging: Paging, signal?: AbortSignal) => api.get('/api/billing/entries', { query: { ...days, ...(account && { account }), ...paging }, signal });

/** The bytes of a statement. */
export const statementFile = async (month: string, form: 'csv' | 'pdf', language: string) =>
  (await ask('GET', `/api/billing/statements.${form}`, { query: { month, ...(form === 'pdf' && { language }) }, asFile: true, timeout_s: FILE_S })).body as Blob;
