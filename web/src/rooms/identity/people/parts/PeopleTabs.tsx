import { PageTabs } from '../../../../ui/PageTabs.tsx';
import { text } from '../text.ts';

/** The screens about people; what may not be opened is absent. */
export function PeopleTabs() {
  return (
    <PageTabs
      label={text.views}
      tabs={[
        { to: '/people', label: text.members, needs: 'identity.member.read' },
        { to: '/people/invitations', label: text.invitations, needs: 'identity.invitation.read' },
        { to: '/people/roles', label: text.roles, needs: 'identity.member.read' },
        { to: '/people/limits', label: text.limits, needs: 'identity.limit.read' },
      ]}
    />
  );
}
