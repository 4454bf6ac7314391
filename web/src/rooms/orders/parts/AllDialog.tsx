import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Search, useAddress } from '../../../lib/address.ts';
import { number } from '../../../lib/number.ts';
import { Refusal } from '../../../lib/problem.ts';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { actOnAll, type Answer, answerAll, ROOM, type TroubleAsked } from '../api.ts';
import { text as all } from '../allText.ts';
import { asked, type Verb } from '../model.ts';
import { text } from '../text.ts';
import { text as trouble } from '../troubleText.ts';
import classes from './orders.module.css';
import { Decide } from './Shared.tsx';

export type Everything =
  | { kind: 'orders'; verb: Verb; search: Search; but: readonly string[] }
  | { kind: 'exceptions'; answer: Answer; asked: TroubleAsked; but: readonly string[] };
type Props = { everything: Everything | null; onClose: () => void };
const COUNTED_MAX = 100_000;
const LENGTHS = { hold: 300, tag: 40, release: 0 } as const;

/** What happens to everything that the filter lets through: counted first, then done batch by batch. */
export function AllDialog({ everything, onClose }: Props) {
  const title = everything?.kind === 'orders' ? text.bulkTitles[everything.verb] : everything ? trouble.titles[everything.answer] : '';
  return (
    <Dialog open={everything !== null} onClose={onClose} labelledBy="all-title">
      <DialogHead id="all-title" title={title} onClose={onClose} />
      {everything && <Preview of={everything} onClose={onClose} />}
    </Dialog>
  );
}

const step = (of: Everything, words: string, preview: boolean, cursor: string | null) =>
  of.kind === 'orders'
    ? actOnAll({ verb: of.verb, words, filter: asked(of.search), but: [...of.but], preview, cursor })
    : answerAll({ answer: of.answer, ...of.asked }, of.but, preview, cursor);

function Preview({ of, onClose }: { of: Everything; onClose: () => void }) {
  const found = useQuery({ queryKey: ['everything', of], queryFn: () => step(of, '', true, null), staleTime: 0, gcTime: 0 });
  const [words, setWords] = useState('');
  const { busy, done, run } = useBatches(of, words.trim(), onClose);
  const verb = of.kind === 'orders' ? of.verb : null;
  const count = found.data?.count ?? 0;
  const said = count > COUNTED_MAX ? all.over(number(COUNTED_MAX)) : number(count);
  const missing = (verb === 'hold' || verb === 'tag') && words.trim() === '' ? (verb === 'hold' ? text.whyNeeded : text.tagNeeded) : '';
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  return (
    <div className={`card-body ${classes.stack}`}>
      <p className="muted">{of.kind === 'orders' ? text.bulkMore[of.verb] : trouble.more[of.answer]}</p>
      {found.isLoading ? <p role="status">{all.counting}</p> : <p role="status" className="strong">{of.kind === 'orders' ? all.orders(said) : all.exceptions(said)}</p>}
      {found.data && found.data.sample.length > 0 && <p className="small">{all.newest(found.data.sample.map((row) => row.number).join(', '))}</p>}
      {(verb === 'hold' || verb === 'tag') && (
        <TextInput data-autofocus label={verb === 'hold' ? text.why : text.tag} maxLength={LENGTHS[verb]} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
      )}
      <p className="faint small">{all.same} {all.money}</p>
      <Decide
        busy={busy}
        verb={busy ? all.progress(number(done)) : of.kind === 'orders' ? all.orderVerbs[of.verb](said) : all.answerVerbs[of.answer](said)}
        why={missing || (count === 0 ? text.nothing : '')}
        onBack={onClose}
        onDo={() => void run()}
      />
    </div>
  );
}

/** One batch after the other; doing it again goes on where it stopped, for what is done stays so. */
function useBatches(of: Everything, words: string, onClose: () => void) {
  const client = useQueryClient();
  const { change } = useAddress();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(0);

  async function run(): Promise<void> {
    setBusy(true);
    let [changed, cursor, stopped]: [number, string | null, string] = [0, null, ''];
    try {
      do {
        // oxlint-disable-next-line no-await-in-loop -- the next batch begins where this one ends
        const part = await step(of, words, false, cursor);
        changed += part.changed;
        cursor = part.next_cursor;
        setDone(changed);
      } while (cursor !== null);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      stopped = error.message;
    }
    await client.invalidateQueries({ queryKey: ROOM });
    setBusy(false);
    if (stopped) {
      toast(all.stopped(number(changed), stopped), { tone: 'bad' });
      return;
    }
    change({ sel: null, not: null });
    onClose();
    toast(all.done(number(changed)));
  }
  return { busy, done, run };
}
