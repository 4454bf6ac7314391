import { useQuery } from '@tanstack/react-query';
import { usePlaces } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Note } from '../../ui/Note.tsx';
import { PageHead, Stack, WithRail } from '../../ui/PageHead.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useRows } from '../../ui/table/useRows.ts';
import { Time } from '../../ui/Time.tsx';
import { channelsQuery, readSyncs, STOCK } from './api.ts';
import { ChannelActs, ChannelSign } from './parts/ChannelActs.tsx';
import { ChannelForm } from './parts/ChannelForm.tsx';
import { LatencyCard } from './parts/LatencyCard.tsx';
import { RemotePlaces } from './parts/RemotePlaces.tsx';
import classes from './parts/stock.module.css';
import type { Channel, Sync } from './shapes.ts';
import { text } from './shopText.ts';
import { titles } from './titles.ts';

/** One shop: how it is told of stock, how quickly, and every time it was. */
export default function ShopScreen() {
  const { id = '' } = usePlaces();
  const channels = useQuery(channelsQuery);
  const channel = channels.data?.find(({ account_id: one }) => one === id);
  if (channel) return <Found channel={channel} />;
  return (
    <>
      <PageHead title={titles.shop} />
      <Card label={titles.shop}>
        {channels.data ? <Empty title={text.empty} more={text.emptyMore}><Link to="/connections" className="button">{text.toConnections}</Link></Empty> : channels.error ? <ErrorState error={channels.error} retry={() => void channels.refetch()} /> : <Loading rows={6} />}
      </Card>
    </>
  );
}

function Found({ channel }: { channel: Channel }) {
  const may = useMay()('stock.channel.write');
  const { account_id: id, state } = channel;
  return (
    <>
      <PageHead title={channel.name} facts={<><ChannelSign state={state} /><span>{text.heads.pushed} {channel.pushed_at ? <Time at={channel.pushed_at} /> : text.never}</span></>} actions={may && <ChannelActs channel={channel} filled />} />
      <Stack>
        {state === 'held' && <Note tone="warn" icon="stop" role="status"><b>{text.heldWhy(channel.held_why)}</b> {text.heldMore}</Note>}
        {state === 'off' && <Note icon="lock">{text.offMore}</Note>}
        <WithRail label={text.rail} rail={<><Standing channel={channel} /><LatencyCard id={id} state={state} /></>}>
          <ChannelForm key={channel.version} channel={channel} />
          <RemotePlaces id={id} />
          <Syncs id={id} />
        </WithRail>
      </Stack>
    </>
  );
}

function Standing({ channel }: { channel: Channel }) {
  return (
    <Card title={text.state} padded>
      <Facts
        facts={[
          [text.heads.state, <ChannelSign key="s" state={channel.state} />],
          [text.waitingWords, number(channel.waiting)],
          [text.differingWords, number(channel.differing)],
          [text.heads.pushed, channel.pushed_at ? <Time key="p" at={channel.pushed_at} /> : text.never],
        ]}
      />
    </Card>
  );
}

function Syncs({ id }: { id: string }) {
  const rows = useRows<Sync>({ key: [...STOCK, 'syncs', id], id: (row) => row.id, page: 50, read: ({ limit, cursor, signal }) => readSyncs(id, { limit, cursor }, signal) });
  const { at, why, compared, differing, set } = text.syncHeads;
  const columns: Column<Sync>[] = [
    { id: 'why', head: why, kind: 'text', cell: (row) => text.whys[row.why] ?? row.why },
    { id: 'at', head: at, kind: 'time', phone: 'end', cell: (row) => <Time at={row.at} as="exact" /> },
    { id: 'compared', head: compared, kind: 'number', cell: (row) => number(row.compared) },
    { id: 'differing', head: differing, kind: 'number', phone: 'more', cell: (row) => <><b className="no-phone">{number(row.differing)}</b><span className="only-phone">{text.differOf(number(row.differing), number(row.compared))}</span></> },
    { id: 'set', head: set, kind: 'code', cell: (row) => row.set_id && <Link to={`/changes/${row.set_id}`} className="link">{text.openSet}</Link> },
  ];
  return (
    <div className={classes.stack}>
      <h2 className={classes.caption}>{text.syncs} <small>{text.syncsSub}</small></h2>
      <DataTable name="stock-syncs" label={text.syncs} rows={rows} columns={columns} nameOf={(row) => row.at} empty={<Empty title={text.noSyncs} more={text.noSyncsMore} />} />
    </div>
  );
}
