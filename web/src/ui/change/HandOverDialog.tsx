import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CHANGES } from '../../lib/changes.ts';
import { number } from '../../lib/number.ts';
import { type Handed, type HandOver, handOver, type Owner, previewOwners } from '../../lib/owners.ts';
import { offlineSince } from '../../lib/reach.ts';
import { useSignal } from '../../lib/signal.ts';
import { toast } from '../../lib/toasts.ts';
import { useAct } from '../../lib/useAct.ts';
import { Dialog } from '../Dialog.tsx';
import { DialogHead } from '../DialogHead.tsx';
import { Facts } from '../Facts.tsx';
import { Note } from '../Note.tsx';
import { Segments } from '../Segments.tsx';
import { Toggle } from '../Toggle.tsx';
import classes from './HandOverDialog.module.css';
import { text } from './handText.ts';
import { fieldName } from './values.ts';
import { ValueWords } from './ValueWords.tsx';

const SAMPLES = 10;

/** What is handed over in one act, at one shop or at several. */
export type HandingOver = { title: string; parts: readonly Handed[] };

/** One field, a selection or a whole shop in one act, looked at first. */
export function HandOverDialog({ wanted, onClose, onDone }: { wanted: HandingOver | null; onClose: () => void; onDone?: () => void }) {
  return (
    <Dialog open={wanted !== null} onClose={onClose} labelledBy="hand-title">
      {wanted && (
        <>
          <DialogHead id="hand-title" title={text.handTitle(wanted.title)} onClose={onClose} />
          <Asked wanted={wanted} onClose={onClose} onDone={onDone} />
        </>
      )}
    </Dialog>
  );
}

type AskedProps = { wanted: HandingOver; onClose: () => void; onDone: (() => void) | undefined };

function Asked({ wanted, onClose, onDone }: AskedProps) {
  const client = useQueryClient();
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act, clear } = useAct();
  const [owner, setOwner] = useState<Owner>('hub');
  const [persons, setPersons] = useState(false);
  const [previews, setPreviews] = useState<readonly HandOver[] | null>(null);
  const whole = wanted.parts.some((part) => part.things === null);
  const chosen = wanted.parts.map((part) => ({ ...part, owner, persons }));
  const other = (set: () => void) => { set(); setPreviews(null); clear(); };
  const look = () => act(async () => setPreviews(await Promise.all(chosen.map(previewOwners))));
  const hand = () => act(async () => {
    await Promise.all(chosen.map(handOver));
    toast(text.handed);
    onClose();
    onDone?.();
    await client.invalidateQueries({ queryKey: CHANGES });
  });
  return (
    <div className={classes.body}>
      <p className="muted">{whole ? text.wholeMore : text.someMore}</p>
      <Segments label={text.to} value={owner} choices={(['hub', 'channel'] as const).map((value) => ({ value, label: text.sides[value] ?? value }))} onChange={(value) => other(() => setOwner(value))} />
      <p className="muted small">{text.tos[owner]}</p>
      <Toggle label={text.persons} help={text.personsMore} on={persons} onChange={(on) => other(() => setPersons(on))} />
      {previews && <Previewed previews={previews} />}
      {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      <div className={classes.acts}>
        <Button onClick={onClose}>{text.close}</Button>
        {previews
          ? <Button variant="filled" loading={busy} disabled={offline} onClick={() => void hand()}>{text.handAct}</Button>
          : <Button variant="filled" data-autofocus loading={busy} disabled={offline} onClick={() => void look()}>{text.look}</Button>}
      </div>
    </div>
  );
}

const sum = (previews: readonly HandOver[], of: (one: HandOver) => number) => previews.reduce((total, one) => total + of(one), 0);

function Previewed({ previews }: { previews: readonly HandOver[] }) {
  const words = text.previewed;
  const persons = sum(previews, (one) => one.persons);
  const moves = previews.some((one) => one.moves === null) ? null : sum(previews, (one) => one.moves ?? 0);
  const fields = [...new Set(previews.flatMap((one) => one.fields))];
  const samples = previews.flatMap((one) => one.samples).slice(0, SAMPLES);
  return (
    <>
      <Facts
        facts={[
          [words.listings, number(sum(previews, (one) => one.listings))],
          ...(moves === null ? [] : [[words.moves, number(moves)] as [string, string]]),
          [words.persons, persons === 0 ? number(0) : `${number(persons)}, ${previews[0]?.skipped ? text.skipped : text.over}`],
          [words.differ, number(sum(previews, (one) => one.differ))],
        ]}
      />
      {moves === 0 && <Note icon="stop">{text.nothingMoves}</Note>}
      <p className="muted small">{words.fields}: {number(fields.length)} ({fields.map(fieldName).join(', ')})</p>
      {samples.length > 0 && (
        <section aria-label={text.samples(samples.length)}>
          <p className="small"><b>{text.samples(samples.length)}</b></p>
          <ul className={classes.samples}>
            {samples.map((one) => (
              <li key={`${one.thing} ${one.field}`} className="small">
                <span><bdi>{one.title}</bdi>: {fieldName(one.field)}, {text.was(text.owners[one.owner] ?? one.owner)}</span>
                <ValueWords field={one.field} value={one.theirs} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
