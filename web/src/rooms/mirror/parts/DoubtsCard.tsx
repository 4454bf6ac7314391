import { Card } from '../../../ui/Card.tsx';
import { Shape } from '../../../ui/Shape.tsx';
import type { Finding } from '../values.ts';
import { text } from '../wholeText.ts';
import classes from './WholePage.module.css';

/** What could not be read, each in a sentence; nothing where all could. */
export function DoubtsCard({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <Card title={text.doubts} sub={String(findings.length)}>
      <p className={classes.more}>{text.doubtsMore}</p>
      <ul className={classes.doubts}>
        {findings.map((finding) => (
          <li key={`${finding.field} ${finding.sentence}`}>
            <Shape name="warn" className="warn" />
            <span lang="en">
              {finding.sentence}
              {finding.next_step && <small>{finding.next_step}</small>}
              {finding.field && <code> {finding.field}</code>}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
