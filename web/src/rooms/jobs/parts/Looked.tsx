import { Button } from '@mantine/core';
import { calledJob } from '../../../lib/jobs.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import type { Job } from '../api.ts';
import { text } from '../text.ts';
import classes from './Looked.module.css';

type Props = { job: Job; open: boolean; onClose: () => void; onLooked: () => void };

/** Before something is done that may have been done already. */
export function Looked({ job, open, onClose, onLooked }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="looked-title">
      <div className={classes.body}>
        <h2 id="looked-title">{text.lookedTitle(calledJob(job))}</h2>
        <p>{text.lookedAsk}</p>
        <ul>
          <li><Icon name="check" className="ok" />{text.lookedYes}</li>
          <li><Icon name="x" className="bad" />{text.lookedNo}</li>
        </ul>
        <div className={classes.acts}>
          <Button data-autofocus onClick={onClose}>{text.leave}</Button>
          <Button variant="filled" onClick={onLooked}>{text.looked}</Button>
        </div>
      </div>
    </Dialog>
  );
}
