import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePlaces } from '../../lib/address.ts';
import { Refusal } from '../../lib/problem.ts';
import { useTitle } from '../../lib/title.ts';
import { Card } from '../../ui/Card.tsx';
import { FindingsList } from '../../ui/change/FindingsList.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, WithRail } from '../../ui/PageHead.tsx';
import { productQuery, type Row, type Whole } from './api.ts';
import { text } from './editText.ts';
import type { Typed } from './model.ts';
import { ALL, EditCard } from './parts/EditCard.tsx';
import { ScoreCard } from './parts/ScoreCard.tsx';
import { ShopsCard } from './parts/ShopsCard.tsx';
import { useTrying } from './useTrying.ts';

/** A product at all its shops: what it should show, what they show, and how good that is. */
export default function EditorScreen() {
  const { id = '' } = usePlaces();
  const { data, error, refetch } = useQuery(productQuery(id));
  useTitle(data?.row?.title);
  if (error && !(error instanceof Refusal && error.status === 404) && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data && !error) return <Loading rows={8} />;
  if (!data?.row) return <Gone />;
  return <Shown key={data.row.product_id} row={data.row} wholes={data.wholes} />;
}

function Gone() {
  return (
    <Empty title={text.gone} more={text.goneMore} whole>
      <Link to="/listings" className="button">{text.back}</Link>
    </Empty>
  );
}

function Shown({ row, wholes }: { row: Row; wholes: readonly Whole[] }) {
  const [scope, setScope] = useState(ALL);
  const [typed, setTyped] = useState<Typed>({});
  const looked = wholes.find((whole) => whole.listing.id === scope) ?? wholes[0];
  const change = (next: string) => {
    setTyped({});
    setScope(next);
  };
  return (
    <>
      <PageHead title={row.title} />
      <WithRail
        label={text.rail}
        rail={
          <>
            <ShopsCard productId={row.product_id} wholes={wholes} />
            {looked && <Judged whole={looked} typed={typed} />}
          </>
        }
      >
        {looked ? (
          <EditCard wholes={wholes} scope={scope} onScope={change} typed={typed} onType={setTyped} />
        ) : (
          <Card><Empty title={text.nowhere} more={text.nowhereMore} /></Card>
        )}
      </WithRail>
    </>
  );
}

/** As it would be with what is typed. */
function Judged({ whole, typed }: { whole: Whole; typed: Typed }) {
  const tried = useTrying(whole, typed);
  return (
    <>
      <Card title={text.findings} sub={<bdi>{whole.account}</bdi>} padded>
        <FindingsList findings={tried.findings as never} label={text.findings} />
      </Card>
      <ScoreCard score={tried.score} shop={whole.account} />
    </>
  );
}
