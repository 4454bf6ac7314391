import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { usePlaces } from '../../../lib/address.ts';
import { useMay } from '../../../lib/me.ts';
import { number } from '../../../lib/number.ts';
import { Refusal } from '../../../lib/problem.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { useAct } from '../../../lib/useAct.ts';
import { useLookAgain } from '../../../lib/useLookAgain.ts';
import { Card } from '../../../ui/Card.tsx';
import { ValueWords } from '../../../ui/change/ValueWords.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Figures } from '../../../ui/Figures.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Note } from '../../../ui/Note.tsx';
import { PageHead, Stack } from '../../../ui/PageHead.tsx';
import { State } from '../../../ui/State.tsx';
import { type BulkField, bulkQuery, BULKS, LOOK_MS, stepBulk, type WholeBulk } from './api.ts';
import { text } from './bulkText.ts';
import classes from './files.module.css';
import { BULK_STATES, isBusy } from './model.ts';
import { sentenceOf } from './sentence.ts';
import { text as names } from './text.ts';

const SHOWN = ['things', 'ready', 'changed', 'moved', 'undone', 'kept', 'refused'];

/** An edit of many: what would change, then what did, and taking it back. */
export default function BulkScreen() {
  const { id = '' } = usePlaces();
  const { data, error, refetch } = useQuery(bulkQuery(id));
  useLookAgain([...BULKS, id], data && isBusy(data) ? LOOK_MS : null);
  if (error instanceof Refusal && error.status === 404) {
    return <Empty title={text.gone} more={text.goneMore} whole><Link to="/catalog/files" className="button">{text.back}</Link></Empty>;
  }
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  return data ? <Shown bulk={data} /> : <Loading rows={8} />;
}

function Shown({ bulk }: { bulk: WholeBulk }) {
  const may = useMay()('catalog.product.write');
  const { counts } = bulk;
  const figures = SHOWN.filter((name) => name === 'things' || (counts[name] ?? 0) > 0).map((name) => ({ name: text.figures[name] ?? name, value: number(counts[name] ?? 0) }));
  return (
    <>
      <PageHead title={sentenceOf(bulk)} facts={<State name={BULK_STATES[bulk.state] ?? 'unknown'} />} />
      <Stack>
        <Figures label={text.figuresLabel} figures={figures} />
        {bulk.finding && <Note tone="bad" icon="warn"><span lang="en">{bulk.finding.sentence} {bulk.finding.next_step}</span></Note>}
        {isBusy(bulk) && <Note icon="clock" role="status">{text[bulk.state as 'counting' | 'applying' | 'undoing']}{bulk.state === 'counting' && `: ${text.soFar(number(counts['things'] ?? 0))}`}</Note>}
        {may && <Acts bulk={bulk} />}
        {bulk.samples.length > 0 && (
          <Card title={text.samples} sub={text.samplesMore}>
            <ol className={classes.rows} aria-label={text.samples}>{bulk.samples.map((row) => <Sample key={`${row.thing_id} ${row.field}`} row={row} />)}</ol>
          </Card>
        )}
      </Stack>
    </>
  );
}

function Acts({ bulk }: { bulk: WholeBulk }) {
  const client = useQueryClient();
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act } = useAct();
  const ready = bulk.counts['ready'] ?? 0;
  const step = (wanted: 'apply' | 'undo' | 'cancel') => () => act(async () => {
    await stepBulk(bulk.id, bulk.version, wanted);
    await client.invalidateQueries({ queryKey: BULKS });
  });
  const previewed = bulk.state === 'previewed';
  return (
    <div className={classes.act}>
      {previewed && ready > 0 && <Button variant="filled" loading={busy} disabled={offline} onClick={() => void step('apply')()}>{text.apply(number(ready))}</Button>}
      {bulk.state === 'done' && (bulk.counts['changed'] ?? 0) > 0 && <Button loading={busy} disabled={offline} onClick={() => void step('undo')()}>{text.undo}</Button>}
      {['counting', 'previewed', 'applying'].includes(bulk.state) && <Button loading={busy} disabled={offline} onClick={() => void step('cancel')()}>{text.cancel}</Button>}
      {previewed && <span className="faint small">{ready > 0 ? text.told : text.nothing}</span>}
      {refused && <span className="bad small" role="alert" lang="en">{refused.message} {refused.nextStep}</span>}
    </div>
  );
}

function Sample({ row }: { row: BulkField }) {
  return (
    <li>
      <span className="muted">{text.sampleStates[row.state] ?? row.state}</span>
      <div className={classes.words}>
        <b><bdi>{row.title}</bdi></b>
        <p className={classes.difference}>
          <span className="muted">{names.fields[row.field] ?? row.field}</span>
          {row.state !== 'refused' && <><del><ValueWords field={row.field} value={plain(row.was)} /></del> <span className="sr">{text.becomes}</span> <ins><ValueWords field={row.field} value={plain(row.now)} /></ins></>}
        </p>
        {row.finding && <p lang="en">{row.finding.sentence}<small>{row.finding.next_step}</small></p>}
      </div>
    </li>
  );
}

/** Money and numbers are named where they are kept. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('money' in value && Array.isArray(value.money)) return { currency: String(value.money[0]), minor: Number(value.money[1]) };
  return 'number' in value ? value.number : value;
}
