import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Facts } from '../../../ui/Facts.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Time } from '../../../ui/Time.tsx';
import { type Hook, HOOKS, replay } from '../api.ts';
import { text } from '../flowText.ts';
import classes from './HookDetail.module.css';

/** One webhook: what became of it, and reading it once more. */
export function HookDetail({ hook }: { hook: Hook }) {
  const client = useQueryClient();
  const may = useMay()('connections.hook.write');
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act } = useAct();
  const forged = hook.verdict === 'forged';

  async function again(): Promise<void> {
    await replay(hook.id);
    await client.invalidateQueries({ queryKey: HOOKS });
    toast(text.replayed);
  }
  return (
    <div className={classes.detail}>
      {hook.note && <p lang="en">{hook.note}</p>}
      <p className="muted">{forged ? text.forgedNo : text.hookSays} {text.hookSealed}</p>
      {may && !forged && (
        <div className="row wrap">
          <Button leftSection={<Icon name="history" />} loading={busy} disabled={offline} onClick={() => void act(again)}>{text.replay}</Button>
        </div>
      )}
      {refused && <Note tone="bad" icon="warn" role="alert"><span lang="en"><b>{refused.message}</b> {refused.nextStep}</span></Note>}
      <Facts
        facts={[
          [text.hookHeads.at, <Time key="at" at={hook.received_at} as="exact" />],
          ...(hook.settled_at ? [[text.doneAt, <Time key="done" at={hook.settled_at} as="exact" />] as const] : []),
          ...(hook.delivery_id ? [[text.delivery, <code key="delivery">{hook.delivery_id}</code>] as const] : []),
        ]}
      />
    </div>
  );
}
