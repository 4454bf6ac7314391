import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePlaces } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { useTitle } from '../../lib/title.ts';
import { toast } from '../../lib/toasts.ts';
import { attempt, useAct } from '../../lib/useAct.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Link } from '../../ui/Link.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Note } from '../../ui/Note.tsx';
import { PageHead, Stack, WithRail } from '../../ui/PageHead.tsx';
import { Time } from '../../ui/Time.tsx';
import { ROOM } from './api.ts';
import { keep } from './parts/files.ts';
import { RestockCosts } from './parts/RestockCosts.tsx';
import { CancelRestock, ConfirmRestock } from './parts/RestockDialogs.tsx';
import { RestockLines } from './parts/RestockLines.tsx';
import { Refused } from './parts/Shared.tsx';
import { moveRestock, restockPaper, restockQuery } from './restockApi.ts';
import { MOVES, warningWords } from './restockModel.ts';
import { RestockSign } from './RestocksScreen.tsx';
import { text } from './restockText.ts';
import type { Restock, RestockMove } from './shapes.ts';

/** One purchase order: sent, confirmed, and taken in in whole or in part. */
export default function RestockScreen() {
  const { id = '' } = usePlaces();
  const restock = useQuery(restockQuery(id));
  if (restock.data) return <Found key={id} restock={restock.data} />;
  return (
    <>
      <PageHead title={text.title} />
      <Card label={text.title}>{restock.error ? <ErrorState error={restock.error} retry={() => void restock.refetch()} /> : <Loading rows={6} />}</Card>
    </>
  );
}

function Found({ restock }: { restock: Restock }) {
  const client = useQueryClient();
  const allowed = useMay();
  const may = allowed('purchasing.restock.write');
  const { busy, refused, act } = useAct();
  const [open, setOpen] = useState<'confirm' | 'cancel' | null>(null);
  const warnings = warningWords(restock);
  useTitle(restock.number);
  const go = (to: RestockMove) => {
    if (to === 'confirmed') return setOpen('confirm');
    if (to === 'cancelled') return setOpen('cancel');
    void act(async () => {
      await moveRestock(restock, to);
      await client.invalidateQueries({ queryKey: ROOM });
      toast(text.moved[to]);
    });
  };
  const paper = () => attempt(async () => keep(await restockPaper(restock.id), text.paperName(restock.number)));
  const moves = may ? MOVES[restock.state] : [];
  return (
    <>
      <PageHead
        title={text.called(restock.number)}
        facts={
          <>
            <RestockSign state={restock.state} pill />
            {allowed('purchasing.supplier.read') ? <Link to={`/purchasing/suppliers/${restock.supplier_id}`} className="link"><bdi>{restock.supplier}</bdi></Link> : <bdi>{restock.supplier}</bdi>}
            {restock.expected_on && <span>{text.heads.expected} <Time at={restock.expected_on} as="day" /></span>}
            <span className="faint">{text.nexts[restock.state]}</span>
          </>
        }
        actions={
          <>
            <Button leftSection={<Icon name="print" />} onClick={paper}>{text.paper}</Button>
            {moves.map((to, index) => <Button key={to} {...(index === moves.length - 1 && FILLED.has(restock.state) && { variant: 'filled' })} disabled={busy} onClick={() => go(to)}>{to === 'mailed' && restock.state === 'sent' ? text.again : text.moves[to]}</Button>)}
          </>
        }
      />
      <Stack>
        <Refused refused={refused} />
        {restock.state === 'draft' && warnings.length > 0 && <Note tone="warn" icon="warn"><b>{text.warnings}</b><ul>{warnings.map((words) => <li key={words}>{words}</li>)}</ul></Note>}
        <WithRail label={text.rail} rail={<RestockCosts key={restock.version} restock={restock} may={may && restock.state !== 'cancelled'} />}>
          <RestockLines key={restock.version} restock={restock} may={may} />
          {restock.note && <Card title={text.note} padded><p><bdi>{restock.note}</bdi></p></Card>}
        </WithRail>
      </Stack>
      <ConfirmRestock open={open === 'confirm'} restock={restock} onClose={() => setOpen(null)} />
      <CancelRestock open={open === 'cancel'} restock={restock} onClose={() => setOpen(null)} />
    </>
  );
}

/** Once it was sent, taking in what comes is the next step. */
const FILLED: ReadonlySet<Restock['state']> = new Set(['draft']);
