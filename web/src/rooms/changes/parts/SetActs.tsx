import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CHANGES, type Counts, sumOf } from '../../../lib/changes.ts';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { undoSet, type Whole, withdraw } from '../api.ts';
import { text } from '../setText.ts';
import { useUndo } from './useUndo.tsx';

/** Take back what was not sent; undo what is proven. */
export function SetActs({ whole, onOwn }: { whole: Whole; onOwn: () => void }) {
  const client = useQueryClient();
  const may = useMay()('changes.set.write');
  const offline = useSignal(offlineSince) !== null;
  const [busy, setBusy] = useState(false);
  const { undone, dialog } = useUndo();
  const counts = whole.counts as Counts;
  const waiting = sumOf(counts, ['proposed', 'approved', 'held']);
  const proven = counts.proven ?? 0;
  if (!may) return null;

  const run = (work: () => Promise<unknown>) => attempt(async () => {
    setBusy(true);
    try {
      await work();
    } finally {
      setBusy(false);
    }
  });
  const takeBack = () => run(async () => {
    onOwn();
    const { count } = await withdraw(whole.id);
    await client.invalidateQueries({ queryKey: CHANGES });
    toast(text.withdrawn(count));
  });
  return (
    <>
      {waiting > 0 && <Button disabled={busy || offline} leftSection={<Icon name="x" />} onClick={takeBack}>{text.withdrawAll}</Button>}
      {proven > 0 && (
        <Button loading={busy} disabled={offline} leftSection={<Icon name="undo" />} onClick={() => run(async () => undone(await undoSet(whole.id)))}>{text.undo(proven)}</Button>
      )}
      {dialog}
    </>
  );
}
