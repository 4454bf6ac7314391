import { useQueryClient } from '@tanstack/react-query';
import { useAddress } from '../../../lib/address.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Note } from '../../../ui/Note.tsx';
import { type Answer, answerTroubles, ORDERS, type Trouble, TROUBLES } from '../api.ts';
import { countKinds, mostFirst } from '../model.ts';
import { text as shared } from '../text.ts';
import { text } from '../troubleText.ts';
import classes from './orders.module.css';
import { Decide, Refused } from './Shared.tsx';

export type Asking = { answer: Answer; ids: readonly string[] };
type Props = { asking: Asking | null; rows: readonly Trouble[]; onClose: () => void };

/** What one answer to many exceptions does, before it is given. */
export function AnswerDialog({ asking, rows, onClose }: Props) {
  return (
    <Dialog open={asking !== null} onClose={onClose} labelledBy="answer-title" wide>
      {asking && (
        <>
          <DialogHead id="answer-title" title={text.titles[asking.answer]} onClose={onClose} />
          <Preview asking={asking} rows={rows.filter((row) => asking.ids.includes(row.id) && row.state === 'open' && (asking.answer !== 'again' || row.kind === 'not_told'))} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

function Preview({ asking: { answer, ids }, rows, onClose }: { asking: Asking; rows: readonly Trouble[]; onClose: () => void }) {
  const client = useQueryClient();
  const { change } = useAddress();
  const { busy, refused, act } = useAct();
  const orders = new Set(rows.map((row) => `${row.account_id} ${row.remote_id}`)).size;
  const loose = answer === 'hold' ? rows.filter((row) => row.order_id === null).length : 0;
  const apply = () => act(async () => {
    const { count } = await answerTroubles(rows.map(({ id }) => id), answer);
    await Promise.all([TROUBLES, ORDERS].map((queryKey) => client.invalidateQueries({ queryKey })));
    change({ sel: null, not: null, open: null });
    onClose();
    toast(text.done[answer](count));
  });
  return (
    <div className={`card-body ${classes.stack}`}>
      <Refused refused={refused} />
      <p className="muted">{text.more[answer]}</p>
      {ids.length > rows.length && <Note tone="warn" icon="warn">{text.notShown(ids.length - rows.length)}</Note>}
      {loose > 0 && <Note tone="warn" icon="warn">{text.noOrder(loose)}</Note>}
      {rows.length > 0 && (
        <table className={classes.lines} aria-label={text.will(rows.length, orders)}>
          <caption className={classes.caption}>{text.will(rows.length, orders)}</caption>
          <tbody>
            {mostFirst(countKinds(rows)).map(([kind, count]) => (
              <tr key={kind}><th scope="row">{shared.kinds[kind]}<small>{rows.filter((row) => row.kind === kind).map((row) => row.remote_id).join(', ')}</small></th><td className={`${classes.num} strong`}>{count}</td></tr>
            ))}
          </tbody>
        </table>
      )}
      <Decide busy={busy} verb={text.apply[answer](rows.length)} why={rows.length === 0 ? text.nothing : ''} onBack={onClose} onDo={() => void apply()} />
    </div>
  );
}
