import { percent } from '../../lib/number.ts';
import { wordDiff } from '../../lib/wordDiff.ts';
import type { Difference } from '../../lib/changes.ts';
import { Icon } from '../Icon.tsx';
import classes from './DifferenceList.module.css';
import { text } from './fieldText.ts';
import { compared, fieldName, listDiff, stepOf } from './values.ts';
import { ValueWords } from './ValueWords.tsx';

/** Field by field, before and after. */
export function DifferenceList({ differences }: { differences: readonly Difference[] }) {
  if (differences.length === 0) return <p className="muted">{text.noDifference}</p>;
  return (
    <dl className={classes.list}>
      {differences.map((difference) => (
        <div key={difference.field}>
          <dt>{fieldName(difference.field)}</dt>
          <dd><Compared {...difference} /></dd>
        </div>
      ))}
    </dl>
  );
}

/** One field in one line, for a row of a table. */
export function DifferenceLine({ differences }: { differences: readonly Difference[] }) {
  const first = leading(differences);
  if (!first) return <span className="faint">{text.noDifference}</span>;
  const rest = differences.length - 1;
  return (
    <span className={classes.line}>
      <span className="muted">{fieldName(first.field)}</span> <Sides {...first} {...wordsOnly(first)} />
      {rest > 0 && <span className="faint"> {text.more(rest)}</span>}
    </span>
  );
}

const LEADING = ['price', 'title', 'state'];

/** What says most of a change where there is room for one line. */
function leading(differences: readonly Difference[]): Difference | undefined {
  return LEADING.map((field) => differences.find((one) => one.field === field)).find((one) => one !== undefined) ?? differences[0];
}

/** A text without its marks, if more than marks changes. */
function wordsOnly({ field, before, after }: Difference) {
  return isText(field, before) && isText(field, after) ? compared(field, before ?? '', after ?? '') : {};
}

function Compared({ field, before, after }: Difference) {
  if (isText(field, before) && isText(field, after)) return <Words field={field} before={before ?? ''} after={after ?? ''} />;
  if (Array.isArray(before) || Array.isArray(after)) return <Entries field={field} before={before} after={after} />;
  return <Sides field={field} before={before} after={after} />;
}

/** Both are to be read, so what was is not struck out. */
function Sides({ field, before, after }: Difference) {
  const step = stepOf(before, after);
  return (
    <span className={classes.sides}>
      <span className={classes.before}><span className="sr">{text.before} </span><ValueWords field={field} value={before} /></span>
      <Icon name="arrow" size={14} className="faint" />
      <span className={classes.after}><span className="sr">{text.after} </span><ValueWords field={field} value={after} /></span>
      {step !== null && <span className="faint small nowrap">{percent(step, { signed: true })}</span>}
    </span>
  );
}

function Words({ field, before, after }: { field: string; before: string; after: string }) {
  const { marksOnly, ...texts } = compared(field, before, after);
  return (
    <>
      {marksOnly && <p className="faint small">{text.marks}</p>}
      <p className={classes.words}>
        {wordDiff(texts.before, texts.after).map((part, at) => {
          // oxlint-disable-next-line react/no-array-index-key -- parts of one text
          if (part.kind === 'same') return <span key={at}>{part.words}</span>;
          // oxlint-disable-next-line react/no-array-index-key -- parts of one text
          return part.kind === 'out' ? <del key={at}>{part.words}</del> : <ins key={at}>{part.words}</ins>;
        })}
      </p>
    </>
  );
}

function Entries({ field, before, after }: Difference) {
  const { stayed, added, removed } = listDiff(field, before, after);
  return (
    <ul className={classes.entries}>
      {removed.map((one) => <li key={`out ${one}`} className={classes.out}><span className="sr">{text.removed} </span><bdi>{one}</bdi></li>)}
      {added.map((one) => <li key={`in ${one}`} className={classes.in}><span className="sr">{text.added} </span><bdi>{one}</bdi></li>)}
      {stayed.map((one) => <li key={one}><bdi>{one}</bdi></li>)}
    </ul>
  );
}

/** What has words of its own, such as a state, is no text to be compared. */
function isText(field: string, value: unknown): value is string | null {
  return field !== 'state' && (typeof value === 'string' || value === null);
}
