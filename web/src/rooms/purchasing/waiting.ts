// How many supplier orders wait for a person, for the entry of the room.
import { api } from '../../lib/api.ts';
import type { Entry } from '../../lib/room.ts';

const DECIDE = new Set(['asking', 'unsure', 'unpaid']);

export const waitingCount: NonNullable<Entry['count']> = {
  key: ['purchasing', 'order', 'waits'],
  read: async (signal) => {
    const { columns } = await api.get('/api/purchasing/orders/board', { query: { each: 0 }, signal });
    return { value: columns.reduce((sum, { state, count }) => sum + (DECIDE.has(state) ? count : 0), 0), decide: true };
  },
};
