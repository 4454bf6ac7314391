import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { type Feed, FEEDS, pull } from '../api.ts';
import { text } from '../flowText.ts';

/** Reads everything of a kind again, at once. */
export function PullButton({ feed }: { feed: Feed }) {
  const client = useQueryClient();
  const may = useMay()('mirror.pull.write');
  const offline = useSignal(offlineSince) !== null;
  // What is read only when something names it, such as refunds, is never read as a whole.
  if (!may || feed.state === 'stopped' || !feed.full_at) return null;
  const kind = text.kinds[feed.kind];

  async function ask(): Promise<void> {
    await pull(feed.id);
    await client.invalidateQueries({ queryKey: FEEDS });
    toast(text.asked(kind));
  }
  return (
    <Button size="xs" leftSection={<Icon name="refresh" />} aria-label={text.againOf(kind)} disabled={offline || feed.state === 'pulling'} onClick={() => attempt(ask)}>
      {text.again}
    </Button>
  );
}
