// One clock for everything that shows an age: a page with a hundred of them has one timer.
import { useSyncExternalStore } from 'react';

const TICK_MS = 1000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function read(): number {
  // Where nothing ticks it is read anew, but stays the same within one drawing.
  if (timer === undefined && Math.abs(Date.now() - now) >= TICK_MS) now = Date.now();
  return now;
}

/** The instant, once a second, for ages that must not stand still. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read);
}

/** Words that depend on the instant; drawn anew only when they change. */
export function useWords(say: (now: Date) => string): string {
  return useSyncExternalStore(subscribe, () => say(new Date(read())));
}
