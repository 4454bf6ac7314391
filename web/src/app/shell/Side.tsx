import { useMay } from '../../lib/me.ts';
import type { Entry, Group } from '../../lib/room.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { entries } from '../rooms.ts';
import classes from './Side.module.css';
import { Switcher } from './Switcher.tsx';
import { text } from './text.ts';
import { useCount } from './useCount.ts';

const GROUPS: readonly Group[] = ['top', 'goods', 'supply', 'customers', 'insight', 'house'];

export function Side() {
  return (
    <nav className={classes.side} aria-label={text.rooms}>
      <Switcher />
      <Entries />
    </nav>
  );
}

/** What this person may open; the rest is absent, not grey. */
export function Entries({ onOpen }: { onOpen?: () => void }) {
  const may = useMay();
  const shown = entries.filter((entry) => may(entry.needs));
  return GROUPS.map((group) => {
    const ours = shown.filter((entry) => entry.group === group);
    if (ours.length === 0) return null;
    const title = text.groups[group];
    return (
      <section key={group} className={classes.group} aria-label={title || undefined}>
        {title && <h2>{title}</h2>}
        <ul>
          {ours.map((entry) => (
            <li key={entry.to}><EntryLink entry={entry} {...(onOpen && { onOpen })} /></li>
          ))}
        </ul>
      </section>
    );
  });
}

function EntryLink({ entry, onOpen }: { entry: Entry; onOpen?: () => void }) {
  const count = useCount(entry);
  return (
    <Link to={entry.to} exact={entry.to === '/'} title={entry.label()} onClick={onOpen}>
      <Icon name={entry.icon} />
      <span className={classes.label}>{entry.label()}</span>
      {count && (
        <span className={`${classes.count} ${count.decide ? classes.decide : ''}`} title={text.waits(count.value)}>
          {count.value}
        </span>
      )}
    </Link>
  );
}
