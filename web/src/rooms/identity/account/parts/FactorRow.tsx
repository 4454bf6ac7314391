import { Icon } from '../../../../ui/Icon.tsx';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { Time } from '../../../../ui/Time.tsx';
import type { Factor } from '../api.ts';
import { text } from '../factorText.ts';
import classes from './account.module.css';

export function FactorRow({ factor, rename, remove }: { factor: Factor; rename: () => void; remove: () => void }) {
  const { kind, name, made_at: made, confirmed_at: confirmed, used_at: used } = factor;
  return (
    <li className={classes.item}>
      <Icon name={kind === 'passkey' ? 'key' : 'phone'} />
      <div className={classes.what}>
        <b><bdi>{name}</bdi></b>
        <small>
          <span>{text.kinds[kind] ?? kind}</span>
          {confirmed === null ? (
            <span className="warn">{text.unfinished}</span>
          ) : (
            <>
              <span>{text.added} <Time at={made} as="when" /></span>
              <span>{used ? <>{text.used} <Time at={used} /></> : text.neverUsed}</span>
            </>
          )}
        </small>
      </div>
      <div className={classes.acts}>
        <IconButton icon="edit" label={text.renameNamed(name)} onClick={rename} />
        <IconButton icon="trash" label={text.removeNamed(name)} onClick={remove} />
      </div>
    </li>
  );
}
