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

/** Longer than the server is ever silent, and so long that the line is lost. */
export type Patience = { late_ms: number; lost_ms: number };

const PULSE_PATIENCE: Patience = { late_ms: 6_000, lost_ms: 15_000 };
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000] as const;

export type Source = {
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
  event: string | readonly string[],
  onData: (data: string, event: string) => void,
  open: (url: string) => Source = (address) => new EventSource(address),
  patience: Patience = PULSE_PATIENCE,
): Stream {
  const events = typeof event === 'string' ? [event] : event;
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
    for (const name of events) {
      opened.addEventListener(name, (message) => {
        if (opened !== source) return;
        failures = 0;
        become('live');
        watch();
        onData((message as MessageEvent<string>).data, name);
      });
    }
    opened.addEventListener('error', () => {
      if (opened === source) lose();
    });
    watch();
  }

  function watch(): void {
    for (const timer of timers) clearTimeout(timer);
    timers = [
      setTimeout(() => state.phase === 'live' && become('late'), patience.late_ms),
      setTimeout(lose, patience.lost_ms),
    ];
  }

  function lose(): void {
    stop();
    const wait = WAITS_MS[Math.min(failures, WAITS_MS.length - 1)] ?? WAITS_MS[0];
    failures += 1;
    become('offline', Date.now() + wait);
    timers = [setTimeout(connect, wait)];
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
    tryNow() {
      failures = 0;
      become(state.phase);
      connect();
    },
  };
}
