import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useGo } from '../../../lib/address.ts';
import { CHANGES, type Finding } from '../../../lib/changes.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { DifferenceLine } from '../../../ui/change/DifferenceList.tsx';
import { FindingsList } from '../../../ui/change/FindingsList.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Note } from '../../../ui/Note.tsx';
import dialogs from '../parts/dialogs.module.css';
import { decide, type Decided, type Decision, type Drift } from './api.ts';
import { nameOf } from './columns.tsx';
import classes from './drift.module.css';
import { text } from './text.ts';

const SHOWN = 6;

/** What becomes of these is looked at before it is so; what restores ours is a set of its own. */
export function DecideDialog({ asked, onClose }: { asked: { decision: Decision; drifts: readonly Drift[] } | null; onClose: () => void }) {
  return (
    <Dialog open={asked !== null} onClose={onClose} labelledBy="drift-title">
      {asked && (
        <>
          <DialogHead id="drift-title" title={text.decisions[asked.decision]} onClose={onClose} />
          <Asked {...asked} onClose={onClose} />
        </>
      )}
    </Dialog>
  );
}

function Asked({ decision, drifts, onClose }: { decision: Decision; drifts: readonly Drift[]; onClose: () => void }) {
  const client = useQueryClient();
  const go = useGo();
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act } = useAct();
  const [done, setDone] = useState<Decided | null>(null);
  const say = () => act(async () => {
    const made = await decide(drifts.map((one) => one.id), decision);
    await client.invalidateQueries({ queryKey: CHANGES });
    if (made.left.length > 0) return setDone(made);
    if (made.set_id) return go(`/changes/${made.set_id}`);
    toast(text.decided(made.count));
    onClose();
  });
  if (done) return <Left done={done} drifts={drifts} onClose={onClose} />;
  return (
    <div className={dialogs.body}>
      <p className="muted">{text.more[decision]}</p>
      <ul className={classes.few}>
        {drifts.slice(0, SHOWN).map((one) => (
          <li key={one.id}>
            <b><bdi>{nameOf(one)}</bdi></b>
            {one.field === '' ? <span className="warn">{text.missing}</span> : <DifferenceLine differences={[sides(one, decision)]} />}
          </li>
        ))}
        {drifts.length > SHOWN && <li className="faint">{text.andMore(drifts.length - SHOWN)}</li>}
      </ul>
      {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      <div className={dialogs.acts}>
        <Button onClick={onClose}>{text.close}</Button>
        <Button variant="filled" data-autofocus loading={busy} disabled={offline || drifts.length === 0} onClick={() => void say()}>{text.act[decision]?.(drifts.length)}</Button>
      </div>
    </div>
  );
}

/** What restores ours goes from what the shop shows to what we want; the others go the other way. */
function sides(one: Drift, decision: Decision) {
  const [before, after] = decision === 'restore' ? [one.theirs, one.ours] : [one.ours, one.theirs];
  return { field: one.field, before, after };
}

function Left({ done, drifts, onClose }: { done: Decided; drifts: readonly Drift[]; onClose: () => void }) {
  const go = useGo();
  return (
    <div className={dialogs.body}>
      <p role="status">{text.decided(done.count)} {text.left}:</p>
      <ul className={dialogs.left}>
        {done.left.map((left) => {
          const drift = drifts.find((one) => one.id === left.id);
          return <li key={left.id}>{drift && <b><bdi>{nameOf(drift)}</bdi></b>}<FindingsList findings={left.findings as Finding[]} /></li>;
        })}
      </ul>
      <div className={dialogs.acts}>
        <Button onClick={onClose}>{text.close}</Button>
        {done.set_id && <Button variant="filled" data-autofocus onClick={() => go(`/changes/${done.set_id}`)}>{text.see}</Button>}
      </div>
    </div>
  );
}
