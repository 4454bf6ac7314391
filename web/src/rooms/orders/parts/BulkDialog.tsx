import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useAddress } from '../../../lib/address.ts';
import { Refusal } from '../../../lib/problem.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Note } from '../../../ui/Note.tsx';
import { hold, type Order, ORDERS, release, setTags, TROUBLES } from '../api.ts';
import { planOf, type Verb } from '../model.ts';
import { text } from '../text.ts';
import classes from './orders.module.css';
import { Decide } from './Shared.tsx';

export type Chosen = { verb: Verb; ids: readonly string[] };
type Props = { chosen: Chosen | null; rows: readonly Order[]; onClose: () => void };
const SHOWN_MAX = 50;
const TAG_CHARS = 40;
const WHY_CHARS = 300;

/** What will happen to each of the chosen orders, before it does. */
export function BulkDialog({ chosen, rows, onClose }: Props) {
  return (
    <Dialog open={chosen !== null} onClose={onClose} labelledBy="bulk-title" wide>
      {chosen && (
        <>
          <DialogHead id="bulk-title" title={text.bulkTitles[chosen.verb]} onClose={onClose} />
          <Preview chosen={chosen} rows={rows.filter((row) => chosen.ids.includes(row.id))} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

function Preview({ chosen: { verb, ids }, rows, onClose }: { chosen: Chosen; rows: readonly Order[]; onClose: () => void }) {
  const [words, setWords] = useState('');
  const said = words.trim().replaceAll(/\s+/g, ' ');
  const { doing, left } = planOf(verb, rows, said);
  const { busy, done, run } = useDoing(verb, said, onClose);
  const missing = verb !== 'release' && said === '' ? (verb === 'hold' ? text.whyNeeded : text.tagNeeded) : '';
  return (
    <div className={`card-body ${classes.stack}`}>
      <p className="muted">{text.bulkMore[verb]}</p>
      {verb !== 'release' && (
        <TextInput
          data-autofocus
          label={verb === 'hold' ? text.why : text.tag}
          description={verb === 'hold' ? text.whyHelp : undefined}
          maxLength={verb === 'hold' ? WHY_CHARS : TAG_CHARS}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      {ids.length > rows.length && <Note tone="warn" icon="warn">{text.notShown(ids.length - rows.length)}</Note>}
      {missing === '' && doing.length === 0 && <p className="muted">{text.nothing}</p>}
      {(missing ? rows : doing).length > 0 && <Rows verb={verb} rows={missing && verb === 'tag' ? rows : doing} said={said} />}
      {missing === '' && left.length > 0 && doing.length > 0 && <p className="faint small">{text.already(left.length)}</p>}
      <Decide
        busy={busy}
        verb={busy ? text.progress(done, doing.length) : text.bulkDo[verb](doing.length)}
        why={missing || (doing.length === 0 ? text.nothing : '')}
        onBack={onClose}
        onDo={() => void run(doing)}
      />
    </div>
  );
}

function Rows({ verb, rows, said }: { verb: Verb; rows: readonly Order[]; said: string }) {
  const now = (row: Order): ReactNode => (verb === 'tag' ? row.tags.join(', ') || text.noTag : row.held ? text.held : text.goesOn);
  const then = (row: Order): ReactNode => (verb === 'tag' ? [...row.tags, said].filter(Boolean).join(', ') : verb === 'hold' ? text.held : text.goesOn);
  return (
    <table className={classes.lines} aria-label={text.will(rows.length)}>
      <thead><tr><th scope="col">{text.heads.number}</th><th scope="col">{text.before}</th><th scope="col">{text.after}</th></tr></thead>
      <tbody>
        {rows.slice(0, SHOWN_MAX).map((row) => (
          <tr key={row.id}><th scope="row">{row.number}</th><td className="muted">{now(row)}</td><td className="strong">{then(row)}</td></tr>
        ))}
      </tbody>
    </table>
  );
}

/** One order after the other; what one refuses does not stop the others. */
function useDoing(verb: Verb, said: string, onClose: () => void) {
  const client = useQueryClient();
  const { change } = useAddress();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(0);
  const look = () => Promise.all([ORDERS, TROUBLES].map((queryKey) => client.invalidateQueries({ queryKey })));
  const act = (row: Order) => (verb === 'hold' ? hold(row.id, said) : verb === 'release' ? release(row.id) : setTags(row.id, [...row.tags, said]));

  async function run(rows: readonly Order[]): Promise<void> {
    setBusy(true);
    const changed: Order[] = [];
    const refusals: Refusal[] = [];
    for (const row of rows) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, so that the count is true
        await act(row);
        changed.push(row);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refusals.push(error);
      }
      setDone(changed.length + refusals.length);
    }
    await look();
    setBusy(false);
    onClose();
    change({ sel: null, not: null });
    const [refused] = refusals;
    if (refused) toast(text.bulkSome(refusals.length, refused.message), { tone: 'bad' });
    if (changed.length > 0) toast(text.bulkDone[verb](changed.length), verb === 'release' ? {} : { act: { label: text.undo, icon: 'undo', run: () => undo(changed) } });
  }

  function undo(rows: readonly Order[]): void {
    attempt(async () => {
      await Promise.all(rows.map((row) => (verb === 'hold' ? release(row.id) : setTags(row.id, row.tags))));
      await look();
      toast(text.undone);
    });
  }
  return { busy, done, run };
}
