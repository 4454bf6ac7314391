// Settings as a file: out, looked at, in, and taken back.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';
import { ask } from '../../lib/http.ts';

export type Preview = Schemas['ConfigPreviewOut'];
export type Part = Schemas['ConfigPartOut'];
export type Change = Schemas['MovedOut'];
export type Import = Schemas['ConfigImportOut'];
export type Whole = Schemas['ImportWholeOut'];
export type Left = Schemas['LeftAloneOut'];

export const IMPORTS = ['config', 'import'] as const;

export const exportFile = () => api.get('/api/config/export', { timeout_s: 60 });

/** The file goes as it is written: what is wrong in it is seen by the server alone. */
export const look = async (json: string): Promise<Preview> =>
  (await ask('POST', '/api/config/preview', { json, timeout_s: 60 })).body as Preview;

export const bring = async (json: string, preview: string): Promise<Import | null> => {
  const answer = await ask('POST', '/api/config/import', { json, query: { preview }, timeout_s: 60 });
  return (answer.body as Schemas['ConfigImportedOut']).import;
};

export const readImports = (query: { limit: number; cursor: string | null }, signal?: AbortSignal) =>
  api.get('/api/config/imports', { query, signal });

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: [...IMPORTS, id],
    queryFn: ({ signal }) => api.get('/api/config/imports/{id}', { path: { id }, signal }),
  });

export const undo = (id: string) => api.post('/api/config/imports/{id}/undo', { path: { id }, timeout_s: 60 });
