import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Refusal } from '../../../lib/problem.ts';
import { useSignOut } from '../../../lib/signing.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Stack } from '../../../ui/PageHead.tsx';
import { endOthers, endSession, type Session, SESSIONS, sessionsQuery } from './api.ts';
import { inOrder } from './model.ts';
import { AccountPage } from './parts/AccountPage.tsx';
import classes from './parts/account.module.css';
import { MachineDialog } from './parts/MachineDialog.tsx';
import { nameOf, SessionRow } from './parts/SessionRow.tsx';
import { text } from './text.ts';

export default function SessionsScreen() {
  const sessions = useQuery(sessionsQuery);
  const all = inOrder(sessions.data?.items ?? []);
  const machines = all.filter((one) => one.kind === 'machine');
  const browsers = all.filter((one) => one.kind !== 'machine');
  return (
    <AccountPage>
      <Stack narrow>
        {sessions.error && !sessions.data ? (
          <ErrorState error={sessions.error} retry={() => void sessions.refetch()} />
        ) : (
          <>
            <BrowsersCard browsers={browsers} loading={sessions.isPending} others={all.length > 1} />
            <MachinesCard machines={machines} loading={sessions.isPending} />
          </>
        )}
      </Stack>
    </AccountPage>
  );
}

function useEnd() {
  const client = useQueryClient();
  const signOut = useSignOut();
  const { busy, refused, act } = useAct();
  async function end(session: Session): Promise<void> {
    if (session.this_one) return void (await act(() => signOut()));
    const done = await act(async () => {
      await endSession(session.id).catch((error: unknown) => {
        // Meanwhile it ended by itself: that is what was wanted.
        if (!(error instanceof Refusal && error.status === 410)) throw error;
      });
      await client.invalidateQueries({ queryKey: SESSIONS });
    });
    if (done) toast(text.ended(nameOf(session)));
  }
  return { busy, refused, end };
}

function BrowsersCard({ browsers, loading, others }: { browsers: readonly Session[]; loading: boolean; others: boolean }) {
  const client = useQueryClient();
  const { busy, refused, end } = useEnd();
  const all = useAct();
  async function endAll(): Promise<void> {
    await all.act(async () => {
      const { ended } = await endOthers();
      await client.invalidateQueries({ queryKey: SESSIONS });
      toast(text.endedOthers(ended));
    });
  }
  const wrong = refused ?? all.refused;
  return (
    <Card title={text.sessions}>
      <p className={classes.lead}>{text.sessionsMore}</p>
      {wrong && <div className={classes.note}><Note tone="bad" icon="warn" role="alert"><b>{wrong.message}</b> {wrong.nextStep}</Note></div>}
      {loading ? <Loading rows={2} /> : (
        <ul className={classes.list}>
          {browsers.map((one) => <SessionRow key={one.id} session={one} busy={busy} end={() => void end(one)} />)}
        </ul>
      )}
      <div className={classes.foot}>
        {others || loading
          ? <Button onClick={() => void endAll()} loading={all.busy} disabled={loading}>{text.endOthers}</Button>
          : <span className="faint">{text.onlyHere}</span>}
      </div>
    </Card>
  );
}

function MachinesCard({ machines, loading }: { machines: readonly Session[]; loading: boolean }) {
  const { busy, refused, end } = useEnd();
  return (
    <Card title={text.machines} end={<MachineDialog />}>
      <p className={classes.lead}>{text.machinesMore}</p>
      {refused && <div className={classes.note}><Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note></div>}
      {machines.length > 0 && (
        <ul className={classes.list}>
          {machines.map((one) => <SessionRow key={one.id} session={one} busy={busy} end={() => void end(one)} />)}
        </ul>
      )}
      {!loading && machines.length === 0 && <p className={`faint ${classes.note}`}>{text.machineNone}</p>}
    </Card>
  );
}
