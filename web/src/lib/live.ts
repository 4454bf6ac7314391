// One stream of server-sent events that comes back by itself and says how it is.

export type Live = {
  /** `late`: connected, but silent for longer than the server is ever silent. */
  phase: 'connecting' | 'live' | 'late' | 'offline';
  /** When the phase began, in milliseconds of this browser's clock. */
  since: number;
  nextTryAt: number | null;
};

export type Stream = {
  subscribe: (listener: () => void) => () => void;
  snapshot: () => Live;
  tryNow: () => void;
};

const LATE_AFTER_MS = 6_000;
const LOST_AFTER_MS = 15_000;
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000] as const;

type Source = {
  addEventListener: (type: string, listener: (event: Event) => void) => void;
  close: () => void;
};

/**
 * A stream that is open while somebody subscribes; `onData` gets the text of every such event.
 *
 * The browser's own reconnecting gives up after an HTTP error and does not say when it tries
 * again, so the stream is opened anew here. Every event carries the whole state: a gap loses nothing.
 */
export function openStream(
  url: string,
  event: string,
  onData: (data: string) => void,
  open: (url: string) => Source = (address) => new EventSource(address),
): Stream {
  const listeners = new Set<() => void>();
  let state: Live = { phase: 'connecting', since: Date.now(), nextTryAt: null };
  let source: Source | null = null;
  let failures = 0;
  let timers: ReturnType<typeof setTimeout>[] = [];

  function become(phase: Live['phase'], nextTryAt: number | null = null): void {
    const since = phase === state.phase ? state.since : Date.now();
    state = { phase, since, nextTryAt };
    for (const listener of listeners) listener();
  }

  function stop(): void {
    for (const timer of timers) clearTimeout(timer);
    timers = [];
    source?.close();
    source = null;
  }

  function connect(): void {
    stop();
    const opened = open(url);
    source = opened;
    // An old source may still speak after it was replaced; only the current one counts.
    opened.addEventListener(event, (message) => {
      if (opened !== source) return;
      failures = 0;
      become('live');
      watch();
      onData((message as MessageEvent<string>).data);
    });
    opened.addEventListener('error', () => {
      if (opened === source) lose();
    });
    watch();
  }

  function watch(): void {
    for (const timer of timers) clearTimeout(timer);
    timers = [
      setTimeout(() => state.phase === 'live' && become('late'), LATE_AFTER_MS),
      setTimeout(lose, LOST_AFTER_MS),
    ];
  }

  function lose(): void {
    stop();
    const wait = WAITS_MS[Math.min(failures, WAITS_MS.length - 1)] ?? WAITS_MS[0];
    failures += 1;
    become('offline', Date.now() + wait);
    timers = [setTimeout(connect, wait)];
  }

  function tryNow(): void {
    failures = 0;
    become(state.phase);
    connect();
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) connect();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    snapshot: () => state,
    tryNow,
  };
}
