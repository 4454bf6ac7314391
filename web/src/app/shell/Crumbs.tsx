import { useMatches } from '@tanstack/react-router';
import { Fragment, useEffect } from 'react';
import type { Screen } from '../../lib/room.ts';
import { useSignal } from '../../lib/signal.ts';
import { thing } from '../../lib/title.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { screens } from '../rooms.ts';
import classes from './Crumbs.module.css';
import { text } from './text.ts';

/** The screen and those above it; the tab of the browser is called the same. */
export function Crumbs() {
  const matches = useMatches();
  const screen = matches.map((match) => match.staticData.screen).findLast(Boolean);
  const named = useSignal(thing);
  const trail = screen ? above(screen) : [];
  const last = named || (screen?.title() ?? '');
  useEffect(() => {
    document.title = last ? `${last} · Hanse` : 'Hanse';
  }, [last]);

  return (
    <nav className={classes.crumbs} aria-label={text.trail}>
      {trail.map((one) => (
        <Fragment key={one.path}>
          <Link to={one.path} exact>{one.title()}</Link>
          <Icon name="right" size={12} />
        </Fragment>
      ))}
      <b aria-current="page"><bdi>{last}</bdi></b>
    </nav>
  );
}

/** The screens above, the highest first. */
export function above(screen: Screen, all: readonly Screen[] = screens): Screen[] {
  const parent = screen.parent === undefined ? undefined : all.find((one) => one.path === screen.parent);
  return parent ? [...above(parent, all), parent] : [];
}
