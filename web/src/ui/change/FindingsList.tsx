import type { Finding } from '../../lib/changes.ts';
import { Shape, type ShapeName } from '../Shape.tsx';
import classes from './FindingsList.module.css';
import { text } from './text.ts';

const SIGNS: Readonly<Record<string, readonly [ShapeName, string]>> = { error: ['octagon', 'bad'], warning: ['warn', 'warn'], hint: ['ring', 'ink3'] };
const GUARD = ['shield', 'warn'] as const;

type Props = {
  findings: readonly Finding[];
  label?: string;
  /** They are of the guard: somebody may release them. */
  guard?: boolean;
};

/** What checks have to say, worst first; with none it says so, so that silence is never an answer. */
export function FindingsList({ findings, label, guard = false }: Props) {
  if (findings.length === 0) return <p className="muted">{text.none}</p>;
  const order = Object.keys(SIGNS);
  return (
    <ul className={classes.list} aria-label={label ?? text.findings}>
      {findings
        .toSorted((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity))
        .map((finding) => <Line key={`${finding.code} ${finding.field} ${finding.sentence}`} finding={finding} guard={guard} />)}
    </ul>
  );
}

function Line({ finding: { severity, sentence, next_step: step }, guard }: { finding: Finding; guard: boolean }) {
  const [shape, colour] = guard ? GUARD : (SIGNS[severity] ?? (['ring', 'ink3'] as const));
  return (
    <li>
      <Shape name={shape} className={colour} />
      <span>
        <span className="sr">{guard ? text.guard : ((text.severities as Record<string, string>)[severity] ?? severity)}: </span>
        <span lang="en">{sentence}{step && <small>{step}</small>}</span>
      </span>
    </li>
  );
}
