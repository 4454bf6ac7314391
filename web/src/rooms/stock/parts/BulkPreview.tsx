import { Button } from '@mantine/core';
import { number, step } from '../../../lib/number.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Note } from '../../../ui/Note.tsx';
import type { Bulk, BulkLine } from '../shapes.ts';
import { text } from '../text.ts';
import { Decide, Refused, Wide } from './Shared.tsx';
import classes from './stock.module.css';

type Props = { bulk: Bulk; onBack: () => void; onApply: () => Promise<unknown> };
const SHOWN_MAX = 200;

/** Each level before and after; what cannot be done stands above all else. */
export function BulkPreview({ bulk, onBack, onApply }: Props) {
  const { busy, refused, act } = useAct();
  const moving = bulk.lines.filter((line) => line.findings.length === 0 && (line.before !== line.after || line.retold));
  const wrong = bulk.lines.filter(({ findings }) => findings.length > 0);
  return (
    <div className={`card-body ${classes.stack}`}>
      <Refused refused={refused} />
      {bulk.refused > 0 && (
        <Note tone="bad" icon="warn" role="alert">
          <b>{text.refusedLines(bulk.refused)}</b>
          <ul>{wrong.slice(0, SHOWN_MAX).map((line) => <li key={line.number}><bdi className="strong">{line.title || line.sku}</bdi> {line.findings.map((each) => `${each.sentence} ${each.next_step}`).join(' ')}</li>)}</ul>
        </Note>
      )}
      {bulk.changed === 0 && bulk.refused === 0 && <p className="muted">{text.nothing}</p>}
      {moving.length > 0 && <Lines lines={moving} />}
      {bulk.changed > 0 && bulk.refused === 0 ? (
        <Decide busy={busy} verb={text.apply(number(bulk.changed))} back={text.back} onBack={onBack} onDo={() => void act(onApply)} />
      ) : (
        <div className={`${classes.buttons} ${classes.end}`}><Button onClick={onBack} data-autofocus>{text.back}</Button></div>
      )}
    </div>
  );
}

function Lines({ lines }: { lines: readonly BulkLine[] }) {
  return (
    <Wide label={text.previewTitle}>
      <table className={classes.lines} aria-label={text.previewTitle}>
        <thead>
          <tr><th scope="col">{text.heads.item}</th><th scope="col">{text.place}</th><th scope="col" className={classes.num}>{text.before}</th><th scope="col" className={classes.num}>{text.after}</th><th scope="col" className={classes.num}>{text.stepHead}</th></tr>
        </thead>
        <tbody>{lines.slice(0, SHOWN_MAX).map((line) => <Line key={line.number} line={line} before={line.before ?? 0} after={line.after ?? 0} />)}</tbody>
      </table>
    </Wide>
  );
}

function Line({ line, before, after }: { line: BulkLine; before: number; after: number }) {
  return (
    <tr>
      <th scope="row"><bdi>{line.title || line.sku}</bdi><small className="sku">{line.sku}</small></th>
      <td><bdi>{line.place}</bdi></td>
      <td className={`${classes.num} muted`}>{number(before)}</td>
      <td className={`${classes.num} strong`}>{number(after)}</td>
      <td className={classes.num}>{step(after - before)}</td>
    </tr>
  );
}
