import { IconButton } from '../../../ui/IconButton.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Sign } from '../../../ui/State.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { Rule } from '../api.ts';
import { forWhom, layerWords } from '../said.ts';
import { text } from '../text.ts';
import classes from './rules.module.css';

type Props = { rule: Rule; place: number; last: boolean; busy: boolean; onMove: ((by: number) => void) | undefined };

/** One rule: for whom, and its layers in words. */
export function RuleRow({ rule, place, last, busy, onMove }: Props) {
  return (
    <li className={classes.rule}>
      <span className={classes.place} aria-hidden="true">{place}</span>
      <div className={classes.words}>
        <Link to={`/pricing/rules/${rule.id}`} className={classes.name}><bdi>{rule.name}</bdi></Link>
        {rule.state === 'paused' && <Sign shape="stop" colour="ink3" pill>{text.paused}</Sign>}
        <p className="muted">{forWhom(rule)}</p>
        <ul className={classes.layers}>{layerWords(rule).map((words) => <li key={words}>{words}</li>)}</ul>
        <p className="faint small">{rule.changed_at && <Time at={rule.changed_at} />} {text.editedBy(rule.person)}</p>
      </div>
      {onMove && (
        <span className={classes.moves}>
          <IconButton icon="up" size={28} label={text.up(rule.name)} disabled={place === 1 || busy} onClick={() => onMove(-1)} />
          <IconButton icon="down" size={28} label={text.down(rule.name)} disabled={last || busy} onClick={() => onMove(1)} />
        </span>
      )}
    </li>
  );
}
