import { useState } from 'react';
import { dayOf, dayTime } from '../../../lib/day.ts';
import { clock } from '../../../lib/time.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { undoSince } from '../api.ts';
import { instantOf } from '../model.ts';
import { text } from '../text.ts';
import classes from './dialogs.module.css';
import { useUndo } from './useUndo.tsx';

const HOUR_MS = 3_600_000;

/** One time, and everything that was proven after it. */
export function UndoSinceDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { undone, dialog } = useUndo();
  return (
    <>
      <Dialog open={open} onClose={onClose} labelledBy="since-title">
        <DialogHead id="since-title" title={text.sinceTitle} onClose={onClose} />
        <Asked onDone={(made) => { onClose(); undone(made); }} />
      </Dialog>
      {dialog}
    </>
  );
}

function trouble(typed: { day: string; time: string }): string {
  const at = instantOf(typed.day, typed.time, dayTime);
  return at === null ? text.sinceWrong : at.getTime() > Date.now() ? text.sinceLater : '';
}

function Asked({ onDone }: { onDone: (made: Awaited<ReturnType<typeof undoSince>>) => void }) {
  const [hourAgo] = useState(() => new Date(Date.now() - HOUR_MS));
  const form = useForm({
    name: 'undo since',
    initial: { day: dayOf(hourAgo), time: clock(hourAgo) },
    checks: { time: (_, all) => trouble(all) },
    submit: async ({ day, time }) => {
      const at = instantOf(day, time, dayTime);
      if (at) onDone(await undoSince(at));
    },
  });
  return (
    <div className={classes.body}>
      <p className="muted">{text.sinceMore}</p>
      <Form form={form} label={text.sinceTitle}>
        <div className={classes.two}>
          <TextField form={form} name="day" label={text.sinceDay} type="date" />
          <TextField form={form} name="time" label={text.sinceTime} placeholder="14:00" inputMode="numeric" autoFocus />
        </div>
        <Submit form={form}>{text.sinceAct}</Submit>
      </Form>
    </div>
  );
}
