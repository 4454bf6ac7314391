import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Where something changes without an event: asked again while the page is seen. Null: not now. */
export function useLookAgain(key: readonly unknown[], every_ms: number | null): void {
  const client = useQueryClient();
  const words = JSON.stringify(key);
  useEffect(() => {
    if (every_ms === null) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void client.invalidateQueries({ queryKey: JSON.parse(words) as unknown[] });
    }, every_ms);
    return () => clearInterval(timer);
  }, [client, every_ms, words]);
}
