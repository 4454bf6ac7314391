import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { useShops } from '../../../lib/shops.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { HandOverDialog, type HandingOver } from '../../../ui/change/HandOverDialog.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { Note } from '../../../ui/Note.tsx';
import { State } from '../../../ui/State.tsx';
import { type Act, addDrafts, LISTINGS, type Listing, type Whole } from '../api.ts';
import { text } from '../editText.ts';
import { ACTS, thingsOf } from '../model.ts';
import { text as common } from '../text.ts';
import { ActDialog, type Asked } from './ActDialog.tsx';
import classes from './ShopsCard.module.css';

/** Where it stands at each shop, and what can be done there. */
export function ShopsCard({ productId, wholes }: { productId: string; wholes: readonly Whole[] }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [handing, setHanding] = useState<HandingOver | null>(null);
  const mays = useMay();
  const [may, mayHand] = [mays('listings.listing.write'), mays('changes.owner.approve')];
  const client = useQueryClient();
  const told = () => void client.invalidateQueries({ queryKey: LISTINGS });
  return (
    <Card title={text.atShops} padded>
      <ul className={classes.list}>
        {wholes.map((whole) => (
          <li key={whole.listing.id}>
            <Words whole={whole} />
            {mayHand && whole.listing.remote_id !== null && <Button size="xs" onClick={() => setHanding({ title: whole.account, parts: [{ account: whole.listing.account_id, things: thingsOf(whole), fields: [] }] })}>{text.hand}</Button>}
            {may && <Acts listing={whole.listing} onAsk={(act) => setAsked({ act, listings: [whole.listing] })} />}
          </li>
        ))}
        {may && <Missing productId={productId} taken={wholes.map((whole) => whole.listing.account_id)} />}
      </ul>
      <ActDialog asked={asked} onClose={() => setAsked(null)} />
      <HandOverDialog wanted={handing} onClose={() => setHanding(null)} onDone={told} />
    </Card>
  );
}

function Words({ whole: { account, listing } }: { whole: Whole }) {
  return (
    <span className={classes.words}>
      <bdi>{account}</bdi>
      <State name={listing.status} />
      {listing.finding && <small className="bad" lang="en">{text.refused}: {listing.finding.sentence} {listing.finding.next_step}</small>}
      {listing.set_id && <small><Link to={`/changes/${listing.set_id}`} className="link">{text.set}</Link></small>}
    </span>
  );
}

function Acts({ listing, onAsk }: { listing: Listing; onAsk: (act: Act) => void }) {
  const possible = (Object.keys(ACTS) as Act[]).filter((each) => each !== 'plan' && ACTS[each].includes(listing.status));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" aria-label={text.acts} rightSection={<Icon name="down" size={12} />}>{text.acts}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {possible.map((each) => <Menu.Item key={each} onClick={() => onAsk(each)}>{common.acts[each]}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Shops that do not have it yet. */
function Missing({ productId, taken }: { productId: string; taken: readonly string[] }) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const missing = (useShops().all ?? []).filter((shop) => shop.state !== 'disconnected' && !taken.includes(shop.id));
  if (missing.length === 0) return null;
  const add = (id: string) =>
    void act(async () => {
      await addDrafts([productId], [id]);
      toast(text.listed);
      await client.invalidateQueries({ queryKey: LISTINGS });
    });
  return (
    <li>
      {missing.map((shop) => (
        <Button key={shop.id} size="xs" leftSection={<Icon name="plus" />} loading={busy} onClick={() => add(shop.id)}>
          <span>{text.listAt} <bdi>{shop.name}</bdi></span>
        </Button>
      ))}
      {refused && <Note tone="bad" icon="warn" role="alert">{refused.message} {refused.nextStep}</Note>}
    </li>
  );
}
