import { Tile } from '../../../ui/Tile.tsx';
import type { Platform } from '../api.ts';
import { text } from '../connectText.ts';
import classes from './Platforms.module.css';

type Props = { platforms: readonly Platform[]; chosen: string; onChoose: (name: string) => void };

/** What can be connected, by their cards: what each needs, and how one signs in. */
export function Platforms({ platforms, chosen, onChoose }: Props) {
  return (
    <div className={classes.grid} role="group" aria-label={text.platform}>
      {platforms.map((platform) => (
        <button
          key={platform.name}
          type="button"
          className={classes.choice}
          aria-pressed={platform.name === chosen}
          onClick={() => onChoose(platform.name)}
        >
          <Tile platform={platform.name} big />
          <span className={classes.words}>
            <b>{platform.title}</b>
            <small>{[...new Set(platform.sign_ins.map((way) => text.ways[way]))].join(' · ')}</small>
            <small lang="en">{text.needs(platform.keys.filter((key) => key.needed).map((key) => key.label).join(', '))}</small>
          </span>
        </button>
      ))}
    </div>
  );
}
