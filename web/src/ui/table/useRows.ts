import { keepPreviousData, skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Search, useAddress } from '../../lib/address.ts';
import { filtersOf } from './filters.ts';
import { first, inPlace, longer, type Page, renewed, type Shown, unseen } from './rows.ts';

const FIRST_PAGE = 100;
const LATER_PAGE = 200;
const KEPT_MS = 5 * 60_000;

export type Asked = { search: Search; limit: number; cursor: string | null; signal: AbortSignal | undefined };

type Options<Row> = {
  /** Begins with room and noun, so that their news ask again. */
  key: readonly [room: string, noun: string, ...more: unknown[]];
  /** One page; `search` holds filters and sorting, without the selection. */
  read: (asked: Asked) => Promise<Page<Row>>;
  id: (row: Row) => string;
  /** How many rows are asked for first. */
  page?: number;
};

export type Rows<Row> = {
  rows: readonly Row[];
  id: (row: Row) => string;
  /** Nothing has been read yet. */
  loading: boolean;
  /** Other rows are shown while these are read. */
  stale: boolean;
  error: Error | null;
  retry: () => void;
  hasMore: boolean;
  more: () => void;
  moreError: Error | null;
  /** New rows that wait, so that nothing moves under the pointer. */
  fresh: number;
  showFresh: () => void;
  /** The table says whether somebody is in it. */
  hold: (busy: boolean) => void;
};

export function useRows<Row>({ key, read, id, page = FIRST_PAGE }: Options<Row>): Rows<Row> {
  const client = useQueryClient();
  const { search: all } = useAddress();
  const search = filtersOf(all);
  const words = JSON.stringify(search);
  const shownKey = [...key, 'shown', words];
  const busy = useRef(false);
  const reading = useRef(false);
  const arrivedOnce = useRef(false);
  const [fresh, setFresh] = useState(0);
  const [moreError, setMoreError] = useState<Error | null>(null);

  const head = useQuery({
    queryKey: [...key, 'rows', words],
    queryFn: ({ signal }) => read({ search, limit: page, cursor: null, signal }),
    placeholderData: keepPreviousData,
  });
  // No question of its own: it holds what is shown, further pages included, also while one is elsewhere.
  const { data: shown } = useQuery<Shown<Row>>({ queryKey: shownKey, queryFn: skipToken, gcTime: KEPT_MS });

  const show = (next: Shown<Row>) => client.setQueryData<Shown<Row>>(shownKey, next);

  const arrived = head.isPlaceholderData ? undefined : head.data;
  useEffect(() => {
    if (!arrived) return;
    const before = client.getQueryData<Shown<Row>>(shownKey);
    // Whoever opens the page wants it as it is now, not as it was when it was last open.
    const waits = before !== undefined && busy.current && arrivedOnce.current ? unseen(before, arrived, id) : 0;
    setFresh(waits);
    if (!before) show(first(arrived));
    else show(waits > 0 ? inPlace(before, arrived, id) : renewed(before, arrived, id));
    // oxlint-disable-next-line react/exhaustive-deps -- what arrived is what this is about
  }, [arrived, words]);
  useEffect(() => {
    if (head.isFetchedAfterMount) arrivedOnce.current = true;
  }, [head.isFetchedAfterMount]);

  async function readMore(): Promise<void> {
    const before = client.getQueryData<Shown<Row>>(shownKey);
    if (reading.current || !before || before.next === null) return;
    reading.current = true;
    try {
      const following = await read({ search, limit: LATER_PAGE, cursor: before.next, signal: undefined });
      const now = client.getQueryData<Shown<Row>>(shownKey);
      if (now) show(longer(now, following, id));
      setMoreError(null);
    } catch (error) {
      setMoreError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      reading.current = false;
    }
  }

  return {
    rows: shown?.rows ?? head.data?.items ?? [],
    id,
    loading: head.data === undefined && head.error === null,
    stale: head.isPlaceholderData,
    error: head.error,
    retry: () => void head.refetch(),
    hasMore: (shown?.next ?? null) !== null,
    more: () => void readMore(),
    moreError,
    fresh,
    showFresh() {
      const before = client.getQueryData<Shown<Row>>(shownKey);
      if (before && head.data) show(renewed(before, head.data, id));
      setFresh(0);
    },
    hold(next) {
      busy.current = next;
    },
  };
}
