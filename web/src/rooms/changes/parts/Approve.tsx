import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { CHANGES } from '../../../lib/changes.ts';
import { useMay } from '../../../lib/me.ts';
import { Refusal } from '../../../lib/problem.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { toast } from '../../../lib/toasts.ts';
import { useNow } from '../../../lib/useNow.ts';
import { useAct } from '../../../lib/useAct.ts';
import type { Tally } from '../../../ui/change/Decision.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Note } from '../../../ui/Note.tsx';
import { approve, type Whole } from '../api.ts';
import { text } from '../setText.ts';
import { text as common } from '../text.ts';
import type { Preview } from '../usePreview.ts';
import { When } from './When.tsx';

type Props = { whole: Whole; tally: Tally; preview: Preview; dry: readonly string[] };

/** Agrees to exactly what stands here; a shop that rehearses is named before that. */
export function Approve({ whole, tally, preview, dry }: Props) {
  const client = useQueryClient();
  const may = useMay()('changes.set.approve');
  const offline = useSignal(offlineSince) !== null;
  const now = useNow();
  const { busy, refused, act } = useAct();
  const proposed = (whole.counts as Record<string, number>)['proposed'] ?? 0;

  const later = whole.not_before !== null && Date.parse(whole.not_before) > now;

  const agree = () => act(async () => {
    try {
      const { state } = await approve(whole.id, preview.seen);
      const said = state !== 'approved' ? text.agreedOne : later ? text.approvedLater : tally.ready === 0 ? text.approvedDry : text.approved;
      // It may still be read beside another set.
      toast(`${whole.title}: ${said}`);
    } catch (error) {
      // Read again at once: what would be sent now stands below, with the note that it moved.
      if (!(error instanceof Refusal) || error.code !== 'preview_changed') throw error;
    } finally {
      await client.invalidateQueries({ queryKey: CHANGES });
    }
  });
  const label = tally.ready === 0 ? text.approveDry(proposed) : (whole.missing?.persons ?? 1) > 1 || later ? text.approveLater(proposed) : text.approveGo(proposed);
  return (
    <>
      <DryNote dry={dry} all={tally.ready === 0} />
      <When whole={whole} onOwn={preview.follow} />
      {proposed > 0 && (may ? (
        <Button variant="filled" fullWidth loading={busy} disabled={offline || preview.moved} onClick={() => void agree()}>{label}</Button>
      ) : <span className="faint small">{text.approveWho}</span>)}
      {offline && <span className="faint small">{common.offline}</span>}
      {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
    </>
  );
}

/** Nothing goes out there, and that is said before anybody believes otherwise. */
function DryNote({ dry, all }: { dry: readonly string[]; all: boolean }) {
  if (dry.length === 0) return null;
  return (
    <Note icon="stop">
      {all ? text.dryAll : text.drySome(dry.join(', '))} <Link to="/connections" className="link">{text.toMode}</Link>
    </Note>
  );
}

/** What was looked at is not what would be sent; until somebody looks again nobody agrees. */
export function MovedNote({ onLook }: { onLook: () => void }) {
  return (
    <Note tone="warn" icon="refresh" role="alert" end={<Button size="xs" onClick={onLook}>{text.lookAgain}</Button>}>
      <b>{text.moved}</b> {text.movedMore}
    </Note>
  );
}
