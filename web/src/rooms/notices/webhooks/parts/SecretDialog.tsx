import { Button } from '@mantine/core';
import { useId } from 'react';
import { Copyable } from '../../../../ui/Copyable.tsx';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { text } from '../text.ts';
import classes from './dialogs.module.css';

/** What signs the calls, to be put where they arrive. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const id = useId();
  return (
    <Dialog open={secret !== ''} onClose={onClose} labelledBy={id} wide>
      <div className={classes.body}>
        <h2 id={id}>{text.secretTitle}</h2>
        <p>{text.secretMore}</p>
        <Copyable value={secret} label={text.secret} act={text.copySecret} />
        <div>
          <h3>{text.verify}</h3>
          <p className="muted">{text.verifyMore}</p>
        </div>
        <p className="faint small">{text.secretLater}</p>
        <div className={classes.acts}>
          <Button variant="filled" onClick={onClose}>{text.secretDone}</Button>
        </div>
      </div>
    </Dialog>
  );
}
