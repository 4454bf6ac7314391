import { memo, type RefObject, useEffect, useRef } from 'react';
import { Link } from '../Link.tsx';
import { Tick } from '../Tick.tsx';
import { type Column, isRight } from './columns.ts';
import classes from './DataTable.module.css';
import { text } from './text.ts';

/** What can be done with a row; the box stays the same, so that rows are drawn anew only when they change. */
export type RowActs<Row> = {
  open: ((row: Row) => void) | undefined;
  select: (id: string, range: boolean) => void;
  stand: (id: string) => void;
};

type Props<Row> = {
  row: Row;
  id: string;
  index: number;
  columns: readonly Column<Row>[];
  places: ReadonlyMap<string, 'title' | 'end' | 'more'>;
  name: string;
  to: string | undefined;
  /** Whether it opens in place, or in a sheet. */
  opens: boolean;
  /** Whether it is open in place, if it can be. */
  expanded?: boolean | undefined;
  selectable: boolean;
  selected: boolean;
  /** The keyboard stands on it. */
  current: boolean;
  acts: RefObject<RowActs<Row>>;
};

export const TableRow = memo(Drawn) as typeof Drawn;

function Drawn<Row>(props: Props<Row>) {
  const { row, id, index, columns, places, name, selectable, selected, current, acts } = props;
  const ref = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    const focused = document.activeElement;
    if (current && !ref.current?.contains(focused)) ref.current?.querySelector<HTMLElement>('[data-row]')?.focus({ preventScroll: true });
  }, [current]);

  return (
    <tr
      ref={ref}
      aria-rowindex={index + 2}
      aria-selected={selectable ? selected : undefined}
      className={`${selected ? classes.selected : ''} ${current ? classes.current : ''}`}
      onFocus={() => acts.current.stand(id)}
    >
      {selectable && (
        <td className={classes.tick}>
          <Tick label={text.select(name)} checked={selected} onChange={(range) => acts.current.select(id, range)} />
        </td>
      )}
      {columns.map((column, at) => {
        const className = `${isRight(column.kind) ? classes.right : ''} ${classes[`at-${places.get(column.id) ?? 'none'}`] ?? ''}`;
        const cell = column.cell(row);
        if (at > 0) return <td key={column.id} className={className}>{cell}</td>;
        return (
          <th key={column.id} scope="row" className={className}>
            <Way {...props}>{cell}</Way>
          </th>
        );
      })}
    </tr>
  );
}

/** The first cell names the thing and leads to it. */
function Way<Row>({ to, opens, acts, expanded, row, children }: Props<Row> & { children: React.ReactNode }) {
  if (to !== undefined) return <Link to={to} className={classes.way} row>{children}</Link>;
  if (opens) {
    return <button type="button" className={classes.way} data-row="" aria-expanded={expanded} onClick={() => acts.current.open?.(row)}>{children}</button>;
  }
  return <span className={classes.way} data-row="" tabIndex={-1}>{children}</span>;
}
