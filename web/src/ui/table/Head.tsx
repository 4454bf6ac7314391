import { useAddress } from '../../lib/address.ts';
import { Icon } from '../Icon.tsx';
import { Tick } from '../Tick.tsx';
import { type Column, isRight } from './columns.ts';
import classes from './DataTable.module.css';
import { nextSort, sorting } from './filters.ts';
import { isEmpty, isSelected, type Selection } from './selection.ts';
import { text } from './text.ts';
import type { Selecting } from './useSelecting.ts';

type Props<Row> = {
  columns: readonly Column<Row>[];
  selectable: boolean;
  select: Selecting;
  selection: Selection;
  shownIds: readonly string[];
};

export function Head<Row>({ columns, selectable, select, selection, shownIds }: Props<Row>) {
  const chosen = selectable && !isEmpty(selection) ? shownIds.filter((id) => isSelected(selection, id)).length : 0;
  const all = chosen > 0 && chosen === shownIds.length;
  return (
    <>
      <colgroup>
        {selectable && <col className={classes.tickColumn} />}
        {columns.map((column) => <col key={column.id} className={classes[column.kind]} />)}
      </colgroup>
      <thead>
        <tr>
          {selectable && (
            <th scope="col" className={classes.tick}>
              <Tick label={text.selectShown} checked={all} some={chosen > 0 && !all} onChange={() => (chosen > 0 ? select.clear() : select.add(shownIds))} />
            </th>
          )}
          {columns.map((column) => <HeadCell key={column.id} column={column} />)}
        </tr>
      </thead>
    </>
  );
}

function HeadCell<Row>({ column }: { column: Column<Row> }) {
  const { search, change } = useAddress();
  const { sort, head, kind } = column;
  const order = sorting(search, sort);
  const side = isRight(kind) ? classes.right : '';
  if (sort === undefined) return <th scope="col" className={side}>{kind === 'act' ? <span className="sr">{head}</span> : head}</th>;
  return (
    <th scope="col" className={side} aria-sort={order ?? 'none'}>
      <button type="button" className={classes.sort} onClick={() => change({ sort: nextSort(search, sort) })} title={text.sortBy(head)}>
        {head}
        <span className={order ? '' : classes.unsorted}>
          <Icon name={order === 'descending' ? 'down' : 'up'} size={12} />
        </span>
      </button>
    </th>
  );
}
