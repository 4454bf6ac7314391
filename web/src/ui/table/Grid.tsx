import { useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useAddress, wordOf } from '../../lib/address.ts';
import { useLatest } from '../../lib/useLatest.ts';
import { useMatch, PHONE } from '../../lib/useMatch.ts';
import { compactRows } from '../../lib/wishes.ts';
import { useSignal } from '../../lib/signal.ts';
import { phonePlaces } from './columns.ts';
import { Detail } from './Detail.tsx';
import classes from './DataTable.module.css';
import type { TableProps } from './DataTable.tsx';
import { Head } from './Head.tsx';
import { isSelected, readSelection } from './selection.ts';
import { type RowActs, TableRow } from './TableRow.tsx';
import { useRowKeys } from './useRowKeys.ts';
import type { Rows } from './useRows.ts';
import { useSelecting } from './useSelecting.ts';

const HEIGHTS = { phone: 62, tall: 54, usual: 38, compact: 32 };
const AHEAD = 300;
const OVERSCAN = 20;

export function Grid<Row>(props: TableProps<Row>) {
  const { rows, columns, bulk = [], to, detail, tall = false, label } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { search, change } = useAddress();
  const phone = useMatch(PHONE);
  const compact = useSignal(compactRows);
  const height = phone ? HEIGHTS.phone : tall ? HEIGHTS.tall : compact ? HEIGHTS.compact : HEIGHTS.usual;
  const { virtual, items } = useVirtualRows(rows, scroller, height);
  const count = rows.rows.length;

  const opened = detail ? wordOf(search, 'open') : '';
  const toggle = (row: Row) => change({ open: rows.id(row) === opened ? null : rows.id(row) });
  const onOpen = detail ? toggle : props.onOpen;
  const selectable = bulk.length > 0;
  const selection = readSelection(search);
  const { rows: shown, id: idOf } = rows;
  // Drawn at every step of scrolling, so what goes through all rows is worked out once.
  const ids = useMemo(() => shown.map(idOf), [shown, idOf]);
  const select = useSelecting(ids);
  const keys = useRowKeys({ rows: rows.rows, id: rows.id, to, onOpen, virtual, ...(selectable && { select }) });
  const acts = useLatest<RowActs<Row>>({ open: onOpen, select: select.toggle, stand: keys.setCurrent });
  const places = useMemo(() => phonePlaces(columns), [columns]);
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);

  return (
    // A region that scrolls is reached by the keyboard too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} ref={scroller} data-scroll role="group" aria-label={label} tabIndex={0}>
      <table
        className={`${classes.table} ${rows.stale ? classes.stale : ''} ${tall ? classes.tall : compact ? classes.compact : ''}`}
        aria-rowcount={rows.hasMore ? -1 : count + 1}
        aria-busy={rows.stale}
      >
        <Head columns={columns} selectable={selectable} select={select} shownIds={ids} selection={selection} />
        <tbody>
          <Space height={above} />
          {items.map((item) => {
            const row = rows.rows[item.index];
            if (row === undefined) return null;
            const id = rows.id(row);
            return (
              <Fragment key={id}>
                <TableRow
                  row={row}
                  id={id}
                  index={item.index}
                  columns={columns}
                  places={places}
                  name={props.nameOf(row)}
                  to={to?.(row)}
                  opens={onOpen !== undefined}
                  expanded={detail && id === opened}
                  selectable={selectable}
                  selected={selectable && isSelected(selection, id)}
                  current={keys.current === id}
                  acts={acts}
                />
                {detail && id === opened && (
                  <Detail columns={columns.length + Number(selectable)} onSize={(own) => virtual.resizeItem(item.index, height + own)}>
                    {detail(row)}
                  </Detail>
                )}
              </Fragment>
            );
          })}
          <Space height={below} />
        </tbody>
      </table>
    </div>
  );
}

function useVirtualRows<Row>(rows: Rows<Row>, scroller: React.RefObject<HTMLDivElement | null>, height: number) {
  const { hasMore, more } = rows;
  const count = rows.rows.length;
  // Another function means measuring all rows again, so it stays the same while they do.
  const { rows: all, id } = rows;
  const getItemKey = useCallback((index: number) => (all[index] === undefined ? index : id(all[index])), [all, id]);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    // What was measured belongs to the row, not to its place.
    getItemKey,
    overscan: OVERSCAN,
    // Before the first measuring, and where nothing is measured.
    initialRect: { width: 1000, height: 800 },
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  const items = virtual.getVirtualItems();
  const near = (items.at(-1)?.index ?? 0) > count - AHEAD;
  useEffect(() => {
    if (hasMore && near) more();
    // oxlint-disable-next-line react/exhaustive-deps -- asked once each time the end comes near
  }, [hasMore, near, count]);
  return { virtual, items };
}

/** The rows that are not drawn, as one empty row of their height. */
function Space({ height }: { height: number }) {
  const ref = useRef<HTMLTableRowElement>(null);
  useLayoutEffect(() => ref.current?.style.setProperty('height', `${height}px`), [height]);
  return <tr ref={ref} aria-hidden="true" className={classes.space} />;
}
