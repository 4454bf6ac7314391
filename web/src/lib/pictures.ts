// Pictures that are kept here, by the hash of their bytes.
import { queryOptions } from '@tanstack/react-query';
import { ask } from './http.ts';

export const bytesQuery = (digest: string, size: number) =>
  queryOptions({
    queryKey: ['catalog', 'bytes', digest, size],
    // What a hash names never changes.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Blob> => (await ask('GET', `/api/catalog/media/${digest}`, { query: { size }, asFile: true, signal })).body as Blob,
  });
