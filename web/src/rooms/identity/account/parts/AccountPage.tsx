import type { ReactNode } from 'react';
import { Link } from '../../../../ui/Link.tsx';
import { PageHead } from '../../../../ui/PageHead.tsx';
import { useMe } from '../../../../lib/me.ts';
import { text } from '../text.ts';
import { titles } from '../titles.ts';
import classes from './account.module.css';

/** The head that all pages of the account share, with the way from one to the other. */
export function AccountPage({ children }: { children: ReactNode }) {
  const me = useMe();
  const { profile, security, sessions, activity } = titles;
  return (
    <>
      <PageHead title={me?.person.name ?? text.you} facts={me?.person.email} />
      <nav className={classes.tabs} aria-label={text.parts}>
        <Link to="/me" exact>{profile}</Link>
        <Link to="/me/security" exact>{security}</Link>
        <Link to="/me/sessions" exact>{sessions}</Link>
        <Link to="/me/activity" exact>{activity}</Link>
      </nav>
      {children}
    </>
  );
}
