// The categories and brands of our own, as the catalogue has them.
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import type { Category } from './api.ts';

export const categoriesQuery = queryOptions({
  queryKey: ['catalog', 'category', 'titles'],
  queryFn: async ({ signal }): Promise<readonly Category[]> => {
    const { items } = await api.get('/api/catalog/categories', { signal });
    return items.map((one) => ({ id: one.id, title: one.name }));
  },
  staleTime: 60_000,
});

export const brandsQuery = queryOptions({
  queryKey: ['catalog', 'brand', 'titles'],
  queryFn: async ({ signal }): Promise<readonly Category[]> => {
    const { items } = await api.get('/api/catalog/brands', { signal });
    return items.map((one) => ({ id: one.id, title: one.name }));
  },
  staleTime: 60_000,
});
