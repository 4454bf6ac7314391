import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Counts } from '../../../lib/changes.ts';
import { dayOf, dayTime } from '../../../lib/day.ts';
import { clock } from '../../../lib/time.ts';
import { useAct } from '../../../lib/useAct.ts';
import { zone } from '../../../lib/zone.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Note } from '../../../ui/Note.tsx';
import { setTime, type Whole } from '../api.ts';
import { instantOf, presetsOf } from '../model.ts';
import { text } from '../setText.ts';
import classes from './When.module.css';
import dialogs from './dialogs.module.css';

const DAY_MS = 86_400_000;
const dayLater = (at: Date, later = 0) => dayOf(new Date(at.getTime() + later * DAY_MS));

type Props = { whole: Whole | null; onClose: () => void; onDone: () => void };

/** A day and a time by the clock of whoever chooses it; those that are chosen often are one press. */
export function TimeDialog({ whole, onClose, onDone }: Props) {
  return (
    <Dialog open={whole !== null} onClose={onClose} labelledBy="time-title">
      <DialogHead id="time-title" title={text.timeTitle} onClose={onClose} />
      {whole && <Asked key={whole.version} whole={whole} onDone={onDone} />}
    </Dialog>
  );
}

function trouble(typed: { day: string; time: string }): string {
  const at = instantOf(typed.day, typed.time, dayTime);
  return at === null ? text.timeWrong : at.getTime() <= Date.now() ? text.timeOver : '';
}

function Asked({ whole, onDone }: { whole: Whole; onDone: () => void }) {
  const [presets] = useState(() => presetsOf(new Date(), dayLater, dayTime));
  const { busy, refused, act } = useAct();
  const was = whole.not_before === null ? null : new Date(whole.not_before);
  const first = was ? { day: dayOf(was), time: clock(was) } : { day: presets[0]?.day ?? '', time: presets[0]?.time ?? '' };
  const form = useForm({
    name: `time of ${whole.id}`,
    initial: first,
    checks: { time: (_, all) => trouble(all) },
    submit: async ({ day, time }) => {
      await setTime(whole, instantOf(day, time, dayTime));
    },
    onDone,
  });
  const agreed = whole.approvals.some((one) => one.counts) || ((whole.counts as Counts).approved ?? 0) > 0;
  const choose = (day: string, time: string) => {
    form.set('day', day);
    form.set('time', time);
  };
  const none = async () => {
    if (await act(() => setTime(whole, null))) onDone();
  };
  return (
    <div className={dialogs.body}>
      <p className="muted">{text.timeMore(zone())}</p>
      {agreed && <Note tone="warn" icon="warn">{text.timeVoid}</Note>}
      <Form form={form} label={text.timeTitle}>
        <fieldset className={classes.presets}>
          <legend>{text.timePresetsLabel}</legend>
          {presets.map(({ name, day, time }) => (
            <Button key={name} aria-pressed={form.values.day === day && form.values.time === time} onClick={() => choose(day, time)}>{text.timePresets[name]}</Button>
          ))}
        </fieldset>
        <div className={dialogs.two}>
          <TextField form={form} name="day" label={text.timeDay} type="date" />
          <TextField form={form} name="time" label={text.timeTime} type="time" />
        </div>
        <div className={classes.foot}>
          {was && <Button loading={busy} onClick={() => void none()}>{text.timeNone}</Button>}
          <Submit form={form}>{text.timeSave}</Submit>
        </div>
        {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      </Form>
    </div>
  );
}
