import type { ReactNode } from 'react';
import { Card } from '../../ui/Card.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Money } from '../../ui/Money.tsx';
import { Picture } from '../../ui/Picture.tsx';
import { Time } from '../../ui/Time.tsx';
import type { Whole } from './api.ts';
import { offerName } from './model.ts';
import { ListingSign } from './parts/cells.tsx';
import { OfferChanges } from './parts/ChangeMenu.tsx';
import { DoubtsCard } from './parts/DoubtsCard.tsx';
import { StockWords } from './parts/OffersCard.tsx';
import { WholePage } from './parts/WholePage.tsx';
import { text as words } from './text.ts';
import type { Offer } from './values.ts';
import { text } from './wholeText.ts';

const valueOf = (whole: Whole) => whole.value as Offer;

/** One variant that the shop tells apart from its product. */
export default function OfferScreen() {
  return (
    <WholePage
      noun="offer"
      list="/mirror/products"
      nameOf={(whole) => offerName(valueOf(whole)) || (whole.title ?? whole.sku ?? words.untitled)}
      sign={(whole) => <ListingSign state={whole.state} />}
      actions={(whole) => <OfferChanges whole={whole} offer={valueOf(whole)} />}
    >
      {(whole) => (
        <>
          <DoubtsCard findings={valueOf(whole).findings} />
          <Card title={text.facts} padded>
            {whole.image_url && <Picture url={whole.image_url} alt="" large />}
            <Facts facts={facts(whole, valueOf(whole))} />
          </Card>
        </>
      )}
    </WholePage>
  );
}

function facts(whole: Whole, offer: Offer): (readonly [string, ReactNode])[] {
  return [
    ...offer.choices.flatMap(({ option, value }) => (value === null ? [] : [[option, <bdi key={option}>{value}</bdi>] as const])),
    ...(offer.sku ? [[text.offerHeads.sku, <span key="sku" className="sku">{offer.sku}</span>] as const] : []),
    ...(offer.gtin ? [[text.gtin, offer.gtin] as const] : []),
    [text.price, offer.price ? <Money key="price" {...offer.price} /> : words.notTold],
    ...(offer.regular ? [[text.regular, <Money key="regular" {...offer.regular} />] as const] : []),
    ...(offer.compare_at ? [[text.compare, <Money key="compare" {...offer.compare_at} />] as const] : []),
    ...(offer.sale?.ends_at ? [[text.saleEnds, <Time key="sale" at={offer.sale.ends_at} as="when" />] as const] : []),
    [text.offerHeads.stock, <StockWords key="stock" stock={offer.stock} />],
    ...(offer.weight ? [[text.weight, offer.weight] as const] : []),
    [text.id, <code key="id">{whole.remote_id}</code>],
    [text.product, <code key="product">{offer.product_id}</code>],
  ];
}
