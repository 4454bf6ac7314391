import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { catalogue } from '../lib/catalogue.ts';
import classes from './Copyable.module.css';
import { Icon } from './Icon.tsx';

const text = catalogue({ en: { copy: 'Copy', copied: 'Copied' }, id: { copy: 'Salin', copied: 'Tersalin' } });

const SAYS_MS = 2_000;

type Props = {
  value: string;
  /** What it is, such as "Link". */
  label: string;
  /** What the button does, such as "Copy the link". */
  act: string;
  /** In as many lines as it has; else in one that is cut at its end. */
  lines?: boolean;
};

/** A text to be taken elsewhere as it is: a link, a secret, a command. */
export function Copyable({ value, label, act, lines = false }: Props) {
  const [copied, setCopied] = useState(false);
  const words = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAYS_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // The browser does not let us; marked, the person copies it by the keys.
      if (words.current) window.getSelection()?.selectAllChildren(words.current);
    }
  }

  return (
    <div className={`${classes.box} ${lines ? classes.lines : ''}`} role="group" aria-label={label}>
      {/* Longer than its box, it is moved by keys too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <code ref={words} tabIndex={0}>{value}</code>
      <Button size="xs" leftSection={<Icon name={copied ? 'check' : 'copy'} />} aria-label={act} onClick={() => void copy()}>
        <span aria-hidden="true">{copied ? text.copied : text.copy}</span>
      </Button>
      <span className="sr" role="status">{copied ? text.copied : ''}</span>
    </div>
  );
}
