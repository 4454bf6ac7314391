import { PageTabs } from '../../../ui/PageTabs.tsx';
import { text } from '../text.ts';

/** The ways between products by shops, templates and mappings. */
export function ListingsTabs() {
  return (
    <PageTabs
      label={text.tabsLabel}
      tabs={[
        { to: '/listings', label: text.tabs.matrix, needs: 'listings.listing.read' },
        { to: '/listings/templates', label: text.tabs.templates, needs: 'listings.template.read' },
        { to: '/listings/mappings', label: text.tabs.mappings, needs: 'listings.mapping.read' },
      ]}
    />
  );
}
