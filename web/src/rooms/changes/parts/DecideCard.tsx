import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { CHANGES } from '../../../lib/changes.ts';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { Note } from '../../../ui/Note.tsx';
import { decide, type Decision, type Receipt } from '../api.ts';
import { text } from '../receiptText.ts';
import classes from './DecideCard.module.css';

const CHOICES = { unknown: ['done', 'not_done'], contested: ['ours', 'theirs'] } as const satisfies Record<string, readonly Decision[]>;

/** What no machine may decide: what became of it, and whose word counts. */
export function DecideCard({ receipt: { id, state } }: { receipt: Receipt }) {
  const may = useMay()('changes.change.approve');
  const client = useQueryClient();
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act } = useAct();
  if (state !== 'unknown' && state !== 'contested') return null;
  const words: Record<Decision, readonly [string, string]> = {
    done: [text.done, text.doneMore], not_done: [text.notDone, text.notDoneMore], ours: [text.ours, text.oursMore], theirs: [text.theirs, text.theirsMore],
  };
  const say = (decision: Decision) => act(async () => {
    await decide(id, decision);
    toast(text.decided);
    await client.invalidateQueries({ queryKey: CHANGES });
  });
  return (
    <Card title={state === 'unknown' ? text.decideUnknown : text.decideContested} padded>
      <div className={classes.body}>
        <p className="muted">{state === 'unknown' ? text.decideUnknownMore : text.decideContestedMore}</p>
        {may ? (
          <ul className={classes.choices}>
            {CHOICES[state].map((decision) => (
              <li key={decision}>
                <Button disabled={busy || offline} aria-describedby={`decide-${decision}`} onClick={() => void say(decision)}>{words[decision][0]}</Button>
                <p id={`decide-${decision}`} className="muted">{words[decision][1]}</p>
              </li>
            ))}
          </ul>
        ) : <span className="faint small">{text.whoDecides}</span>}
        {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      </div>
    </Card>
  );
}
