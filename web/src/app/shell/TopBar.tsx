import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { shownKeys } from '../../lib/keys.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Keys } from '../../ui/Keys.tsx';
import { Bell } from './Bell.tsx';
import { Crumbs } from './Crumbs.tsx';
import { JobTray } from './JobTray.tsx';
import { LiveSign } from './LiveSign.tsx';
import { MeMenu } from './MeMenu.tsx';
import { paletteOpen } from './open.ts';
import { text } from './text.ts';
import classes from './TopBar.module.css';

const openPalette = () => paletteOpen.set(true);

/** Where I am, search or do, live, jobs, bell, theme, me. Nothing else ever. */
export function TopBar() {
  return (
    <header className={classes.top}>
      <Crumbs />
      <button type="button" className={classes.palette} onClick={openPalette} aria-keyshortcuts="Control+K">
        <Icon name="search" />
        <span>{text.search}</span>
        <Keys keys={shownKeys('Mod k')} />
      </button>
      <div className={classes.tools} role="group" aria-label={text.tools}>
        <LiveSign />
        <span className="no-phone"><JobTray /></span>
        <Bell />
        <span className="no-phone"><SchemeButton /></span>
        <span className="only-phone"><IconButton icon="search" label={text.search} onClick={openPalette} /></span>
        <span className="no-phone"><MeMenu /></span>
      </div>
    </header>
  );
}

export function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const label = dark ? text.toLight : text.toDark;
  return <IconButton icon={dark ? 'sun' : 'moon'} label={label} onClick={() => setColorScheme(dark ? 'light' : 'dark')} />;
}
