// What the service worker keeps, and under which name. Pure.

export const SEEN_AT = 'hanse-seen-at';
export const SEEN_MAX = 150;
export const CHARS_MAX = 1_000_000;

// Streams, downloads, and what is secret or opened for a moment only.
const NEVER = /\/(live|export|personal|proof|mails|tokens|question|openapi\.json|docs|welcome)(\/|$)/;
const PROGRAMS = /^\/(api|health|metrics)(\/|$)/;

export type Kind = 'page' | 'asset' | 'list' | 'other';

export function kindOf(method: string, mode: string, path: string): Kind {
  if (method !== 'GET') return 'other';
  if (path.startsWith('/assets/')) return 'asset';
  if (PROGRAMS.test(path)) return path.startsWith('/api/') && !NEVER.test(path) ? 'list' : 'other';
  return mode === 'navigate' ? 'page' : 'other';
}

/** One workspace does not see what was read in another. */
export function nameOf(url: string, workspace: string): string {
  const name = new URL(url);
  name.searchParams.set('hanse-workspace', workspace);
  return name.href;
}

/** The oldest beyond the limit. */
export function tooMany<T>(keys: readonly T[]): readonly T[] {
  return keys.slice(0, Math.max(0, keys.length - SEEN_MAX));
}
