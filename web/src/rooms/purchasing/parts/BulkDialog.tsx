import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type Search, useAddress, useGo } from '../../../lib/address.ts';
import { number } from '../../../lib/number.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Note } from '../../../ui/Note.tsx';
import type { Selection } from '../../../ui/table/selection.ts';
import { ACTED_MAX, actOn, readAll, ROOM } from '../api.ts';
import { planOf } from '../model.ts';
import { findingWords } from '../said.ts';
import type { Act, Purchase } from '../shapes.ts';
import { text } from '../text.ts';
import classes from './purchasing.module.css';
import { Cost, Decide, PurchaseSign, Refused } from './Shared.tsx';

export type Chosen = { act: Act; selection: Selection; search: Search };
type Props = { chosen: Chosen | null; rows: readonly Purchase[]; onClose: () => void };
const SHOWN_MAX = 50;

/** What will be done with each of the chosen supplier orders, before it is. */
export function BulkDialog({ chosen, rows, onClose }: Props) {
  return (
    <Dialog open={chosen !== null} onClose={onClose} labelledBy="bulk-title" wide>
      {chosen && (
        <>
          <DialogHead id="bulk-title" title={text.bulkTitles[chosen.act]} onClose={onClose} />
          <Found chosen={chosen} rows={rows} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

function Found({ chosen: { act, selection, search }, rows, onClose }: Omit<Props, 'chosen'> & { chosen: Chosen }) {
  const all = selection.kind === 'all';
  const found = useQuery({ queryKey: ['everything', 'purchases', search, selection], queryFn: ({ signal }) => readAll(search, all ? selection.but : [], signal), enabled: all, staleTime: 0, gcTime: 0 });
  if (selection.kind === 'some') return <Preview act={act} rows={rows.filter(({ id }) => selection.ids.includes(id))} more={false} onClose={onClose} />;
  if (found.data) return <Preview act={act} rows={found.data.rows} more={found.data.more} onClose={onClose} />;
  return found.error ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : <><p className="sr" role="status">{text.counting}</p><Loading rows={4} /></>;
}

function Preview({ act, rows, more, onClose }: { act: Act; rows: readonly Purchase[]; more: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const go = useGo();
  const { change } = useAddress();
  const { busy, refused, act: run } = useAct();
  const { doing, left, cannot } = planOf(act, rows);
  const apply = () => run(async () => {
    const { count, set_id: set } = await actOn(act, doing.map(({ id }) => id));
    await client.invalidateQueries({ queryKey: ROOM });
    onClose();
    change({ sel: null, not: null });
    toast(count < doing.length ? text.fewer(count, doing.length) : text.bulkDone[act](count), set ? { act: { label: text.openSet, run: () => go(`/changes/${set}`) } } : {});
  });
  return (
    <div className={`card-body ${classes.stack}`}>
      <Refused refused={refused} />
      <p className="muted">{text.bulkMore[act]}</p>
      {more && <Note tone="warn" icon="warn">{text.firstOf(number(ACTED_MAX))}</Note>}
      {doing.length > 0 && <Rows act={act} rows={doing} />}
      {cannot.length > 0 && <p className="small warn">{text.notAgreeable(cannot.length)}</p>}
      {left.length > 0 && doing.length > 0 && <p className="faint small">{text.leftAlone(left.length)}</p>}
      <Decide busy={busy} verb={text.bulkDo[act](doing.length)} why={doing.length === 0 ? text.nothing : ''} onBack={onClose} onDo={() => void apply()} />
    </div>
  );
}

function Rows({ act, rows }: { act: Act; rows: readonly Purchase[] }) {
  const { number: head, state, total } = text.heads;
  return (
    <table className={`${classes.lines} ${classes.phone}`} aria-label={text.will(rows.length)}>
      <caption className={classes.caption}>{text.will(rows.length)}</caption>
      <thead><tr><th scope="col">{head}</th><th scope="col">{act === 'agree' ? text.why : state}</th><th scope="col" className={classes.num}>{total}</th></tr></thead>
      <tbody>
        {rows.slice(0, SHOWN_MAX).map((row) => (
          <tr key={row.id}>
            <th scope="row">{row.number}<small><bdi>{row.supplier}</bdi></small></th>
            <td>{act === 'agree' ? row.findings.map((each) => <p key={JSON.stringify(each)}>{findingWords(each).words}</p>) : <PurchaseSign state={row.state} />}</td>
            <td className={classes.num}><Cost row={row} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
