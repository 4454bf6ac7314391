import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useAddress, useGo } from '../../../lib/address.ts';
import { useMay } from '../../../lib/me.ts';
import { number } from '../../../lib/number.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { Sign } from '../../../ui/State.tsx';
import { Time } from '../../../ui/Time.tsx';
import { actOnChannel, type ChannelAct, STOCK } from '../api.ts';
import { text } from '../itemText.ts';
import { lasted } from '../model.ts';
import type { SoldAt } from '../shapes.ts';
import { ShopName, shownAs, TruthSign, Wide } from './Shared.tsx';
import classes from './stock.module.css';

type Props = { shops: readonly SoldAt[]; chosen: string; onHold: (shop: SoldAt) => void };

/** What each shop should show of it, what it shows, and how that is known. */
export function ShopsCard({ shops, chosen, onHold }: Props) {
  const may = useMay()('stock.channel.write');
  const act = useChannelAct();
  const rhythms = new Set(shops.filter(({ state }) => state !== 'off').map(({ rhythm }) => rhythm));
  const [only] = rhythms;
  const live = shops.filter(({ state }) => state === 'on');
  const { shop, from, kept, should, shows, truth, proof, at } = text.heads;
  return (
    <Card
      title={text.shops}
      sub={rhythms.size === 1 && only ? text.rhythms[only] : text.mixed}
      end={may && live.length > 0 && <Button size="xs" leftSection={<Icon name="upload" />} onClick={() => live.forEach((one) => act(one.account_id, 'push', text.pushed(one.name)))}>{text.pushNow}</Button>}
    >
      <Wide label={text.shops}>
        <table className={`${classes.lines} ${classes.phone}`}>
          <thead>
            <tr>
              <th scope="col">{shop}</th><th scope="col">{from}</th><th scope="col">{kept}</th><th scope="col" className={classes.num}>{should}</th><th scope="col" className={classes.num}>{shows}</th><th scope="col">{truth}</th>
              <th scope="col" className={classes.num}>{proof}</th><th scope="col" className={classes.num}>{at}</th>{may && <th scope="col"><span className="sr">{text.heads.act}</span></th>}
            </tr>
          </thead>
          <tbody>
            {shops.map((one) => <ShopRow key={one.account_id} shop={one} chosen={one.account_id === chosen} may={may} act={act} onHold={onHold} />)}
          </tbody>
        </table>
      </Wide>
    </Card>
  );
}

type RowProps = { shop: SoldAt; chosen: boolean; may: boolean; act: ReturnType<typeof useChannelAct>; onHold: (shop: SoldAt) => void };

function ShopRow({ shop, chosen, may, act, onHold }: RowProps) {
  const { change } = useAddress();
  const { from, kept, should, shows, proof } = text.heads;
  return (
    <tr className={chosen ? classes.chosen : ''}>
      <th scope="row">
        <ShopName platform={shop.platform} name={shop.name} />
      </th>
      <td data-label={from} className="muted">{shop.sells_from.length === 0 ? text.everywhere : shop.sells_from.join(', ')}</td>
      <td data-label={kept} className="muted">{shop.kept_back === 0 ? text.none : number(shop.kept_back)}</td>
      <td data-label={should} className={classes.num}>
        <button type="button" className="why" aria-pressed={chosen} title={text.why(shownAs(shop.should), shop.name)} onClick={() => change({ shop: shop.account_id })}>{shownAs(shop.should)}</button>
      </td>
      <td data-label={shows} className={`${classes.num} strong`}>{shownAs(shop.shows)}</td>
      <td>{shop.state === 'held' ? <><Sign shape="shield" colour="warn">{text.held}</Sign><small className={classes.why}>{shop.held_why}</small></> : <TruthSign truth={shop.truth} />}</td>
      <td data-label={proof} className={`${classes.num} muted`}>{shop.latency_ms === null ? '' : lasted(shop.latency_ms)}</td>
      <td className={`${classes.num} faint`}><LastSeen shop={shop} /></td>
      {may && <td className={`${classes.acts} ${classes.menu}`}><Acts shop={shop} act={act} onHold={onHold} /></td>}
    </tr>
  );
}

function LastSeen({ shop: { truth, proven_at: proven, seen_at: seen } }: { shop: SoldAt }) {
  const at = truth === 'proven' ? (proven ?? seen) : seen;
  return at ? <Time at={at} /> : null;
}

function Acts({ shop, act, onHold }: Omit<RowProps, 'chosen' | 'may'>) {
  const go = useGo();
  return (
    <Menu position="bottom-end">
      <Menu.Target><IconButton icon="more" size={24} label={text.acts(shop.name)} /></Menu.Target>
      <Menu.Dropdown>
        {shop.state === 'on' && <Menu.Item leftSection={<Icon name="upload" />} onClick={() => act(shop.account_id, 'push', text.pushed(shop.name))}>{text.pushNow}</Menu.Item>}
        {shop.state === 'on' && <Menu.Item leftSection={<Icon name="stop" />} onClick={() => onHold(shop)}>{text.holdShop}</Menu.Item>}
        {shop.state === 'held' && <Menu.Item leftSection={<Icon name="play" />} onClick={() => act(shop.account_id, 'resume', text.resumed(shop.name))}>{text.resume}</Menu.Item>}
        <Menu.Item leftSection={<Icon name="settings" />} onClick={() => go(`/stock/shops/${shop.account_id}`)}>{text.settings}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Something done to a shop at once, told when it is done. */
export function useChannelAct() {
  const client = useQueryClient();
  return (id: string, act: ChannelAct, said: string, undo?: { act: ChannelAct; said: string }) =>
    attempt(async () => {
      await actOnChannel(id, act);
      await client.invalidateQueries({ queryKey: STOCK });
      const back = undo && (() => attempt(async () => {
        await actOnChannel(id, undo.act);
        await client.invalidateQueries({ queryKey: STOCK });
        toast(undo.said);
      }));
      toast(said, back ? { act: { label: text.undo, icon: 'undo', run: back } } : {});
    });
}
