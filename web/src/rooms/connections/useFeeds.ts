import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../lib/me.ts';
import { useLookAgain } from '../../lib/useLookAgain.ts';
import { FEEDS, feedsQuery } from './api.ts';
import { isPulling } from './model.ts';

// Rows that have been read are no event: while something is read, one looks often.
const PULLING_EVERY_MS = 2_000;
const QUIET_EVERY_MS = 15_000;

export function useFeeds(account: string) {
  const may = useMay()('mirror.pull.read');
  const found = useQuery({ ...feedsQuery(account), enabled: may });
  const pulling = isPulling(found.data ?? []);
  useLookAgain([...FEEDS, account], may ? (pulling ? PULLING_EVERY_MS : QUIET_EVERY_MS) : null);
  return { ...found, may };
}
