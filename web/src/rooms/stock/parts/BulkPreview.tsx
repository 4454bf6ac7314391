import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { number, step } from '../../../lib/number.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Note } from '../../../ui/Note.tsx';
import { placesQuery } from '../api.ts';
import type { Bulk, BulkLine } from '../shapes.ts';
import { text } from '../text.ts';
import { Decide, Refused, Wide } from './Shared.tsx';
import classes from './stock.module.css';

type Props = { bulk: Bulk; onBack: () => void; onApply: () => Promise<unknown> };
const SHOWN_MAX = 200;

/** Each level before and after; what cannot be done stands above all else. */
export function BulkPreview({ bulk, onBack, onApply }: Props) {
  const { busy, refused, act } = useAct();
  const places = useQuery(placesQuery).data ?? [];
  const moving = bulk.lines.filter(({ before, after }) => before !== after);
  const { findings } = bulk;
  const nameOf = (id: string) => places.find((place) => place.id === id)?.name ?? '';
  return (
    <div className={`card-body ${classes.stack}`}>
      <Refused refused={refused} />
      {findings.length > 0 && (
        <Note tone="bad" icon="warn" role="alert">
          <b>{text.refusedLines(findings.length)}</b>
          <ul>{findings.slice(0, SHOWN_MAX).map((each) => <li key={`${each.field} ${each.code}`}>{each.sentence} {each.next_step}</li>)}</ul>
        </Note>
      )}
      {moving.length === 0 && findings.length === 0 && <p className="muted">{text.nothing}</p>}
      {moving.length > 0 && <Lines lines={moving} nameOf={nameOf} />}
      {moving.length > 0 && findings.length === 0 ? (
        <Decide busy={busy} verb={text.apply(number(moving.length))} back={text.back} onBack={onBack} onDo={() => void act(onApply)} />
      ) : (
        <div className={`${classes.buttons} ${classes.end}`}><Button onClick={onBack} data-autofocus>{text.back}</Button></div>
      )}
    </div>
  );
}

function Lines({ lines, nameOf }: { lines: readonly BulkLine[]; nameOf: (id: string) => string }) {
  return (
    <Wide label={text.previewTitle}>
      <table className={classes.lines} aria-label={text.previewTitle}>
        <thead>
          <tr><th scope="col">{text.heads.item}</th><th scope="col">{text.place}</th><th scope="col" className={classes.num}>{text.before}</th><th scope="col" className={classes.num}>{text.after}</th><th scope="col" className={classes.num}>{text.stepHead}</th></tr>
        </thead>
        <tbody>
          {lines.slice(0, SHOWN_MAX).map((line) => (
            <tr key={`${line.variant_id ?? line.sku} ${line.place_id}`}>
              <th scope="row"><bdi>{line.title || line.sku}</bdi><small className="sku">{line.sku}</small></th>
              <td><bdi>{nameOf(line.place_id)}</bdi></td>
              <td className={`${classes.num} muted`}>{number(line.before)}</td>
              <td className={`${classes.num} strong`}>{number(line.after)}</td>
              <td className={classes.num}>{step(line.after - line.before)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
