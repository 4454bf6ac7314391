import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Note } from '../../../ui/Note.tsx';
import type { Job } from '../api.ts';
import { mayCancel, mayRetry } from '../model.ts';
import { text } from '../text.ts';
import { useJobActs } from '../useJobActs.ts';
import { Looked } from './Looked.tsx';

/** Try again, cancel; for one of unknown outcome only after the question whether somebody looked. */
export function Acts({ job }: { job: Job }) {
  const may = useMay();
  const acts = useJobActs();
  const { busy, refused, act } = useAct();
  const offline = useSignal(offlineSince) !== null;
  const [asking, setAsking] = useState(false);
  if (!may('jobs.job.write') || (!mayRetry(job) && !mayCancel(job))) return null;

  const retry = () => (job.state === 'unknown' ? setAsking(true) : void act(() => acts.retryOne(job)));
  return (
    <>
      <div className="row wrap">
        {mayRetry(job) && (
          <Button leftSection={<Icon name="refresh" />} disabled={busy || offline} onClick={retry}>{text.retry}</Button>
        )}
        {mayCancel(job) && (
          <Button leftSection={<Icon name="x" />} disabled={busy || offline} onClick={() => void act(() => acts.cancelOne(job))}>{text.cancel}</Button>
        )}
      </div>
      {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      <Looked
        job={job}
        open={asking}
        onClose={() => setAsking(false)}
        onLooked={() => {
          setAsking(false);
          void act(() => acts.retryOne(job, true));
        }}
      />
    </>
  );
}
