import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CHANGES, type Counts } from '../../../lib/changes.ts';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { when } from '../../../lib/time.ts';
import { toast } from '../../../lib/toasts.ts';
import { useWords } from '../../../lib/useNow.ts';
import { Icon } from '../../../ui/Icon.tsx';
import type { Whole } from '../api.ts';
import { canBeTimed } from '../model.ts';
import { text } from '../setText.ts';
import { TimeDialog } from './TimeDialog.tsx';
import classes from './When.module.css';

/** When it goes out, and the way to another time while nothing of it has left. */
export function When({ whole, onOwn }: { whole: Whole; onOwn: () => void }) {
  const client = useQueryClient();
  const may = useMay()('changes.set.write');
  const offline = useSignal(offlineSince) !== null;
  const [open, setOpen] = useState(false);
  const at = whole.not_before;
  const words = useWords((now) => (at ? text.whenFrom(when(new Date(at), now)) : text.whenNow));

  async function done(): Promise<void> {
    setOpen(false);
    onOwn();
    await client.invalidateQueries({ queryKey: CHANGES });
    toast(text.timed);
  }
  return (
    <div className={classes.when}>
      <Icon name="clock" />
      <span className={classes.words}><span className="muted">{text.when}</span> {words}</span>
      {may && canBeTimed(whole.counts as Counts) && <Button size="xs" disabled={offline} onClick={() => setOpen(true)}>{at ? text.whenOther : text.whenAsk}</Button>}
      <TimeDialog whole={open ? whole : null} onClose={() => setOpen(false)} onDone={() => void done()} />
    </div>
  );
}
