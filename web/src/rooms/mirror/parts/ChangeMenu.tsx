import { Button } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../../../ui/Icon.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import type { Whole } from '../api.ts';
import { text } from '../changeText.ts';
import { offerName } from '../model.ts';
import { ofOffer, ofProduct, type Proposal } from '../proposals.ts';
import { text as words } from '../text.ts';
import type { Offer, Product } from '../values.ts';
import { ProposeDialog } from './ProposeDialog.tsx';
import { useProposing } from './useProposing.ts';

/** What of a product can be changed here: its texts, whether it is seen, and its price if it has one. */
export function ProductChanges({ whole, product }: { whole: Whole; product: Product }) {
  const proposing = useProposing(whole);
  if (!proposing) return null;
  const name = whole.title ?? words.untitled;
  const [only, ...more] = product.offers;
  const price = only && more.length === 0 && product.variant_ids.length === 0 ? ofOffer(whole, only, name, proposing.currency, proposing.powers) : null;
  return <Proposals proposals={[...(price ? [price] : []), ...ofProduct(whole, product, name, proposing.powers)]} />;
}

export function OfferChanges({ whole, offer }: { whole: Whole; offer: Offer }) {
  const proposing = useProposing(whole);
  const name = [whole.title, offerName(offer)].filter(Boolean).join(', ') || (whole.sku ?? words.untitled);
  const price = proposing && ofOffer(whole, offer, name, proposing.currency, proposing.powers);
  return price ? <Proposals proposals={[price]} /> : null;
}

/** One is a button by itself, several are a menu. */
function Proposals({ proposals }: { proposals: readonly Proposal[] }) {
  const [open, setOpen] = useState<Proposal | null>(null);
  const [only, ...more] = proposals;
  if (!only) return null;
  return (
    <>
      {more.length === 0 ? <Button leftSection={<Icon name="edit" />} onClick={() => setOpen(only)}>{text.verb[only.what]}</Button> : (
        <Menu position="bottom-end">
          <Menu.Target><Button leftSection={<Icon name="edit" />} rightSection={<Icon name="down" size={12} />}>{text.change}</Button></Menu.Target>
          <Menu.Dropdown>
            {proposals.map((one) => <Menu.Item key={one.what} onClick={() => setOpen(one)}>{text.verb[one.what]}</Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
      )}
      <ProposeDialog proposal={open} onClose={() => setOpen(null)} />
    </>
  );
}
