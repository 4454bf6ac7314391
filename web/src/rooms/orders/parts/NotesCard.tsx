import { Button } from '@mantine/core';
import { useState } from 'react';
import { toast } from '../../../lib/toasts.ts';
import { Card } from '../../../ui/Card.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { AreaField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Time } from '../../../ui/Time.tsx';
import { addNote, type WholeOrder } from '../api.ts';
import { text } from '../orderText.ts';
import { useDone } from '../useOrder.ts';
import classes from './orders.module.css';

const NOTE_MAX = 2_000;

/** What people wrote to it, the newest first; they are sealed, for nobody knows whom they are about. */
export function NotesCard({ whole: { order, notes, hidden }, may }: { whole: WholeOrder; may: boolean }) {
  const [writing, setWriting] = useState(false);
  return (
    <Card title={text.notes} end={may && !writing && <Button size="xs" leftSection={<Icon name="edit" />} onClick={() => setWriting(true)}>{text.addNote}</Button>}>
      <div className={`card-body ${classes.stack}`}>
        {writing && <Writing id={order.id} onDone={() => setWriting(false)} />}
        {notes.length === 0 && !writing && <p className="muted">{hidden ? text.notesHidden : text.noNotes}</p>}
        {notes.map((note) => <div key={note.id}><p className={classes.said}><bdi>{note.text}</bdi></p><span className="faint small"><Time at={note.at} /></span></div>)}
      </div>
    </Card>
  );
}

function Writing({ id, onDone }: { id: string; onDone: () => void }) {
  const done = useDone();
  const form = useForm({
    name: `note ${id}`,
    initial: { text: '' },
    checks: { text: (value) => (value.trim() === '' ? text.noteNeeded : '') },
    submit: async (values, key) => {
      await done(await addNote(id, values.text.trim(), key));
      toast(text.noted);
    },
    onDone,
  });
  return (
    <Form form={form} label={text.addNote}>
      <AreaField form={form} name="text" label={text.noteLabel} help={text.noteHelp} rows={3} most={NOTE_MAX} />
      <Submit form={form}>{text.noteDo}</Submit>
    </Form>
  );
}
