import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { offlineSince } from '../../lib/reach.ts';
import { useSignal } from '../../lib/signal.ts';
import { clock } from '../../lib/time.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Note } from '../../ui/Note.tsx';
import { useNews } from './News.tsx';
import classes from './OfflineBanner.module.css';
import { text } from './text.ts';

/** Stands on every page while nothing can be asked. */
export function OfflineBanner() {
  const since = useSignal(offlineSince);
  const { tryNow } = useNews();
  const client = useQueryClient();
  if (!since) return null;
  function again(): void {
    tryNow();
    void client.invalidateQueries();
  }
  return (
    <div className={classes.banner} role="status">
      <Note
        tone="warn"
        icon="plug"
        end={<Button size="xs" leftSection={<Icon name="refresh" />} onClick={again}>{text.tryNow}</Button>}
      >
        <b>{text.offlineBanner(clock(since))}</b> {text.offlineMore}
      </Note>
    </div>
  );
}
