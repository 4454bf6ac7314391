import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePlaces } from '../../lib/address.ts';
import { CHANGES } from '../../lib/changes.ts';
import { useMay } from '../../lib/me.ts';
import { Refusal } from '../../lib/problem.ts';
import { offlineSince } from '../../lib/reach.ts';
import { useShops } from '../../lib/shops.ts';
import { useSignal } from '../../lib/signal.ts';
import { useTitle } from '../../lib/title.ts';
import { attempt } from '../../lib/useAct.ts';
import { useLookAgain } from '../../lib/useLookAgain.ts';
import { Card } from '../../ui/Card.tsx';
import { DifferenceList } from '../../ui/change/DifferenceList.tsx';
import { FindingsList } from '../../ui/change/FindingsList.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, WithRail } from '../../ui/PageHead.tsx';
import { State } from '../../ui/State.tsx';
import { Tile } from '../../ui/Tile.tsx';
import { type Receipt, receiptQuery, undoSet } from './api.ts';
import { isMoving, isWaiting } from './model.ts';
import { DecideCard } from './parts/DecideCard.tsx';
import { EditDialog } from './parts/EditDialog.tsx';
import { Gone } from './parts/Gone.tsx';
import { Owners } from './parts/Owners.tsx';
import { ReceiptFacts } from './parts/ReceiptFacts.tsx';
import { SentCard } from './parts/SentCard.tsx';
import { WayCard } from './parts/WayCard.tsx';
import { useUndo } from './parts/useUndo.tsx';
import { text } from './receiptText.ts';

const LOOK_EVERY_MS = 3_000;

/** All that is known of one change: who, why, what was sent, answered, and read back. */
export default function ReceiptScreen() {
  const { id = '' } = usePlaces();
  const { data, error, refetch } = useQuery(receiptQuery(id));
  useTitle(data?.title || undefined);
  useLookAgain(CHANGES, data && isMoving({ [data.state]: 1 }) ? LOOK_EVERY_MS : null);
  if (error instanceof Refusal && error.status === 404) return <Gone />;
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={8} />;
  return (
    <>
      <Head receipt={data} />
      <WithRail label={text.facts} rail={<ReceiptFacts receipt={data} />}>
        <DecideCard receipt={data} />
        <Card title={text.difference} padded><DifferenceList differences={data.differences} /><Owners owners={data.owners} /></Card>
        {data.finding && <Card title={text.why} padded><FindingsList findings={[data.finding]} label={text.why} guard={data.state === 'held'} /></Card>}
        <Card title={text.findings} padded><FindingsList findings={data.findings} /></Card>
        <WayCard receipt={data} />
        <SentCard receipt={data} />
      </WithRail>
    </>
  );
}

function Head({ receipt }: { receipt: Receipt }) {
  const shop = useShops().of(receipt.account_id);
  const may = useMay()('changes.set.write');
  const offline = useSignal(offlineSince) !== null;
  const { undone, dialog } = useUndo();
  const [editing, setEditing] = useState(false);
  const name = receipt.title || text.untitled;
  return (
    <>
      <PageHead
        title={name}
        facts={
          <>
            <State name={receipt.state} pill />
            {shop && <Link to={`/connections/${shop.id}`} className="row"><Tile platform={shop.platform} /><bdi>{shop.name}</bdi></Link>}
            <span>{text.ofSet} <Link to={`/changes/${receipt.set_id}`} className="link"><bdi>{receipt.set_title}</bdi></Link></span>
          </>
        }
        actions={
          may && (
            <>
              {isWaiting(receipt.state) && <Button leftSection={<Icon name="edit" />} onClick={() => setEditing(true)}>{text.edit}</Button>}
              {receipt.state === 'proven' && <Button leftSection={<Icon name="undo" />} disabled={offline} onClick={() => attempt(async () => undone(await undoSet(receipt.set_id, [receipt.id])))}>{text.undo}</Button>}
            </>
          )
        }
      />
      {dialog}
      <EditDialog receipt={editing ? receipt : null} name={name} onClose={() => setEditing(false)} />
    </>
  );
}
