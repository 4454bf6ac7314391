import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import classes from './Note.module.css';

export type NoteTone = 'plain' | 'accent' | 'ok' | 'warn' | 'bad' | 'unknown';

type Props = { tone?: NoteTone; icon?: IconName; role?: 'alert' | 'status'; end?: ReactNode; children: ReactNode };

/** A verdict, a finding, an explanation; as a banner only for what stops work on the page. */
export function Note({ tone = 'plain', icon, role, end, children }: Props) {
  return (
    <div className={`${classes.note} ${classes[tone]}`} role={role}>
      {icon && <Icon name={icon} />}
      <div className={classes.words}>{children}</div>
      {end}
    </div>
  );
}
