import { PageTabs } from '../../../ui/PageTabs.tsx';
import { titles as files } from '../files/titles.ts';
import { text } from '../text.ts';

/** The ways between products, what waits to be matched, and what names goods. */
export function CatalogueTabs() {
  return (
    <PageTabs
      label={text.tabsLabel}
      tabs={[
        { to: '/catalog', label: text.tabs.products, needs: 'catalog.product.read' },
        { to: '/catalog/matches', label: text.tabs.matches, needs: 'catalog.match.read' },
        { to: '/catalog/files', label: files.tables, needs: 'catalog.product.write' },
        { to: '/catalog/names', label: text.tabs.names, needs: 'catalog.product.read' },
      ]}
    />
  );
}
