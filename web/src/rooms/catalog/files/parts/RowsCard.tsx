import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { number } from '../../../../lib/number.ts';
import { Card } from '../../../../ui/Card.tsx';
import { ErrorState } from '../../../../ui/ErrorState.tsx';
import { Loading } from '../../../../ui/Loading.tsx';
import { Segments } from '../../../../ui/Segments.tsx';
import { State } from '../../../../ui/State.tsx';
import { readRows, type TableRow, TABLES, type WholeTable } from '../api.ts';
import classes from '../files.module.css';
import { ROW_STATES } from '../model.ts';
import { text } from '../text.ts';

const PAGE = 50;
const ORDER = ['refused', 'moved', 'ready', 'changed', 'made', 'same'];

/** Rows as a spreadsheet counts them; first those that cannot be. */
export function RowsCard({ table }: { table: WholeTable }) {
  const states = ORDER.filter((state) => (table.counts[state] ?? 0) > 0);
  const [chosen, setChosen] = useState('');
  const state = states.includes(chosen) ? chosen : (states[0] ?? '');
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery({
    queryKey: [...TABLES, table.id, 'rows', state, table.version],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => readRows(table.id, { state: state || null, limit: PAGE, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
  });
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Card title={text.rows}>
      {states.length > 1 && (
        <div className={classes.filters}>
          <Segments label={text.rowsLabel} value={state} onChange={setChosen} choices={states.map((value) => ({ value, label: `${text.states[value] ?? value} ${number(table.counts[value] ?? 0)}` }))} />
        </div>
      )}
      {isPending && <Loading rows={4} />}
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!isPending && !error && rows.length === 0 && <p className={`muted ${classes.none}`}>{text.noRows}</p>}
      <ol className={classes.rows} aria-label={text.rowsLabel}>{rows.map((row) => <Row key={row.number} row={row} />)}</ol>
      {hasNextPage && <div className={classes.more}><Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{text.more}</Button></div>}
    </Card>
  );
}

function Row({ row }: { row: TableRow }) {
  return (
    <li>
      <b>{text.row(number(row.number))}</b>
      <div className={classes.words}>
        <State name={ROW_STATES[row.state] ?? 'unknown'} />
        {row.findings.map((finding) => (
          <p key={`${finding.field} ${finding.code} ${finding.sentence}`}>
            {finding.field && <b>{text.fields[finding.field] ?? finding.field}: </b>}
            <span lang="en">{finding.sentence}<small>{finding.next_step}</small></span>
          </p>
        ))}
        {row.findings.length === 0 && row.edits.length > 0 && <p className="muted">{row.edits.map((field) => text.fields[field] ?? field).join(', ')}</p>}
      </div>
    </li>
  );
}
