import { useMe } from '../../lib/me.ts';
import { Link } from '../../ui/Link.tsx';
import { Note } from '../../ui/Note.tsx';
import { screens } from '../rooms.ts';
import classes from './OfflineBanner.module.css';
import { text } from './text.ts';

const SECURITY = '/me/security';

/** The role is there, but the workspace asks for more before it may be used. */
export function WithheldBanner() {
  const me = useMe();
  if (!me?.withheld) return null;
  const known = screens.some((screen) => screen.path === SECURITY);
  return (
    <div className={classes.banner} role="status">
      <Note tone="warn" icon="lock" end={known && <Link to={SECURITY} className="button">{text.toSecurity}</Link>}>
        <b>{me.withheld}</b>
      </Note>
    </div>
  );
}
