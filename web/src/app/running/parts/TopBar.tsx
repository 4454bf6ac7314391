import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { clock, span } from '../../../lib/time.ts';
import type { Live } from '../../../lib/live.ts';
import { Icon, Mark } from '../../../ui/Icon.tsx';
import { text } from '../text.ts';
import classes from './TopBar.module.css';

/** `age_s`: how old the figures on the page are, or null when there are none. */
export function TopBar({ live, age_s }: { live: Live; age_s: number | null }) {
  return (
    <header className={classes.top}>
      <a className={classes.wordmark} href="/">
        <Mark />
        Hanse
      </a>
      <div className={classes.tools}>
        <LiveSign live={live} age_s={age_s} />
        <SchemeButton />
      </div>
    </header>
  );
}

function LiveSign({ live, age_s }: { live: Live; age_s: number | null }) {
  const word = live.phase === 'offline' ? text.live.offline(clock(new Date(live.since))) : text.live[live.phase];
  return (
    <span className={`${classes.live} ${classes[live.phase]}`} title={text.liveMore[live.phase]}>
      <i aria-hidden="true" />
      <output>{word}</output>
      {age_s !== null && live.phase !== 'offline' && <span className="faint">{span(age_s)}</span>}
    </span>
  );
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const label = dark ? text.toLight : text.toDark;
  return (
    <ActionIcon aria-label={label} title={label} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
      <Icon name={dark ? 'sun' : 'moon'} />
    </ActionIcon>
  );
}
