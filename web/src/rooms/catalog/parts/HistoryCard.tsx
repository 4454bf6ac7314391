import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { DifferenceList } from '../../../ui/change/DifferenceList.tsx';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Time } from '../../../ui/Time.tsx';
import { type Line, PRODUCTS, readHistory } from '../api.ts';
import { fieldName, text } from '../productText.ts';
import classes from './catalog.module.css';

/** Every field with who changed it, when, and what it was. */
export function HistoryCard({ id, version }: { id: string; version: number }) {
  const { data, error, refetch, fetchNextPage, hasNextPage } = useInfiniteQuery({
    queryKey: [...PRODUCTS, 'history', id, version],
    queryFn: ({ pageParam, signal }) => readHistory(id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const lines = data?.pages.flatMap((page) => page.items);
  return (
    <Card title={text.history}>
      {!lines ? (error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading rows={3} />) : (
        <>
          {/* oxlint-disable-next-line react/no-array-index-key -- lines are never moved */}
          <ul>{lines.map((line, at) => <li key={`${line.at} ${at}`} className={classes.line}><Told line={line} /></li>)}</ul>
          {lines.length === 0 && <p className={classes.none}>{text.noHistory}</p>}
          {hasNextPage && <div className={classes.foot}><Button size="xs" onClick={() => void fetchNextPage()}>{text.more}</Button></div>}
        </>
      )}
    </Card>
  );
}

function Told({ line }: { line: Line }) {
  const fields = Object.keys(line.after);
  return (
    <>
      <p><bdi>{line.sentence}</bdi> <span className="faint nowrap"><Time at={line.at} /></span></p>
      {fields.length > 0 && <DifferenceList differences={fields.map((field) => ({ field: fieldName(field), before: line.before[field], after: line.after[field] }))} />}
    </>
  );
}
