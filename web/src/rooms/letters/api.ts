// Letters to buyers, as the server has them.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';

export type Stage = Schemas['Stage'];
export type Teller = Schemas['Teller'];
export type Settings = Schemas['LetterSettingsOut'];
export type Setting = Schemas['LetterSettingOut'];
export type Wanted = Schemas['LetterSettingIn'];
export type Words = Schemas['LetterWordsOut'];
export type Preview = Schemas['LetterPreviewOut'];
export type Stop = Schemas['LetterStopOut'];
export type Language = 'en' | 'id';

export const SETTINGS = ['letters', 'setting'] as const;
export const TEMPLATES = ['letters', 'template'] as const;

export const settingsQuery = queryOptions({
  queryKey: SETTINGS,
  queryFn: ({ signal }): Promise<Settings> => api.get('/api/letters/settings', { signal }),
});

export const templatesQuery = queryOptions({
  queryKey: TEMPLATES,
  queryFn: ({ signal }) => api.get('/api/letters/templates', { signal }),
});

/** Platforms where buyers order; of suppliers nobody does. */
export const sellingQuery = queryOptions({
  queryKey: ['connections', 'platform', 'selling'],
  queryFn: async ({ signal }): Promise<readonly string[]> => {
    const { items } = await api.get('/api/connections/platforms', { signal });
    return items.filter(({ powers }) => powers.some(({ kind, does }) => kind === 'orders' && does === 'read')).map(({ name }) => name);
  },
  staleTime: Infinity,
});

/** Of one shop, or of all without an id. */
export function setSettings(id: string | null, body: Wanted): Promise<Settings> {
  return id ? api.put('/api/letters/settings/{id}', { path: { id }, body }) : api.put('/api/letters/settings', { body });
}

type Place = { stage: Stage; language: Language };

export function setWords({ stage, language }: Place, body: { subject: string; text: string; version: number }): Promise<Words> {
  return api.put('/api/letters/templates/{name}', { path: { name: `${stage}.${language}` }, body });
}

export function restoreWords({ stage, language }: Place, version: number): Promise<Words> {
  return api.delete('/api/letters/templates/{name}', { path: { name: `${stage}.${language}` }, query: { version } });
}

export function preview(place: Place, words: { subject: string; text: string }): Promise<Preview> {
  return api.post('/api/orders/letters/preview', { body: { ...place, ...words } });
}

export function lookAtStop(token: string): Promise<Stop> {
  return api.post('/api/letters/stops/look', { body: { token } });
}

export function setStopped(token: string, stopped: boolean): Promise<Stop> {
  return api.post('/api/letters/stops', { body: { token, stopped } });
}
