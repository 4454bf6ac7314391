// Orders, as far as several rooms speak of them: how many stand still until somebody answers.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from './api.ts';

export type TroubleCounts = Readonly<Partial<Record<Schemas['ExceptionOut']['kind'], number>>>;

/** What keeps an order from going its way is news of its own. */
export const TROUBLES = ['orders', 'exception'] as const;

export const readTroubleCounts = async (signal: AbortSignal): Promise<TroubleCounts> => (await api.get('/api/orders/exceptions/counts', { signal })).counts;

export const troubleCountsQuery = queryOptions({ queryKey: [...TROUBLES, 'counts'], queryFn: ({ signal }) => readTroubleCounts(signal) });

export function sumOfTroubles(counts: TroubleCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
