import { when } from '../../lib/time.ts';
import { useNow } from '../../lib/useNow.ts';

/** How an instant reads now. */
export function useWhen(): (at: Date) => string {
  const now = new Date(useNow());
  return (at) => when(at, now);
}
