import type { ReactNode } from 'react';
import { Empty } from '../../../ui/Empty.tsx';
import { Link } from '../../../ui/Link.tsx';
import { PageHead } from '../../../ui/PageHead.tsx';
import { PageTabs } from '../../../ui/PageTabs.tsx';
import { text } from '../text.ts';

/** What all lists of what shops show have in common. */
export function ListPage({ title, facts, children }: { title: string; facts: string; children: ReactNode }) {
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
