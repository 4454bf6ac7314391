import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Refusal } from '../../../lib/problem.ts';
import { clock, span } from '../../../lib/time.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { text } from '../text.ts';
import type { Running } from '../useRunning.ts';
import classes from './Notice.module.css';

type Props = { running: Running; now: number };

/** One line, only while something stops this page from telling the truth. */
export function Notice({ running, now }: Props) {
  const { live, system, error, readyError } = running;
  // The version that this page was first shown with; a newer server deserves a newer page.
  const [firstVersion, setFirstVersion] = useState('');
  if (system && !firstVersion) setFirstVersion(system.version);
  if (!system && error instanceof Refusal && error.status > 0) {
    return (
      <Line tone="warn" button={text.tryNow} onClick={running.tryNow}>
        <b>{error.message}</b> {error.nextStep}
      </Line>
    );
  }
  if (live.phase === 'offline') {
    return (
      <Line tone="warn" button={text.tryNow} onClick={running.tryNow}>
        <b>{text.offlineSince(clock(new Date(live.since)))}</b> {text.lastRead(clock(new Date(running.readAt)))}{' '}
        {nextTry(live.nextTryAt, now)} {text.ifStopped}
      </Line>
    );
  }
  if (system && firstVersion && system.version !== firstVersion) {
    return (
      <Line tone="accent" button={text.reload} onClick={() => window.location.reload()}>
        <b>{text.newVersion(system.version)}</b>
      </Line>
    );
  }
  if (!readyError) return null;
  return (
    <Line tone="warn" button={text.tryNow} onClick={running.tryNow}>
      <b>{text.readyFailed}</b> {readyError.message} {readyError instanceof Refusal && readyError.nextStep}
    </Line>
  );
}

export function nextTry(at: number | null, now: number): string {
  return at !== null && at > now ? text.nextTry(span(Math.ceil((at - now) / 1000))) : text.tryingNow;
}

type LineProps = { tone: 'warn' | 'accent'; button: string; onClick: () => void; children: ReactNode };

function Line({ tone, button, onClick, children }: LineProps) {
  return (
    <div className={`${classes.notice} ${classes[tone]}`}>
      <Icon name={tone === 'warn' ? 'plug' : 'refresh'} />
      <p>{children}</p>
      <Button onClick={onClick} leftSection={<Icon name="refresh" />}>{button}</Button>
    </div>
  );
}
