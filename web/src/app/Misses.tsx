import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { Refusal } from '../lib/problem.ts';
import { Empty } from '../ui/Empty.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Link } from '../ui/Link.tsx';
import classes from './Misses.module.css';
import { text } from './text.ts';

export function NotFound() {
  return (
    <main className={classes.page} id="main">
      <Empty title={text.notFound} more={text.notFoundMore} whole>
        <Link to="/" className="button">{text.toHome}</Link>
      </Empty>
    </main>
  );
}

/** A screen that broke; the shell around it goes on. */
export function Broken({ error: thrown, reset }: ErrorComponentProps) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const outdated = /import|module|chunk/i.test(error.message) && !(error instanceof Refusal);
  const [title, more] = outdated
    ? [text.newer, text.newerMore]
    : error instanceof Refusal
      ? [error.message, error.nextStep]
      : [text.broken, text.brokenMore];
  return (
    <div className={classes.page} role="alert">
      <Empty title={title} more={more} icon="warn" whole>
        <Button leftSection={<Icon name="refresh" />} onClick={outdated ? () => window.location.reload() : reset}>
          {outdated ? text.reload : text.again}
        </Button>
      </Empty>
    </div>
  );
}
