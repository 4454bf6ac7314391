import type { Whole } from './api.ts';
import { allFindings } from './model.ts';
import { ListingSign } from './parts/cells.tsx';
import { ProductChanges } from './parts/ChangeMenu.tsx';
import { DoubtsCard } from './parts/DoubtsCard.tsx';
import { OffersCard } from './parts/OffersCard.tsx';
import { ProductFacts, ProductParts } from './parts/ProductCards.tsx';
import { WholePage } from './parts/WholePage.tsx';
import { text } from './text.ts';
import type { Product } from './values.ts';

const valueOf = (whole: Whole) => whole.value as Product;

/** One product of a shop, as we understand it and as the shop sent it. */
export default function ProductScreen() {
  return (
    <WholePage
      noun="product"
      list="/mirror/products"
      nameOf={(whole) => whole.title ?? text.untitled}
      sign={(whole) => <ListingSign state={whole.state} />}
      actions={(whole) => <ProductChanges whole={whole} product={valueOf(whole)} />}
    >
      {(whole) => (
        <>
          <DoubtsCard findings={allFindings(valueOf(whole))} />
          <OffersCard whole={whole} product={valueOf(whole)} />
          <ProductFacts whole={whole} product={valueOf(whole)} />
          <ProductParts product={valueOf(whole)} />
        </>
      )}
    </WholePage>
  );
}
