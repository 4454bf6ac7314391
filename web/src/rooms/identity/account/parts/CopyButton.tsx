import { Button } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../../../../ui/Icon.tsx';
import { text } from '../text.ts';

type Props = { words: string; label?: string; children?: string };

/** Copies, and says in its place that it did. */
export function CopyButton({ words, label, children }: Props) {
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(words).then(() => setCopied(true), () => setCopied(false));
  return (
    <Button leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={copy} aria-label={copied ? undefined : label}>
      <span aria-live="polite">{copied ? text.copied : (children ?? text.copy)}</span>
    </Button>
  );
}
