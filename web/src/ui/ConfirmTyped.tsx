import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { catalogue } from '../lib/catalogue.ts';
import { Refusal } from '../lib/problem.ts';
import classes from './ConfirmTyped.module.css';
import { Dialog } from './Dialog.tsx';
import { Icon } from './Icon.tsx';
import { Note } from './Note.tsx';

const text = catalogue({
  en: { keep: 'Keep it', type: ['Type ', ' to go on'], ends: 'What ends', stays: 'What stays' },
  id: { keep: 'Biarkan', type: ['Ketik ', ' untuk melanjutkan'], ends: 'Yang berakhir', stays: 'Yang tetap' },
});

type Props = {
  open: boolean;
  onClose: () => void;
  /** Verb and object: "Disconnect Shopee ID?" */
  title: string;
  ends: readonly string[];
  stays: readonly string[];
  /** The name to type; without one the button is free at once. */
  name?: string;
  verb: string;
  onConfirm: () => Promise<unknown>;
  children?: ReactNode;
};

/** Only for what cannot be undone. The safe button comes first and has the focus. */
export function ConfirmTyped({ open, onClose, title, ...rest }: Props) {
  const id = useId();
  return (
    <Dialog open={open} onClose={onClose} labelledBy={id}>
      <Asked {...rest} onClose={onClose} id={id} title={title} />
    </Dialog>
  );
}

export function Asked({ id, title, ends, stays, name = '', verb, onConfirm, onClose, children }: Omit<Props, 'open'> & { id: string }) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const right = typed.trim() === name;

  async function confirm(): Promise<void> {
    setBusy(true);
    setRefused(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefused(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      className={classes.body}
      onSubmit={(event) => {
        event.preventDefault();
        if (right) void confirm();
      }}
    >
      <h2 id={id}><bdi>{title}</bdi></h2>
      {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      <ul className={classes.list} aria-label={text.ends}>
        {ends.map((words) => <li key={words}><Icon name="x" className="bad" />{words}</li>)}
      </ul>
      {stays.length > 0 && (
        <ul className={classes.list} aria-label={text.stays}>
          {stays.map((words) => <li key={words}><Icon name="check" className="ok" />{words}</li>)}
        </ul>
      )}
      {children}
      {name && (
        <TextInput
          label={<>{text.type[0]}<b><bdi>{name}</bdi></b>{text.type[1]}</>}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <div className={classes.acts}>
        <Button onClick={onClose} data-autofocus>{text.keep}</Button>
        <Button type="submit" variant="filled" className="danger" disabled={!right} loading={busy}>{verb}</Button>
      </div>
    </form>
  );
}
