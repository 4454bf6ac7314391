import type { ReactNode } from 'react';
import { Sign } from '../../../ui/State.tsx';
import type { Line, Whole } from '../api.ts';
import { text } from '../editText.ts';
import { shownAt } from '../model.ts';
import { text as common } from '../text.ts';
import classes from './FieldEditor.module.css';
import { HandField } from './HandField.tsx';

type Props = { name: string; all: readonly Whole[]; theirs: (line: Line) => ReactNode };

/** What each shop shows of a field, where that is not what it should show, and whose it is. */
export function AtShops({ name, all, theirs }: Props) {
  const shown = shownAt(all, name);
  if (shown.length === 0) return null;
  return (
    <ul className={classes.shows}>
      {shown.map(({ whole, line }) => (
        <li key={whole.listing.id}>
          <small><bdi>{text.shows(whole.account)}</bdi></small>
          {line.differs && <Sign shape="unequal" colour="warn"><span className="sr">{common.differsChoice}</span></Sign>}
          {line.differs ? theirs(line) : <small>{text.same}</small>}
          <small>{text.owners[line.owner] ?? line.owner}</small>
          <HandField whole={whole} line={line} />
        </li>
      ))}
    </ul>
  );
}
