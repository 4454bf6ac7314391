import { useQuery } from '@tanstack/react-query';
import { usePlaces } from '../../lib/address.ts';
import { CHANGES, type Counts, sumOf, WAITING } from '../../lib/changes.ts';
import { number } from '../../lib/number.ts';
import { Refusal } from '../../lib/problem.ts';
import { useShops } from '../../lib/shops.ts';
import { useTitle } from '../../lib/title.ts';
import { useLookAgain } from '../../lib/useLookAgain.ts';
import { ChangePreview } from '../../ui/change/ChangePreview.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Note } from '../../ui/Note.tsx';
import { Time } from '../../ui/Time.tsx';
import { setQuery, type Whole } from './api.ts';
import { countsOf } from './columns.tsx';
import { costOf, inWords, isMoving, stateOf, tallyOf, wayOf } from './model.ts';
import { AgreedCard } from './parts/AgreedCard.tsx';
import { Approve, MovedNote } from './parts/Approve.tsx';
import { CostTable } from './parts/CostTable.tsx';
import { Gone } from './parts/Gone.tsx';
import { GuardFacts, HeldNote } from './parts/HeldNote.tsx';
import { ProgressCard } from './parts/ProgressCard.tsx';
import { SetActs } from './parts/SetActs.tsx';
import { SetChanges } from './parts/SetChanges.tsx';
import { SetFacts } from './parts/SetFacts.tsx';
import { When } from './parts/When.tsx';
import { text as common } from './text.ts';
import { text } from './setText.ts';
import { usePreview } from './usePreview.ts';

// What shops answer is told by news; this is for when the stream of news is lost.
const LOOK_EVERY_MS = 3_000;
const HASH_SHOWN = 8;

/** One set: what would be sent, who has to agree, and how far it is. */
export default function SetScreen() {
  const { id = '' } = usePlaces();
  const { data, error, refetch } = useQuery(setQuery(id));
  useTitle(data?.title);
  useLookAgain(CHANGES, data && (data.busy || isMoving(countsOf(data))) ? LOOK_EVERY_MS : null);
  if (error instanceof Refusal && error.status === 404) return <Gone />;
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={8} />;
  return <Shown key={data.id} whole={data} />;
}

function Shown({ whole }: { whole: Whole }) {
  const counts = countsOf(whole);
  const shops = useShops();
  const preview = usePreview(whole.preview);
  const decides = !whole.busy && sumOf(counts, WAITING) > 0 && (counts.proposed ?? 0) + (counts.held ?? 0) > 0;
  const isDry = (id: string) => shops.of(id)?.effective_mode === 'dry';
  const tally = tallyOf(counts, whole.shares, isDry);
  const dry = [...new Set(whole.shares.map((share) => share.account_id))].filter(isDry).map(shops.nameOf);
  return (
    <ChangePreview
      title={whole.title}
      state={stateOf(counts)}
      facts={<Head whole={whole} />}
      actions={!whole.busy && <SetActs whole={whole} onOwn={preview.follow} />}
      figures={figures(whole)}
      at={wayOf(counts)}
      above={
        <>
          {whole.busy && <Note icon="clock"><b>{text.busy[whole.busy]}</b> {text.busyMore}</Note>}
          {!whole.busy && (counts.held ?? 0) > 0 && <HeldNote whole={whole} />}
          {decides && preview.moved && <MovedNote onLook={preview.look} />}
          {!whole.busy && !decides && waitsForTime(whole, counts) && <Note icon="clock"><b>{text.waitsFor}</b><When whole={whole} onOwn={preview.follow} /></Note>}
          {sumOf(counts) > sumOf(counts, ['proposed', 'held']) && <ProgressCard counts={counts} />}
        </>
      }
      tally={decides ? tally : undefined}
      act={!whole.busy && <Approve whole={whole} tally={tally} preview={preview} dry={dry} />}
      promise={text.promise}
      items={<SetChanges whole={whole} onOwn={preview.follow} />}
      more={
        <>
          {(decides || whole.approvals.length > 0) && <AgreedCard whole={whole} decides={decides} />}
          <SetFacts whole={whole} />
        </>
      }
      cost={<CostTable shares={whole.shares} />}
      guard={<GuardFacts held={counts.held ?? 0} />}
    />
  );
}

const waitsForTime = ({ not_before: at }: Whole, counts: Counts) => at !== null && (counts.approved ?? 0) > 0;

function Head({ whole }: { whole: Whole }) {
  return (
    <>
      <span>{text.wanted(common.by(whole.wisher_name, common.wishers[whole.wisher] ?? whole.wisher))}, <Time at={whole.made_at} /></span>
      <span className="faint">{text.preview} <code title={whole.preview}>{whole.preview.slice(0, HASH_SHOWN)}</code></span>
      {whole.undoes && <span>{text.undoes} <Link to={`/changes/${whole.undoes}`} className="link">{text.undoesLink}</Link></span>}
    </>
  );
}

function figures({ shares, counts }: Whole) {
  const { calls, seconds } = costOf(shares);
  const names = text.figures;
  const places = new Set(shares.map((share) => share.account_id)).size;
  return [
    { name: names.changes, value: number(sumOf(counts)), more: text.atShops(places) },
    { name: names.calls, value: number(calls) },
    { name: names.time, value: inWords(seconds), more: places > 1 ? text.sideBySide : undefined },
  ];
}
