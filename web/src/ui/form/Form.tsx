import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { offlineSince } from '../../lib/reach.ts';
import { useSignal } from '../../lib/signal.ts';
import { Note } from '../Note.tsx';
import classes from './form.module.css';
import { text } from './text.ts';
import type { FormOf, Values } from './useForm.ts';

type FormProps<V extends Values> = { form: FormOf<V>; label?: string; className?: string; children: ReactNode };

/** One column; what is refused of the whole stands above, what is refused of a field at the field. */
export function Form<V extends Values>({ form, label, className = '', children }: FormProps<V>) {
  const { bind, busy, restored, refused, submit, reset } = form;
  return (
    <form
      ref={bind}
      noValidate
      aria-label={label}
      aria-busy={busy}
      className={`${classes.form} ${className}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {restored && (
        <Note tone="accent" icon="history">
          {text.restored}{' '}
          <button type="button" className="link" onClick={reset}>{text.startAnew}</button>
        </Note>
      )}
      {refused && (
        <Note tone="bad" icon="warn" role="alert">
          <b>{refused.message}</b> {refused.nextStep}
        </Note>
      )}
      {children}
    </form>
  );
}

type SubmitProps<V extends Values> = {
  form: FormOf<V>;
  children: ReactNode;
  large?: boolean;
  /** Off, with the reason beside it. */
  why?: string;
  danger?: boolean;
};

/** The one filled button of the form. It is off only with a reason beside it. */
export function Submit<V extends Values>({ form, children, large = false, why = '', danger = false }: SubmitProps<V>) {
  const offline = useSignal(offlineSince) !== null;
  const reason = offline ? text.offline : why;
  return (
    <div className={large ? classes.block : classes.submit}>
      <Button
        type="submit"
        variant="filled"
        className={danger ? 'danger' : ''}
        size={large ? 'lg' : 'sm'}
        fullWidth={large}
        loading={form.busy}
        disabled={reason !== ''}
      >
        {children}
      </Button>
      {reason && <span className="faint small">{reason}</span>}
    </div>
  );
}

/** At the foot of a card of settings: there only while something is changed. */
export function SaveBar<V extends Values>({ form, save = text.save }: { form: FormOf<V>; save?: string }) {
  const offline = useSignal(offlineSince) !== null;
  if (!form.dirty) return null;
  return (
    <div className={classes.bar} role="group" aria-label={text.unsaved}>
      <span className="muted">{offline ? text.offline : text.unsaved}</span>
      <Button onClick={form.reset}>{text.discard}</Button>
      <Button type="submit" variant="filled" loading={form.busy} disabled={offline}>{save}</Button>
    </div>
  );
}

/** The old value beside a changed one. */
export function Was<V extends Values>({ form, name }: { form: FormOf<V>; name: keyof V & string }) {
  const before = form.initial[name];
  if (JSON.stringify(before) === JSON.stringify(form.values[name])) return null;
  const words = typeof before === 'boolean' ? (before ? text.on : text.off) : String(before ?? '') || text.none;
  return <span className={classes.was}>{text.was(words)}</span>;
}
