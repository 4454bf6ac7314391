import { PageTabs } from '../../../ui/PageTabs.tsx';
import { text } from '../text.ts';

/** The ways between rules and what they stand on. */
export function PricesTabs() {
  return (
    <PageTabs
      label={text.tabsLabel}
      tabs={[
        { to: '/pricing', label: text.tabs.rules, needs: 'pricing.rule.read' },
        { to: '/pricing/floors', label: text.tabs.floors, needs: 'pricing.floor.read' },
        { to: '/pricing/rates', label: text.tabs.rates, needs: 'pricing.rates.read' },
        { to: '/pricing/taxes', label: text.tabs.taxes, needs: 'pricing.tax.read' },
      ]}
    />
  );
}
