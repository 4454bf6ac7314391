import type { ReactNode } from 'react';
import classes from './Empty.module.css';
import { Gable, Icon, type IconName } from './Icon.tsx';

type Props = {
  title: string;
  more?: ReactNode;
  icon?: IconName;
  /** It stands for the whole screen, whose heading its title is then. */
  whole?: boolean;
  children?: ReactNode;
};

/** What will come here, and the one thing that brings it. */
export function Empty({ title, more, icon, whole, children }: Props) {
  return (
    <div className={classes.empty}>
      {icon ? <Icon name={icon} size={20} className="warn" /> : <Gable />}
      {whole ? <h1>{title}</h1> : <b>{title}</b>}
      {more && <p className="muted">{more}</p>}
      {children && <div className={classes.acts}>{children}</div>}
    </div>
  );
}
