import { useQueryClient } from '@tanstack/react-query';
import { useAddress, wordsOf } from '../../../lib/address.ts';
import { CHANGES, CHANGE_STATES, type Counts } from '../../../lib/changes.ts';
import { useMay } from '../../../lib/me.ts';
import { type Shops, useShops } from '../../../lib/shops.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { DifferenceLine } from '../../../ui/change/DifferenceList.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Shape } from '../../../ui/Shape.tsx';
import { State } from '../../../ui/State.tsx';
import { words } from '../../../ui/states.ts';
import type { BulkAct } from '../../../ui/table/Bulk.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { DataTable } from '../../../ui/table/DataTable.tsx';
import type { Selection } from '../../../ui/table/selection.ts';
import { useRows } from '../../../ui/table/useRows.ts';
import { Tile } from '../../../ui/Tile.tsx';
import { type Change, CHANGES_OF, readChanges, undoSet, type Whole, withdraw } from '../api.ts';
import classes from '../ChangesScreen.module.css';
import { isWaiting, knownStates, passedOf, picked, worstOf } from '../model.ts';
import { text } from '../setText.ts';
import { text as common } from '../text.ts';
import { ChangeDetail } from './ChangeDetail.tsx';
import { ownersInWords } from './Owners.tsx';
import { useUndo } from './useUndo.tsx';

/** Every change of the set with before and after; a row opens in its place and leads to its receipt. */
export function SetChanges({ whole, onOwn }: { whole: Whole; onOwn: () => void }) {
  const shops = useShops();
  const may = useMay();
  const rows = useRows<Change>({
    key: [...CHANGES_OF, whole.id],
    id: (change) => change.id,
    read: ({ search, limit, cursor, signal }) => readChanges(whole.id, { state: knownStates(wordsOf(search, 'state')), limit, cursor }, signal),
  });
  const { undone, dialog } = useUndo();
  const bulk = useBulk({ whole, rows: rows.rows, onOwn, undone });
  const filtered = wordsOf(useAddress().search, 'state').length > 0;
  const there = CHANGE_STATES.filter((state) => ((whole.counts as Counts)[state] ?? 0) > 0);
  return (
    <>
      <DataTable
        name="changes-of-set"
        label={text.list}
        rows={rows}
        columns={columns(shops)}
        nameOf={(change) => change.title || text.untitled}
        {...(may('changes.change.read') && { detail: (change: Change) => <ChangeDetail change={change} /> })}
        filters={there.length > 1 || filtered ? [{ name: 'state', label: common.state, kind: 'choice', many: true, choices: there.map((value) => ({ value, label: words[value] })) }] : []}
        bulk={bulk}
        empty={<Empty title={text.noRows} more={text.noRowsMore} />}
        tall
      />
      {dialog}
    </>
  );
}

function columns(shops: Shops): Column<Change>[] {
  const { thing, shop, change, state } = text.heads;
  return [
    { id: 'thing', head: thing, kind: 'name', cell: (one) => <span className={classes.two}><bdi>{one.title || text.untitled}</bdi><small className="row"><Tile platform={one.platform} /><span className="sr">{shop} </span><bdi>{shops.nameOf(one.account_id)}</bdi></small></span> },
    { id: 'change', head: change, kind: 'long', phone: 'more', cell: (one) => <span className={classes.two}><DifferenceLine differences={one.differences} /><Found change={one} /></span> },
    { id: 'state', head: state, kind: 'state', phone: 'end', cell: (one) => <State name={one.state} /> },
  ];
}

const SIGNS = { held: ['shield', 'warn'], error: ['octagon', 'bad'], warning: ['warn', 'warn'], hint: ['ring', 'ink3'] } as const;

const signOf = (severity: string) => (severity === 'error' || severity === 'warning' ? SIGNS[severity] : SIGNS.hint);

function Found({ change }: { change: Change }) {
  const worst = worstOf(change);
  if (!worst) return <small className="clip">{passedOf(change.owners).map(ownersInWords).join('; ') || text.noFindings}</small>;
  const [shape, colour] = change.state === 'held' ? SIGNS.held : signOf(worst.severity);
  return (
    <small className={`row ${colour}`} title={`${worst.sentence} ${worst.next_step}`}>
      <Shape name={shape} />
      <span lang="en" className="clip">{worst.sentence}</span>
    </small>
  );
}

type Bulking = { whole: Whole; rows: readonly Change[]; onOwn: () => void; undone: ReturnType<typeof useUndo>['undone'] };

function useBulk({ whole, rows, onOwn, undone }: Bulking): readonly BulkAct[] {
  const client = useQueryClient();
  const { change } = useAddress();
  const counts = whole.counts as Counts;
  const may = useMay()('changes.set.write');
  if (!may) return [];

  const some = (may_: Parameters<typeof picked>[2], work: (ids: string[]) => Promise<unknown>) => (selection: Selection) => attempt(async () => {
    if (selection.kind === 'all') return void toast(text.pickOnes, { tone: 'warn' });
    const { ids, left } = picked(rows, selection.ids, may_);
    if (left > 0) toast(text.notThese(left), { tone: 'warn' });
    if (ids.length === 0) return;
    change({ sel: null, not: null });
    await work(ids);
  });
  const takeBack = some(isWaiting, async (ids) => {
    onOwn();
    toast(text.withdrawn((await withdraw(whole.id, ids)).count));
    await client.invalidateQueries({ queryKey: CHANGES });
  });
  const undo = some((state) => state === 'proven', async (ids) => undone(await undoSet(whole.id, ids)));
  return [
    ...((counts.proposed ?? 0) + (counts.approved ?? 0) + (counts.held ?? 0) > 0 ? [{ id: 'withdraw', label: text.withdraw, icon: 'x', run: takeBack } as const] : []),
    ...((counts.proven ?? 0) > 0 ? [{ id: 'undo', label: text.undoSome, icon: 'undo', run: undo } as const] : []),
  ];
}
