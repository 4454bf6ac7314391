import type { ClipboardEvent } from 'react';
import type { Whole } from '../api.ts';
import { text } from '../productText.ts';
import type { VariantGrid } from '../useGrid.ts';
import classes from './catalog.module.css';

type Props = { whole: Whole; grid: VariantGrid; may: boolean; picked: readonly string[]; onPick: (id: string) => void };

/** As in a spreadsheet: a cell is typed into, and what was copied elsewhere is pasted over many. */
export function VariantsGrid({ whole, grid, may, picked, onPick }: Props) {
  return (
    // A region that scrolls is reached by the keyboard too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={text.variants}>
      <table className={classes.grid}>
        <thead>
          <tr><th scope="col"><span className="sr">{text.pick('')}</span></th>{grid.heads.map((head, at) => <th key={head} scope="col" className={at >= grid.options + 2 ? classes.right : ''}>{head}</th>)}</tr>
        </thead>
        <tbody>
          {grid.rows.map((row, at) => {
            const { id } = row;
            return (
              // oxlint-disable-next-line react/no-array-index-key -- rows are added at the end only
              <tr key={id ?? `new ${at}`} className={whole.variants[at]?.state === 'archived' ? classes.gone : ''}>
                <td>
                  {id === null
                    ? <span className="faint small">{text.newRow}</span>
                    : <input type="checkbox" aria-label={text.pick(nameOf(grid, at))} disabled={!may} checked={picked.includes(id)} onChange={() => onPick(id)} />}
                </td>
                <Cells grid={grid} at={at} may={may} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function nameOf({ rows, options }: VariantGrid, at: number): string {
  const cells = rows[at]?.cells ?? [];
  return cells[options] || cells.slice(0, options).join(' ') || text.newRow;
}

function Cells({ grid, at, may }: { grid: VariantGrid; at: number; may: boolean }) {
  const onPaste = (event: ClipboardEvent, place: number) => {
    const typed = event.clipboardData.getData('text/plain');
    if (!/[\t\n]/.test(typed.trimEnd())) return;
    event.preventDefault();
    grid.paste(at, place, typed);
  };
  return grid.rows[at]?.cells.map((cell, place) => (
    // oxlint-disable-next-line react/no-array-index-key -- a cell is its place
    <td key={place}>
      <input
        type="text"
        aria-label={text.cell(grid.heads[place] ?? '', at + 1)}
        className={place >= grid.options + 2 ? classes.right : ''}
        value={cell}
        readOnly={!may}
        aria-invalid={grid.wrong[at]?.includes(place) ?? false}
        {...(cell !== (grid.initial[at]?.cells[place] ?? '') && { 'data-changed': true })}
        onChange={(event) => grid.set(at, place, event.currentTarget.value)}
        onPaste={(event) => onPaste(event, place)}
      />
    </td>
  ));
}
