import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Live, openStream } from '../../lib/live.ts';
import { LIVE_URL, parsePulse, PULSE, type Ready, readReady, readSystem, type System } from './api.ts';

const CHECKS_EVERY_MS = 10_000;
const SYSTEM = ['system'];
const READY = ['ready'];

export type Running = {
  system: System | undefined;
  /** When `system` was heard, in milliseconds of this browser's clock; 0 if never. */
  heardAt: number;
  /** When anything on the page was read last. */
  readAt: number;
  ready: Ready | undefined;
  error: Error | null;
  readyError: Error | null;
  live: Live;
  tryNow: () => void;
};

/** Asks once, then listens; the checks are asked again every 10 seconds. */
export function useRunning(): Running {
  const client = useQueryClient();
  const [stream] = useState(() => openStream(LIVE_URL, PULSE, hear));
  const live = useSyncExternalStore(stream.subscribe, stream.snapshot);
  const system = useQuery({ queryKey: SYSTEM, queryFn: ({ signal }) => readSystem(signal) });
  const ready = useQuery({
    queryKey: READY,
    queryFn: ({ signal }) => readReady(signal),
    refetchInterval: CHECKS_EVERY_MS,
  });

  useEffect(() => {
    window.addEventListener('online', stream.tryNow);
    return () => window.removeEventListener('online', stream.tryNow);
  }, [stream]);

  function hear(data: string): void {
    try {
      client.setQueryData(SYSTEM, parsePulse(data));
    } catch {
      // Asking the slow way ends in the same fault, and that one is shown.
      void client.invalidateQueries({ queryKey: SYSTEM });
    }
  }

  return {
    system: system.data,
    heardAt: system.dataUpdatedAt,
    readAt: Math.max(system.dataUpdatedAt, ready.dataUpdatedAt),
    ready: ready.data,
    error: system.error,
    readyError: ready.error,
    live,
    tryNow() {
      stream.tryNow();
      void client.invalidateQueries({ queryKey: READY });
      void client.invalidateQueries({ queryKey: SYSTEM });
    },
  };
}
