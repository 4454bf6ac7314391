import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Tile } from '../../ui/Tile.tsx';
import { Time } from '../../ui/Time.tsx';
import { channelsQuery } from './api.ts';
import { lasted } from './model.ts';
import { ChannelActs, ChannelSign } from './parts/ChannelActs.tsx';
import { StockTabs, Wide } from './parts/Shared.tsx';
import classes from './parts/stock.module.css';
import type { Channel } from './shapes.ts';
import { text } from './shopText.ts';

/** Every shop: whether it is told of stock, how often, how quickly, and what is off there. */
export default function ShopsScreen() {
  const channels = useQuery(channelsQuery);
  return (
    <>
      <PageHead title={text.title} facts={text.facts} />
      <StockTabs />
      <Card label={text.list}>
        {!channels.data && (channels.error ? <ErrorState error={channels.error} retry={() => void channels.refetch()} /> : <Loading rows={5} />)}
        {channels.data?.length === 0 && <Empty title={text.empty} more={text.emptyMore}><Link to="/connections" className="button">{text.toConnections}</Link></Empty>}
        {channels.data && channels.data.length > 0 && <Shops channels={channels.data} />}
      </Card>
    </>
  );
}

function Shops({ channels }: { channels: readonly Channel[] }) {
  const may = useMay()('stock.channel.write');
  const { shop, state, rhythm, waiting, differing, half, most, pushed, act } = text.heads;
  return (
    <Wide label={text.list}>
      <table className={`${classes.lines} ${classes.phone}`}>
        <thead>
          <tr>
            <th scope="col">{shop}</th><th scope="col">{state}</th><th scope="col">{rhythm}</th><th scope="col" className={classes.num}>{waiting}</th><th scope="col" className={classes.num}>{differing}</th>
            <th scope="col" className={classes.num}>{half}</th><th scope="col" className={classes.num}>{most}</th><th scope="col" className={classes.num}>{pushed}</th>{may && <th scope="col"><span className="sr">{act}</span></th>}
          </tr>
        </thead>
        <tbody>{channels.map((channel) => <ShopRow key={channel.account_id} channel={channel} may={may} />)}</tbody>
      </table>
    </Wide>
  );
}

function ShopRow({ channel, may }: { channel: Channel; may: boolean }) {
  const { account_id: id, name, platform, state, held_why: why, p50_ms: half, p99_ms: most, pushed_at: pushed } = channel;
  const { rhythm, waiting, differing, half: halfHead, most: mostHead, pushed: pushedHead } = text.heads;
  return (
    <tr>
      <th scope="row"><span className={classes.shop}><Tile platform={platform} /><Link to={`/stock/shops/${id}`} className="link"><bdi>{name}</bdi></Link></span></th>
      <td><ChannelSign state={state} />{state === 'held' && <small>{why}</small>}</td>
      <td data-label={rhythm} className="muted">{state === 'off' ? '' : text.rhythms[channel.rhythm]}</td>
      <td data-label={waiting} className={classes.num}>{number(channel.waiting)}</td>
      <td data-label={differing} className={`${classes.num} ${channel.differing > 0 && state !== 'off' ? 'warn' : ''}`}>{number(channel.differing)}</td>
      <td data-label={halfHead} className={`${classes.num} muted`}>{half === null ? '' : lasted(half)}</td>
      <td data-label={mostHead} className={`${classes.num} muted`}>{most === null ? '' : lasted(most)}</td>
      <td data-label={pushedHead} className={`${classes.num} faint`}>{pushed ? <Time at={pushed} /> : text.never}</td>
      {may && <td className={classes.acts}><ChannelActs channel={channel} /></td>}
    </tr>
  );
}
