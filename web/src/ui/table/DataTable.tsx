import { type ReactNode, useEffect, useRef } from 'react';
import { useAddress } from '../../lib/address.ts';
import { number } from '../../lib/number.ts';
import { ErrorState } from '../ErrorState.tsx';
import { Loading } from '../Loading.tsx';
import { Bulk, type BulkAct } from './Bulk.tsx';
import type { Column } from './columns.ts';
import classes from './DataTable.module.css';
import { FilterBar } from './FilterBar.tsx';
import { chips, type Filter, type View, without } from './filters.ts';
import { Grid } from './Grid.tsx';
import { NoMatch } from './NoMatch.tsx';
import { readSelection } from './selection.ts';
import { text } from './text.ts';
import type { Rows } from './useRows.ts';
import { Views } from './Views.tsx';

export type TableProps<Row> = {
  /** What it lists; also the name under which a person's views are kept. */
  label: string;
  name: string;
  rows: Rows<Row>;
  columns: readonly Column<Row>[];
  /** What a row is called, for those who select it by ear. */
  nameOf: (row: Row) => string;
  /** Where a row leads; `onOpen` opens it in place instead. */
  to?: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** What a row shows below itself when it is opened in place; which one is open stands in the address. */
  detail?: (row: Row) => ReactNode;
  filters?: readonly Filter[];
  views?: readonly View[];
  /** At most five verbs; each ends in a preview or an undo. Without any there is nothing to select. */
  bulk?: readonly BulkAct[];
  /** What will come here and the one thing that brings it. */
  empty: ReactNode;
  /** Rows of two lines. */
  tall?: boolean;
  /** A row that stands out, such as one's own. */
  end?: ReactNode;
};

/** A server-paged, virtual list; filters, views, sorting and selection stand in the address. */
export function DataTable<Row>(props: TableProps<Row>) {
  const { label, rows, filters = [], views, bulk = [], name } = props;
  const { search, change } = useAddress();
  const frame = useRef<HTMLElement>(null);
  const shown = chips(search, filters);
  useHold(frame, rows.hold);

  return (
    <section className={`card ${classes.card}`} aria-label={label} ref={frame}>
      {views && <Views name={name} views={views} />}
      {(filters.length > 0 || props.end) && <FilterBar filters={filters} chips={shown} end={props.end} />}
      <Body {...props} noMatch={shown.length > 0 && <NoMatch count={shown.length} onClear={() => change(without(filters))} />} />
      {rows.fresh > 0 && (
        <button type="button" className={classes.fresh} onClick={rows.showFresh}>{text.fresh(rows.fresh)}</button>
      )}
      {bulk.length > 0 && <Bulk acts={bulk} selection={readSelection(search)} />}
    </section>
  );
}

function Body<Row>(props: TableProps<Row> & { noMatch: ReactNode }) {
  const { rows, empty, noMatch } = props;
  if (rows.loading) return <Loading rows={8} />;
  if (rows.error && rows.rows.length === 0) return <ErrorState error={rows.error} retry={rows.retry} />;
  if (rows.rows.length === 0) return noMatch || empty;
  return (
    <>
      <Grid {...props} />
      <Foot rows={rows} />
    </>
  );
}

function Foot<Row>({ rows }: { rows: Rows<Row> }) {
  const count = number(rows.rows.length);
  return (
    <div className={classes.foot}>
      <span role="status">{rows.hasMore ? text.shown(count) : text.all(count)}</span>
      {rows.moreError && (
        <>
          <span className="bad">{text.moreFailed}</span>
          <button type="button" className="link" onClick={rows.more}>{text.again}</button>
        </>
      )}
    </div>
  );
}

/** New rows wait while somebody points or types in the list, or has moved down in it. */
function useHold(frame: React.RefObject<HTMLElement | null>, hold: (busy: boolean) => void): void {
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const look = () => {
      const scrolled = (element.querySelector('[data-scroll]')?.scrollTop ?? 0) > 0;
      hold(scrolled || element.matches(':hover') || element.contains(document.activeElement));
    };
    const names = ['pointerenter', 'pointerleave', 'focusin', 'focusout', 'scroll'];
    for (const one of names) element.addEventListener(one, look, { capture: true, passive: true });
    return () => {
      for (const one of names) element.removeEventListener(one, look, { capture: true });
    };
  });
}
