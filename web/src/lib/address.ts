// The part of the address after `?`: filters, sorting, selection. Back and a copied link work.
import { useNavigate, useParams, useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';

export type Search = Readonly<Record<string, string | readonly string[]>>;
export type SearchPatch = Record<string, string | readonly string[] | null>;

export function parseSearch(text: string): Search {
  const found: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = found[name];
    found[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return found;
}

export function writeSearch(search: Record<string, unknown>): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') words.append(name, String(one));
    }
  }
  return words.size > 0 ? `?${words}` : '';
}

export function patched(search: Search, patch: SearchPatch): Search {
  const next = Object.fromEntries(Object.entries(search).filter(([name]) => !(name in patch)));
  for (const [name, value] of Object.entries(patch)) {
    if (value !== null && value !== '' && value.length > 0) next[name] = value;
  }
  return next;
}

export function wordOf(search: Search, name: string): string {
  const value = search[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}

export function wordsOf(search: Search, name: string): readonly string[] {
  const value = search[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

export function useAddress(): { search: Search; change: (patch: SearchPatch, how?: { replace?: boolean }) => void } {
  const search = useRouterState({ select: (state) => state.location.search as Search });
  const router = useRouter();
  const navigate = useNavigate();
  const change = useCallback(
    (patch: SearchPatch, { replace = true } = {}) => {
      const now = router.state.location.search as Search;
      void navigate({ to: '.', search: patched(now, patch) as never, replace, resetScroll: false });
    },
    [navigate, router],
  );
  return { search, change };
}

/** The filled places of the path, such as `id` of `/people/$id`. */
export function usePlaces(): Readonly<Record<string, string>> {
  return useParams({ strict: false });
}

/** Goes to a path of ours, given with everything behind it. */
export function useGo(): (to: string, how?: { replace?: boolean }) => void {
  const router = useRouter();
  return useCallback(
    (to: string, { replace = false } = {}) => {
      if (replace) router.history.replace(to);
      else router.history.push(to);
    },
    [router],
  );
}

/** A path of ours, or the first page: an address elsewhere is not followed. */
export function safeNext(next: string): string {
  return /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : '/';
}
