import { Icon, type IconName } from '../../../ui/Icon.tsx';
import type { LogEvent } from '../api.ts';
import { text } from '../text.ts';
import classes from './Actor.module.css';

const ICONS: Record<string, IconName> = { person: 'user', key: 'key', system: 'settings' };

/** Who acted: a person, a key of a person, or Hanse itself. */
export function Actor({ actor }: { actor: LogEvent['actor'] }) {
  const kind = (text.kinds as Record<string, string>)[actor.kind] ?? actor.kind;
  return (
    <span className={classes.actor} title={kind}>
      <Icon name={ICONS[actor.kind] ?? 'user'} size={14} />
      <bdi>{actor.name || text.gone}</bdi>
      <span className="sr">, {kind}</span>
    </span>
  );
}
