import type { ReactNode } from 'react';
import { ago, utc, when } from '../../../lib/time.ts';
import { Bar } from '../../../ui/Bar.tsx';
import type { System } from '../api.ts';
import { upFor } from '../model.ts';
import { text } from '../text.ts';
import classes from './Figures.module.css';

type Props = { system: System | undefined; now: Date; bars: boolean };

/** One strip, ruled like a ledger. */
export function Figures({ system, now, bars }: Props) {
  const words = text.figures;
  return (
    <section className="card" aria-label={words.up}>
      <dl className={classes.strip}>
        <Figure name={words.up} bars={bars} value={system && upFor(system, now)} />
        <Figure name={words.waiting} bars={bars} value={system?.jobs.waiting} />
        <Figure name={words.running} bars={bars} value={system?.jobs.running} />
        <Figure name={words.failed} bars={bars} value={system?.jobs.failed} more={system?.jobs.failed ? words.kept : ''} />
        <LastEvent system={system} now={now} bars={bars} />
      </dl>
    </section>
  );
}

function LastEvent({ system, now, bars }: Props) {
  const words = text.figures;
  const at = system?.events.last_at;
  const sealed = system?.events.sealed_until;
  const more = sealed ? words.sealed(when(new Date(sealed), now)) : words.notSealed;
  return (
    <Figure
      name={words.lastEvent}
      bars={bars}
      value={system && (at ? ago(new Date(at), now) : words.none)}
      more={at ? more : ''}
      title={at ? utc(new Date(at)) : undefined}
    />
  );
}

type FigureProps = {
  name: string;
  bars: boolean;
  value: string | number | undefined;
  more?: ReactNode;
  title?: string | undefined;
};

function Figure({ name, bars, value, more, title }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd>
        {value === undefined ? (
          <Bar className={classes.bar} visible={bars} />
        ) : (
          <span className={classes.value} title={title}>{value}</span>
        )}
        {more && <span className={classes.more}>{more}</span>}
      </dd>
    </div>
  );
}
