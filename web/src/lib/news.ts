// What the stream of the workspace says, turned into questions that are asked again.
import type { QueryClient } from '@tanstack/react-query';
import { openStream, type Stream } from './live.ts';
import { workspaceId } from './place.ts';
import { openFetchSource } from './stream.ts';

export const NEWS_URL = '/api/live';
// The server is never silent for longer than 15 s.
const PATIENCE = { late_ms: 20_000, lost_ms: 40_000 };
const GATHER_MS = 250;
const RESET = 'reset';

export type News = { topic: string; id: string | null; version: number | null };
type Listener = (news: News) => void;

const listeners = new Set<Listener>();

/** Hears every piece of news of the workspace that this person may know of. */
export function onNews(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function openNews(client: QueryClient): Stream {
  const due = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  function invalidate(): void {
    timer = null;
    const nouns = [...due];
    due.clear();
    if (nouns.includes(RESET)) return void client.invalidateQueries();
    void client.invalidateQueries({ predicate: ({ queryKey }) => nouns.some((noun) => isAbout(queryKey, noun)) });
  }

  function hear(data: string, event: string): void {
    if (event === 'message') {
      const news = parseNews(data);
      if (!news) return;
      due.add(news.topic.split('.').slice(0, 2).join('.'));
      for (const listener of listeners) listener(news);
    } else if (event === RESET) {
      due.add(RESET);
    }
    if (due.size > 0) timer ??= setTimeout(invalidate, GATHER_MS);
  }

  const open = openFetchSource((): Record<string, string> => {
    const here = workspaceId();
    return here ? { 'Hanse-Workspace': here } : {};
  });
  return openStream(NEWS_URL, ['hello', 'message', 'beat', RESET], hear, open, PATIENCE);
}

/**
 * The key of a question begins with room and noun: `['jobs', 'job', ...]` is about `jobs.job`,
 * `['changes', '*', ...]` about every noun of changes.
 */
export function isAbout(key: readonly unknown[], noun: string): boolean {
  const [room, which] = key.map(String);
  return `${room}.${which}` === noun || (which === '*' && noun.startsWith(`${room}.`));
}

export function parseNews(data: string): News | null {
  try {
    const found = JSON.parse(data) as Partial<News>;
    if (typeof found.topic !== 'string') return null;
    return { topic: found.topic, id: found.id ?? null, version: found.version ?? null };
  } catch {
    return null;
  }
}
