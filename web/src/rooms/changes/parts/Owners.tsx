import { Shape } from '../../../ui/Shape.tsx';
import { fieldName } from '../../../ui/change/values.ts';
import type { Passing } from '../api.ts';
import { type Passed, passedOf } from '../model.ts';
import { text } from '../setText.ts';
import classes from './cards.module.css';

/** What gets another owner once it is approved, and what is of another than whoever wants it. */
export function Owners({ owners }: { owners: readonly Passing[] }) {
  if (owners.length === 0) return null;
  return (
    <section aria-label={text.owners}>
      <h3>{text.owners}</h3>
      <ul className={classes.lines}>
        {passedOf(owners).map((each) => (
          <li key={`${each.now} ${each.after}`}>
            <Shape name="ring" className="ink3" />
            <span>{ownersInWords(each)}{each.after === 'person' && each.now !== 'person' && <small>{text.ownerPerson}</small>}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ownersInWords({ now, after, fields }: Passed): string {
  const whose = text.ownerOf;
  if (now === null) return text.ownerMade(whose[after]);
  const names = fields.map((field) => fieldName(field)).join(', ');
  return now === after ? text.ownerStays(names, whose[now]) : text.ownerPasses(names, whose[now], whose[after]);
}
