import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../lib/me.ts';
import { number } from '../../lib/number.ts';
import { usePlaces } from '../../lib/address.ts';
import { toast } from '../../lib/toasts.ts';
import { useAct } from '../../lib/useAct.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Note } from '../../ui/Note.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { Time } from '../../ui/Time.tsx';
import { importQuery, type Left, undo, type Whole } from './api.ts';
import { fieldName, partName, written } from './model.ts';
import { Difference } from './parts/Difference.tsx';
import classes from './parts/Difference.module.css';
import { text } from './text.ts';
import { titles } from './titles.ts';

/** What one import changed, and what taking it back would do now. */
export default function ImportScreen() {
  const { id = '' } = usePlaces();
  const found = useQuery(importQuery(id));
  if (!found.data) {
    return (
      <>
        <PageHead title={titles.one} />
        {found.error ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : <Loading />}
      </>
    );
  }
  return <Shown whole={found.data} />;
}

function Shown({ whole }: { whole: Whole }) {
  return (
    <>
      <PageHead
        title={titles.one}
        facts={
          <>
            <span><bdi>{whole.made_by}</bdi> <Time at={whole.made_at} /></span>
            {whole.source && <bdi className="faint">{whole.source}</bdi>}
            {whole.undone_at && <span>{text.undoneAt(whole.undone_by)} <Time at={whole.undone_at} /></span>}
          </>
        }
        actions={!whole.undone_at && <Undo whole={whole} />}
      />
      <Stack>
        {whole.undone_at && whole.left > 0 && <Note>{text.left(number(whole.left))}</Note>}
        <Card title={text.did} padded><Difference parts={whole.parts} /></Card>
        {!whole.undone_at && (
          <>
            {whole.leaves.length > 0 && <Leaves leaves={whole.leaves} />}
            <Card title={text.willUndo} padded>
              {whole.undoing.length > 0 ? <Difference parts={whole.undoing} /> : <p className="muted">{text.undoNothing}</p>}
            </Card>
          </>
        )}
      </Stack>
    </>
  );
}

function Undo({ whole }: { whole: Whole }) {
  const client = useQueryClient();
  const may = useMay();
  const { busy, refused, act } = useAct();
  if (!may('config.import.write') || whole.undoing.length === 0) return null;
  const back = () => act(async () => {
    await undo(whole.id);
    toast(text.undone);
    await client.invalidateQueries();
  });
  return (
    <>
      <Button leftSection={<Icon name="undo" />} loading={busy} onClick={() => void back()}>{text.undo}</Button>
      {refused && <p className="bad small" role="alert">{refused.message} {refused.nextStep}</p>}
    </>
  );
}

function Leaves({ leaves }: { leaves: readonly Left[] }) {
  return (
    <Card title={text.leaves} sub={text.leavesMore} padded>
      <ul className={classes.changes}>
        {leaves.map((one) => (
          <li key={`${one.part} ${one.name} ${one.field}`}>
            <p className={classes.head}><b>{partName(one.part)}</b> <bdi>{one.name}</bdi> <span className="faint">{one.field ? fieldName(one.field) : text.whole}</span></p>
            {one.field && (
              <dl className={classes.fields}>
                <div><dt>{text.ours}</dt><dd className={classes.before}><bdi>{written(one.imported)}</bdi></dd></div>
                <div><dt>{text.now}</dt><dd><bdi>{written(one.now)}</bdi></dd></div>
              </dl>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
