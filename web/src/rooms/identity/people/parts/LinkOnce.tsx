import { Button } from '@mantine/core';
import { Copyable } from '../../../../ui/Copyable.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { text } from '../text.ts';
import classes from './LinkOnce.module.css';

type Props = { link: string; onDone: () => void };

/** The link of an invitation, which no page shows again; none where a mail has it. */
export function LinkOnce({ link, onDone }: Props) {
  return (
    <div className={classes.stack} role="status">
      {link ? (
        <>
          <Copyable value={link} label={text.link} act={text.copyLink} />
          <Note tone="accent" icon="key">{text.linkOnce}</Note>
        </>
      ) : (
        <Note tone="accent" icon="mail">{text.linkMailed}</Note>
      )}
      <div><Button onClick={onDone}>{text.linkDone}</Button></div>
    </div>
  );
}
