import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { MAILS } from './api.ts';

const EVERY_MS = 5_000;

/** Mails of other workspaces make no news here: one looks again while the page is seen. */
export function useLookAgain(): void {
  const client = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void client.invalidateQueries({ queryKey: MAILS });
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [client]);
}
