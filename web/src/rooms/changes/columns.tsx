import type { Counts } from '../../lib/changes.ts';
import { useNow } from '../../lib/useNow.ts';
import { StateCounts } from '../../ui/change/StateCounts.tsx';
import { State } from '../../ui/State.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { Time } from '../../ui/Time.tsx';
import type { ChangeSet } from './api.ts';
import classes from './ChangesScreen.module.css';
import { awaits, stateOf } from './model.ts';
import { text } from './text.ts';

export const countsOf = ({ counts }: Pick<ChangeSet, 'counts'>): Counts => counts as Counts;

export function columns(): Column<ChangeSet>[] {
  const { set, state, counts, waits, who, when } = text.heads;
  return [
    { id: 'set', head: set, kind: 'name', cell: (one) => <span className={classes.two}><bdi>{one.title}</bdi><small><bdi>{one.why}</bdi></small></span> },
    { id: 'state', head: state, kind: 'state', phone: 'end', cell: (one) => <State name={stateOf(countsOf(one))} /> },
    { id: 'counts', head: counts, kind: 'name', cell: (one) => <StateCounts counts={countsOf(one)} small /> },
    { id: 'waits', head: waits, kind: 'state', phone: 'more', cell: (one) => <Awaits set={one} /> },
    { id: 'who', head: who, kind: 'person', cell: (one) => <bdi>{text.by(one.wisher_name, text.wishers[one.wisher] ?? one.wisher)}</bdi> },
    { id: 'when', head: when, kind: 'time', cell: (one) => <Time at={one.made_at} /> },
  ];
}

function Awaits({ set }: { set: ChangeSet }) {
  const what = awaits(countsOf(set), set.not_before, useNow());
  const head = <span className={classes.phone}>{text.heads.waits} </span>;
  if (what === 'nothing') return <span className="faint">{head}{text.waits.nothing}</span>;
  return <span className="muted">{head}{text.waits[what]}{what === 'time' && set.not_before && <> <Time at={set.not_before} as="when" /></>}</span>;
}
