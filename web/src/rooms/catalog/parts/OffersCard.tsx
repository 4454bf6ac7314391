import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { useShops } from '../../../lib/shops.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Tile } from '../../../ui/Tile.tsx';
import { PRODUCTS, unlink, type Whole } from '../api.ts';
import { grouped, textOf } from '../model.ts';
import { text } from '../productText.ts';
import classes from './catalog.module.css';

/** The listings of shops that are this product, each with the variants that it sells. */
export function OffersCard({ whole }: { whole: Whole }) {
  const may = useMay()('catalog.match.write');
  const client = useQueryClient();
  const shops = useShops();
  const listings = [...grouped(whole.offers, (offer) => `${offer.account_id} ${offer.remote_product_id}`).entries()];
  const skuOf = (id: string) => textOf(whole.variants.find((one) => one.id === id)?.fields ?? {}, 'sku');

  const part = (ids: readonly string[]) =>
    attempt(async () => {
      await unlink(ids);
      await client.invalidateQueries({ queryKey: PRODUCTS });
      toast(text.unlinked);
    });

  return (
    <Card title={text.offers} sub={listings.length || ''}>
      {listings.length === 0 ? <p className={classes.none}>{text.noOffers}</p> : (
        <ul className={classes.rows}>
          {listings.map(([key, offers]) => {
            const [{ account_id: account, remote_product_id: remote } = { account_id: '', remote_product_id: '' }] = offers;
            return (
              <li key={key}>
                <Tile platform={shops.of(account)?.platform ?? ''} />
                <span className={classes.grow}>
                  <Link to={`/mirror/products?account=${account}&q=${encodeURIComponent(remote)}`} className="link" title={text.openShop}><bdi>{shops.nameOf(account) || remote}</bdi></Link>
                  <small className="sku">{offers.map((one) => skuOf(one.variant_id)).filter(Boolean).join(', ') || remote}</small>
                </span>
                {may && <Button size="xs" variant="subtle" color="gray" aria-label={text.unlinkOf(shops.nameOf(account))} onClick={() => part(offers.map((one) => one.id))}>{text.unlink}</Button>}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
