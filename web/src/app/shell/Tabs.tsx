import { useMay } from '../../lib/me.ts';
import type { Entry } from '../../lib/room.ts';
import { useSignal } from '../../lib/signal.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogHead } from '../../ui/DialogHead.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { entries } from '../rooms.ts';
import { JobTray } from './JobTray.tsx';
import { MeMenu } from './MeMenu.tsx';
import { moreOpen } from './open.ts';
import { Entries } from './Side.tsx';
import { Switcher } from './Switcher.tsx';
import classes from './Tabs.module.css';
import { text } from './text.ts';
import { SchemeButton } from './TopBar.tsx';
import { useCount } from './useCount.ts';

const close = () => moreOpen.set(false);

/** On a phone: the four that are used most, and More. */
export function Tabs() {
  const may = useMay();
  const open = useSignal(moreOpen);
  const shown = entries
    .filter((entry) => entry.tab !== undefined && may(entry.needs))
    .toSorted((one, other) => (one.tab ?? 0) - (other.tab ?? 0));
  return (
    <>
      <nav className={classes.tabs} aria-label={text.main}>
        {shown.map((entry) => <Tab key={entry.to} entry={entry} />)}
        <button type="button" aria-expanded={open} aria-haspopup="dialog" onClick={() => moreOpen.set(true)}>
          <Icon name="menu" size={20} />
          <span>{text.more}</span>
        </button>
      </nav>
      <Dialog open={open} onClose={close} kind="sheet" labelledBy="more-title">
        <DialogHead id="more-title" title={text.more} onClose={close} />
        <div className={classes.sheet}>
          <Switcher />
          <Entries onOpen={close} />
          <div className={classes.foot}>
            <MeMenu />
            <JobTray />
            <SchemeButton />
          </div>
        </div>
      </Dialog>
    </>
  );
}

function Tab({ entry }: { entry: Entry }) {
  const count = useCount(entry);
  return (
    <Link to={entry.to} exact={entry.to === '/'}>
      <Icon name={entry.icon} size={20} />
      <span>{entry.label()}</span>
      {count && <span className={classes.dot}>{count.value}</span>}
    </Link>
  );
}
