import { Button } from '@mantine/core';
import { Icon, type IconName } from '../../../../ui/Icon.tsx';
import { Time } from '../../../../ui/Time.tsx';
import type { Session } from '../api.ts';
import { text } from '../text.ts';
import classes from './account.module.css';

const PHONES = new Set(['iOS', 'Android']);

export function nameOf({ name, browser, system }: Session): string {
  if (name) return name;
  if (browser && system) return text.on(browser, system);
  return browser || system || text.unknownDevice;
}

export function SessionRow({ session, busy, end }: { session: Session; busy: boolean; end: () => void }) {
  const name = nameOf(session);
  const icon: IconName = session.kind === 'machine' ? 'key' : PHONES.has(session.system) ? 'phone' : 'desktop';
  return (
    <li className={classes.item}>
      <Icon name={icon} />
      <div className={classes.what}>
        <b><bdi>{name}</bdi></b>
        {session.this_one && <span className={classes.tag}>{text.here}</span>}
        <small>
          <span>{session.address}</span>
          <span>{text.signedIn} <Time at={session.made_at} as="when" /></span>
          {!session.this_one && <span>{text.seen} <Time at={session.seen_at} /></span>}
          {session.second_factor && <span>{text.withFactor}</span>}
        </small>
      </div>
      <Button onClick={end} disabled={busy} aria-label={text.endNamed(name)}>{text.end}</Button>
    </li>
  );
}
