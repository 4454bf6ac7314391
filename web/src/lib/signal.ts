import { useSyncExternalStore } from 'react';

/** One value that lives outside React and tells whoever shows it. */
export type Signal<T> = { get: () => T; set: (next: T) => void; subscribe: (listener: () => void) => () => void };

export function signal<T>(first: T): Signal<T> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useSignal<T>(source: Signal<T>): T {
  return useSyncExternalStore(source.subscribe, source.get);
}
