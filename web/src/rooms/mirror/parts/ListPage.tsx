import type { ReactNode } from 'react';
import { useAddress } from '../../../lib/address.ts';
import { Empty } from '../../../ui/Empty.tsx';
import { Link } from '../../../ui/Link.tsx';
import { PageHead } from '../../../ui/PageHead.tsx';
import { PageTabs } from '../../../ui/PageTabs.tsx';
import type { Kind } from '../api.ts';
import { wantedOf } from '../model.ts';
import { text } from '../text.ts';
import { AwayNotes } from './AwayNotes.tsx';

/** What all lists of what shops show have in common. */
export function ListPage({ title, facts, kind, children }: { title: string; facts: string; kind: Kind; children: ReactNode }) {
  const { account } = wantedOf(useAddress().search, {});
  return (
    <>
      <PageHead title={title} facts={facts} />
      <PageTabs
        label={text.views}
        tabs={[
          { to: '/mirror/products', label: text.tabs.products, needs: 'mirror.product.read' },
          { to: '/mirror/orders', label: text.tabs.orders, needs: 'mirror.order.read' },
          { to: '/mirror/customers', label: text.tabs.customers, needs: 'mirror.buyer.read' },
          { to: '/mirror/stock', label: text.tabs.stock, needs: 'mirror.level.read' },
        ]}
      />
      <AwayNotes kind={kind} account={account} />
      {children}
    </>
  );
}

/** Nothing yet, and the one thing that brings it. */
export function NoneYet({ title, more = text.noneMore }: { title: string; more?: string }) {
  return (
    <Empty title={title} more={more}>
      <Link to="/connections" className="button">{text.connections}</Link>
    </Empty>
  );
}
