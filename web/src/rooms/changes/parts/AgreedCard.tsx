import { Card } from '../../../ui/Card.tsx';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Shape } from '../../../ui/Shape.tsx';
import { Time } from '../../../ui/Time.tsx';
import type { Stage, Whole } from '../api.ts';
import { rolesIn } from '../roles.ts';
import { text } from '../setText.ts';
import classes from './cards.module.css';

/** Who has to agree, who did, and whose word is for an earlier preview. */
export function AgreedCard({ whole: { stages, approvals, missing }, decides }: { whole: Whole; decides: boolean }) {
  return (
    <Card title={text.agreed} padded>
      <ul className={classes.lines}>
        {stages.map((stage, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- stages have no names and keep their order
          <li key={at}><Shape name="ring" className="ink3" /><span>{text.needs(stage.persons, rolesOf(stage))}</span></li>
        ))}
        {approvals.map((one) => (
          <li key={`${one.name} ${one.at}`}>
            <Avatar name={one.name} small />
            <span>
              <bdi>{one.name}</bdi>, <span className="muted">{rolesIn([one.role])}</span> <span className="faint"><Time at={one.at} /></span>
              {!one.counts && <small>{text.earlier}</small>}
            </span>
          </li>
        ))}
      </ul>
      {missing && <p className={`${classes.gap} muted`}>{approvals.some((one) => one.counts) ? text.next(missing.persons, rolesOf(missing)) : text.nobody}</p>}
      {decides && !missing && stages.length === 0 && <p className="muted">{text.automatic}</p>}
      {!missing && stages.length > 0 && <p className={`${classes.gap} muted`}>{text.complete}</p>}
    </Card>
  );
}

const rolesOf = ({ roles }: Stage) => (roles.length > 0 ? rolesIn(roles) : text.whoever);
