import { PageTabs } from '../../../ui/PageTabs.tsx';
import { text } from '../text.ts';

/** The ways between the queue and the rules. */
export function ChangesTabs() {
  return (
    <PageTabs
      label={text.tabsLabel}
      tabs={[
        { to: '/changes', label: text.tabs.queue, needs: 'changes.set.read' },
        { to: '/changes/drift', label: text.tabs.drift, needs: 'changes.drift.read' },
        { to: '/changes/rules', label: text.tabs.rules, needs: 'changes.limits.read' },
      ]}
    />
  );
}
