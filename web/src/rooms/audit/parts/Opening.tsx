import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Note } from '../../../ui/Note.tsx';
import { EVENTS, type LogEvent, openPersonal } from '../api.ts';
import { isSealed } from '../model.ts';
import { text } from '../text.ts';
import classes from './Opening.module.css';

type Props = { event: LogEvent; onOpened: (event: LogEvent) => void };

const REASON = { min: 3, max: 300 };

/** Personal fields: closed for most, and for who may open them only with a reason. */
export function Opening({ event, onOpened }: Props) {
  const may = useMay();
  const [asking, setAsking] = useState(false);
  if (event.personal === 'opened') return <Note tone="accent" icon="eye" role="status">{text.opened}</Note>;
  if (!isSealed(event)) return null;
  if (!may('audit.personal.read')) return <p className="faint small">{text.mayNot}</p>;
  if (asking) return <Asking event={event} onOpened={onOpened} onClose={() => setAsking(false)} />;
  return (
    <div>
      <Button leftSection={<Icon name="lock" />} onClick={() => setAsking(true)}>{text.openButton}</Button>
    </div>
  );
}

function Asking({ event, onOpened, onClose }: Props & { onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name: `open ${event.position}`,
    initial: { reason: '' },
    checks: {
      reason: (value) => {
        const length = [...value.trim()].length;
        if (length < REASON.min) return text.reasonShort;
        return length > REASON.max ? text.reasonLong : '';
      },
    },
    submit: async ({ reason }) => {
      const opened = await openPersonal(event.position, reason.trim());
      onOpened(opened);
      void client.invalidateQueries({ queryKey: EVENTS });
    },
  });
  return (
    <div className={classes.asking}>
      <h2>{text.openTitle}</h2>
      <p className="muted">{text.openMore}</p>
      <Form form={form} label={text.openTitle}>
        <TextField form={form} name="reason" label={text.reason} help={text.reasonHelp} most={REASON.max} autoFocus />
        <div className="row wrap">
          <Submit form={form}>{text.openDo}</Submit>
          <Button onClick={onClose}>{text.cancel}</Button>
        </div>
      </Form>
    </div>
  );
}
