import { Button } from '@mantine/core';
import { useMe } from '../../../../lib/me.ts';
import { Icon } from '../../../../ui/Icon.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { useFirst } from '../../sign-in/useFirst.ts';
import { text } from '../factorText.ts';
import classes from './account.module.css';
import { CopyButton } from './CopyButton.tsx';

/** Recovery codes, shown this once; no slip takes them away. */
export function Codes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const ref = useFirst<HTMLDivElement>();
  const email = useMe()?.person.email ?? '';
  const words = `${text.fileHead(email)}\n\n${codes.join('\n')}\n`;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- only keeps Esc from what is around it
    <div className={classes.dialog} ref={ref} tabIndex={-1} onKeyDown={(event) => event.key === 'Escape' && event.preventDefault()}>
      <Note tone="warn" icon="key">{text.codesMore}</Note>
      <ul className={classes.codes}>
        {codes.map((code) => <li key={code}><code>{code}</code></li>)}
      </ul>
      <div className={classes.buttons}>
        <CopyButton words={words}>{text.copyAll}</CopyButton>
        <Button leftSection={<Icon name="download" />} onClick={() => save(words)}>{text.download}</Button>
        <Button variant="filled" onClick={onKept}>{text.kept}</Button>
      </div>
    </div>
  );
}

function save(words: string): void {
  const url = URL.createObjectURL(new Blob([words], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'hanse-recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(url);
}
