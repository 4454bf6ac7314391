import { useSyncExternalStore } from 'react';

/** Whether the window is like that; told anew when it changes. */
export function useMatch(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}

export const PHONE = '(max-width: 767px)';
