import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useAct } from '../../lib/useAct.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Note } from '../../ui/Note.tsx';
import { lookAtStop, setStopped, type Stop } from './api.ts';
import classes from './parts/letters.module.css';
import { text } from './text.ts';

/** For a buyer, who has no account here: the link of a letter asks for no more of them. */
export default function StopScreen() {
  // What it is good for stands behind the #, which no log of visits sees.
  const token = useRouterState({ select: (state) => state.location.hash }).replace(/^#/, '');
  useEffect(() => {
    document.title = text.stopTitle;
  }, []);
  return (
    <main id="main" className={classes.page}>
      {token ? <Asked token={token} /> : <><h1>{text.broken}</h1><p className="muted">{text.brokenMore}</p></>}
    </main>
  );
}

function Asked({ token }: { token: string }) {
  const found = useQuery({ queryKey: ['letters', 'stop', token], queryFn: () => lookAtStop(token), retry: false });
  const [chosen, setChosen] = useState<Stop | null>(null);
  const { busy, refused, act } = useAct();
  const shown = chosen ?? found.data;
  if (found.error && !shown) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  if (!shown) return <Loading rows={3} />;
  const choose = (stopped: boolean) => void act(async () => setChosen(await setStopped(token, stopped)));
  return (
    <>
      <h1>{shown.stopped ? text.stopDone : text.stopTitle}</h1>
      <p className="muted">{shown.stopped ? text.stopDoneMore(shown.sender) : text.stopLead(shown.sender)}</p>
      {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      <div className={classes.buttons}>
        {shown.stopped ? <Button loading={busy} onClick={() => choose(false)}>{text.resume}</Button> : <Button variant="filled" loading={busy} onClick={() => choose(true)}>{text.stop}</Button>}
      </div>
    </>
  );
}
