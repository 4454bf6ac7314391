import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { number } from '../../../lib/number.ts';
import { useMay } from '../../../lib/me.ts';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Money } from '../../../ui/Money.tsx';
import { Picture } from '../../../ui/Picture.tsx';
import { offersQuery, type Whole } from '../api.ts';
import { text as changing } from '../changeText.ts';
import { offerName } from '../model.ts';
import { ofOffer, type Proposal } from '../proposals.ts';
import { text as words } from '../text.ts';
import type { Offer, Product, Stock } from '../values.ts';
import { text } from '../wholeText.ts';
import { ListingSign, Price } from './cells.tsx';
import { ProposeDialog } from './ProposeDialog.tsx';
import { useProposing } from './useProposing.ts';
import classes from './rows.module.css';

/** What of a product is sold; variants that the shop tells apart are asked for here. */
export function OffersCard({ whole, product }: { whole: Whole; product: Product }) {
  const may = useMay()('mirror.offer.read');
  const proposing = useProposing(whole);
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const change = (offer: Offer) => {
    const name = [whole.title, offerName(offer)].filter(Boolean).join(', ');
    const price = proposing && ofOffer(whole, offer, name, proposing.currency, proposing.powers);
    return price && <IconButton icon="edit" label={changing.priceOf(name)} onClick={() => setProposal(price)} />;
  };
  if (product.variant_ids.length > 0 && may) return <Apart whole={whole} count={product.variant_ids.length} />;
  return (
    <Card title={text.offers} sub={text.offersSub(product.offers.length)}>
      {product.offers.length === 0 ? <p className={classes.none}>{text.noOffers}</p> : (
        <Frame acts={proposing !== null}>
          {product.offers.map((offer, at) => (
            <tr key={offer.variant_id ?? at}>
              <th scope="row"><span className={classes.item}>{offer.image && <Picture url={offer.image.url} alt="" />}<span><bdi>{offerName(offer) || text.itself}</bdi>{offer.sku && <small className="sku">{offer.sku}</small>}</span></span></th>
              <td><ListingSign state={offer.state} /></td>
              <td className={classes.right}><InStock stock={offer.stock} /></td>
              <td className={classes.right}><Priced offer={offer} /></td>
              {proposing && <td className={classes.right}>{change(offer)}</td>}
            </tr>
          ))}
        </Frame>
      )}
      <ProposeDialog proposal={proposal} onClose={() => setProposal(null)} />
    </Card>
  );
}

function Apart({ whole, count }: { whole: Whole; count: number }) {
  const { data, error, refetch } = useQuery(offersQuery(whole.account_id, whole.remote_id));
  const shown = data?.items.length ?? 0;
  return (
    <Card title={text.offers} sub={data ? (shown < count ? text.offersMore(shown, count) : text.offersSub(shown)) : ''}>
      {!data ? (error ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading rows={3} />) : shown === 0 ? <p className={classes.none}>{text.noOffers}</p> : (
        <Frame>
          {data.items.map((offer) => (
            <tr key={offer.id}>
              <th scope="row">
                <Link to={`/mirror/offers/${offer.id}`} className={`${classes.item} link`}>
                  {offer.image_url && <Picture url={offer.image_url} alt="" />}<bdi>{offer.title ?? offer.sku ?? offer.remote_id}</bdi>
                </Link>
                {offer.sku && <small className="sku">{offer.sku}</small>}
              </th>
              <td><ListingSign state={offer.state} /></td>
              <td className={classes.right}>{offer.findings > 0 && <span className="warn">{words.doubts(offer.findings)}</span>}</td>
              <td className={classes.right}><Price thing={offer} /></td>
            </tr>
          ))}
        </Frame>
      )}
    </Card>
  );
}

function Frame({ acts = false, children }: { acts?: boolean; children: React.ReactNode }) {
  const { offer, state, stock, price } = text.offerHeads;
  return (
    // A region that scrolls is reached by the keyboard too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={text.offers}>
      <table className={classes.table}>
        <thead><tr><th scope="col">{offer}</th><th scope="col">{state}</th><th scope="col" className={classes.right}>{stock}</th><th scope="col" className={classes.right}>{price}</th>{acts && <th scope="col"><span className="sr">{changing.change}</span></th>}</tr></thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export function Priced({ offer }: { offer: Pick<Offer, 'price' | 'compare_at'> }) {
  if (!offer.price) return <span className="faint">{words.notTold}</span>;
  return (
    <>
      <Money {...offer.price} />
      {offer.compare_at && <small><span className="sr">{text.was} </span><span className={classes.struck}><Money {...offer.compare_at} /></span></small>}
    </>
  );
}

export function InStock({ stock }: { stock: Stock }) {
  const state = stock.state === null ? words.notTold : (text.stocks[stock.state] ?? stock.state);
  if (stock.quantity === null) return <>{state}{stock.counted_by === 'nobody' && <small>{text.uncounted}</small>}</>;
  return (
    <>
      <b className={stock.quantity <= 0 ? 'warn' : ''}>{number(stock.quantity)}</b>
      <small>{stock.counted_by === 'product' ? text.shared : state}</small>
    </>
  );
}

/** The same in one line, among facts. */
export function StockWords({ stock }: { stock: Stock }) {
  const state = stock.state === null ? words.notTold : (text.stocks[stock.state] ?? stock.state);
  if (stock.quantity === null) return stock.counted_by === 'nobody' ? `${state}, ${text.uncounted}` : state;
  return `${number(stock.quantity)}, ${stock.counted_by === 'product' ? text.shared : state}`;
}
