import { useMay } from '../../../../lib/me.ts';
import { Link } from '../../../../ui/Link.tsx';
import { text } from '../text.ts';
import classes from './PeopleTabs.module.css';

const VIEWS = [
  { to: '/people', label: () => text.members, needs: 'identity.member.read' },
  { to: '/people/invitations', label: () => text.invitations, needs: 'identity.invitation.read' },
  { to: '/people/roles', label: () => text.roles, needs: 'identity.member.read' },
  { to: '/people/limits', label: () => text.limits, needs: 'identity.limit.read' },
];

/** The screens about people; what may not be opened is absent. */
export function PeopleTabs() {
  const may = useMay();
  return (
    <nav className={classes.tabs} aria-label={text.views}>
      {VIEWS.filter((view) => may(view.needs)).map((view) => (
        <Link key={view.to} to={view.to} exact>{view.label()}</Link>
      ))}
    </nav>
  );
}
