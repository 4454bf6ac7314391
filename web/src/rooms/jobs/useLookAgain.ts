import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { JOBS } from './api.ts';

const BUSY_EVERY_MS = 2_000;
const QUIET_EVERY_MS = 10_000;

/** Progress is no event, and a job that ends well makes none: one looks again while the page is seen. */
export function useLookAgain(busy: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    const timer = setInterval(
      () => {
        if (document.visibilityState === 'visible') void client.invalidateQueries({ queryKey: JOBS });
      },
      busy ? BUSY_EVERY_MS : QUIET_EVERY_MS,
    );
    return () => clearInterval(timer);
  }, [busy, client]);
}
