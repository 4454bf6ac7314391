import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { number } from '../../../../lib/number.ts';
import { offlineSince } from '../../../../lib/reach.ts';
import { useSignal } from '../../../../lib/signal.ts';
import { useAct } from '../../../../lib/useAct.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Figures } from '../../../../ui/Figures.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import { Meter } from '../../../../ui/Meter.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { keep, resultOf, stepTable, TABLES, type WholeTable } from '../api.ts';
import classes from '../files.module.css';
import { counted } from '../model.ts';
import { text } from '../text.ts';

/** What the check found, how far applying is, and what came of it; with the one next step. */
export function OutcomeCard({ table, onAgain }: { table: WholeTable; onAgain: () => void }) {
  const { counts, state } = table;
  if (state === 'cancelled') return <Note icon="stop">{text.cancelled}</Note>;
  if (state === 'checking') return <Running table={table} />;
  const ended = state === 'done';
  const figures = ended || state === 'applying'
    ? [['done', counted(counts, 'changed')], ['made', counted(counts, 'made')], ['moved', counted(counts, 'moved')], ['refused', counted(counts, 'refused')], [ended ? 'same' : 'left', counted(counts, ended ? 'same' : 'ready')]] as const
    : [['ready', counted(counts, 'ready')], ['refused', counted(counts, 'refused')], ['same', counted(counts, 'same')]] as const;
  return (
    <>
      <Figures label={text.figuresLabel} figures={figures.map(([name, value]) => ({ name: text.figures[name], value: number(value) }))} />
      {state === 'applying' && <Running table={table} />}
      {state === 'checked' && <Decide table={table} onAgain={onAgain} />}
      {ended && <Save table={table} />}
    </>
  );
}

function Running({ table }: { table: WholeTable }) {
  const { busy, refused, act } = useAct();
  const client = useQueryClient();
  const all = counted(table.counts, ...Object.keys(table.counts));
  const done = all - counted(table.counts, 'ready');
  const applying = table.state === 'applying';
  const stop = () => act(async () => {
    await stepTable(table.id, table.version, 'cancel');
    await client.invalidateQueries({ queryKey: TABLES });
  });
  return (
    <Card title={applying ? text.applying : text.checking}>
      <div className={classes.progress} role="status">
        {applying ? <Meter value={all === 0 ? 0 : done / all} label={text.applying} /> : <p className="muted">{text.checkedSoFar(number(all))}</p>}
        <div><Button loading={busy} onClick={() => void stop()}>{text.cancel}</Button></div>
        {refused && <p className="bad small" role="alert" lang="en">{refused.message} {refused.nextStep}</p>}
      </div>
    </Card>
  );
}

function Decide({ table, onAgain }: { table: WholeTable; onAgain: () => void }) {
  const client = useQueryClient();
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act } = useAct();
  const ready = counted(table.counts, 'ready');
  const apply = () => act(async () => {
    await stepTable(table.id, table.version, 'apply');
    await client.invalidateQueries({ queryKey: TABLES });
  });
  return (
    <div className={classes.act}>
      {ready > 0 && <Button variant="filled" loading={busy} disabled={offline} onClick={() => void apply()}>{text.apply(number(ready))}</Button>}
      <Button onClick={onAgain}>{text.checkAgain}</Button>
      <span className="faint small">{offline ? text.offline : ready === 0 ? text.nothing : counted(table.counts, 'refused') > 0 && text.applyMore}</span>
      {refused && <span className="bad small" role="alert" lang="en">{refused.message} {refused.nextStep}</span>}
    </div>
  );
}

function Save({ table }: { table: WholeTable }) {
  const { busy, refused, act } = useAct();
  const save = () => act(async () => keep(await resultOf(table.id), 'hanse-import-result.csv'));
  return (
    <div className={classes.act}>
      <Button leftSection={<Icon name="download" />} loading={busy} onClick={() => void save()}>{text.result}</Button>
      {refused && <span className="bad small" role="alert" lang="en">{refused.message} {refused.nextStep}</span>}
    </div>
  );
}
