import { skipToken, useQuery } from '@tanstack/react-query';
import type { Count, Entry } from '../../lib/room.ts';

/** Work for this person behind an entry; null where nothing is counted or nothing waits. */
export function useCount({ to, count }: Entry): Count | null {
  const { data } = useQuery({
    queryKey: count?.key ?? ['entry', 'count', to],
    queryFn: count ? ({ signal }) => count.read(signal) : skipToken,
  });
  return data && data.value > 0 ? data : null;
}
