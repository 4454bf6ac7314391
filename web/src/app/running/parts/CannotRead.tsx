import { Button } from '@mantine/core';
import { Refusal } from '../../../lib/problem.ts';
import { span } from '../../../lib/time.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { text } from '../text.ts';
import type { Running } from '../useRunning.ts';
import classes from './CannotRead.module.css';
import { nextTry } from './Notice.tsx';

/** The first answer never came: what, since when, when the next try is, and the button. */
export function CannotRead({ running, now }: { running: Running; now: number }) {
  const { live, error } = running;
  const refused = error instanceof Refusal && error.status > 0;
  return (
    <section className={`card ${classes.box}`} role="alert">
      <Icon name="plug" className="warn" />
      <b>{refused ? error.message : text.cannotRead}</b>
      <p className="muted">
        {refused ? error.nextStep : text.neverRead(span((now - live.since) / 1000))}{' '}
        {!refused && live.phase === 'offline' && nextTry(live.nextTryAt, now)} {!refused && text.ifStopped}
      </p>
      <Button onClick={running.tryNow} leftSection={<Icon name="refresh" />}>{text.tryNow}</Button>
    </section>
  );
}
