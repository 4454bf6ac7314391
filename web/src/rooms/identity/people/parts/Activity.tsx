import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Empty } from '../../../../ui/Empty.tsx';
import { ErrorState } from '../../../../ui/ErrorState.tsx';
import { Loading } from '../../../../ui/Loading.tsx';
import { Time } from '../../../../ui/Time.tsx';
import { readDoings } from '../api.ts';
import { text } from '../text.ts';
import classes from './Activity.module.css';

const PAGE = 50;

type Props = { personId: string; own: boolean };

/** What one person did, as sentences. */
export function Activity({ personId, own }: Props) {
  const doings = useInfiniteQuery({
    queryKey: ['identity', 'member', 'activity', personId],
    queryFn: ({ pageParam, signal }) => readDoings(personId, own, { limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  if (doings.error) return <ErrorState error={doings.error} retry={() => void doings.refetch()} />;
  if (!doings.data) return <Loading rows={6} />;
  const events = doings.data.pages.flatMap((page) => page.items);
  if (events.length === 0) return <Empty title={text.noActivity} more={text.noActivityMore} />;
  return (
    <>
      <ol className={classes.list}>
        {events.map((event) => (
          <li key={event.position}>
            <span lang="en">{event.sentence}</span>
            <span className="faint"><Time at={event.recorded_at} as="exact" /></span>
          </li>
        ))}
      </ol>
      {doings.hasNextPage && (
        <div className={classes.foot}>
          <Button loading={doings.isFetchingNextPage} onClick={() => void doings.fetchNextPage()}>{text.older}</Button>
        </div>
      )}
    </>
  );
}
