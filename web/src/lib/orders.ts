// Orders, as far as several rooms speak of them: how many stand still until somebody answers.
import { queryOptions } from '@tanstack/react-query';
import { api } from './api.ts';

const COUNTED_MAX = 200;

/** What keeps an order from going its way is news of its own. */
export const TROUBLES = ['orders', 'exception'] as const;

/** Open exceptions; more than a page of them are not counted. */
export const readTroubleCount = async (signal: AbortSignal): Promise<number> =>
  (await api.get('/api/orders/exceptions', { query: { state: 'open', limit: COUNTED_MAX }, signal })).items.length;

export const troubleCountQuery = queryOptions({ queryKey: [...TROUBLES, 'count'], queryFn: ({ signal }) => readTroubleCount(signal) });
