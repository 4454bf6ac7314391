import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { type FormOf, useForm } from '../../../ui/form/useForm.ts';
import { type Line, sendParcel, type WholeOrder } from '../api.ts';
import { digits, leftOf, sendable } from '../model.ts';
import { text } from '../packText.ts';
import { useDone } from '../useOrder.ts';
import classes from './orders.module.css';

type Typed = Record<string, string>;
type Props = { open: boolean; whole: WholeOrder; onClose: () => void };

/** Which pieces go into the parcel, and how it is followed. */
export function ParcelDialog({ open, whole, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="parcel-title" wide>
      <DialogHead id="parcel-title" title={text.packTitle} onClose={onClose} />
      {open && <Fields whole={whole} onClose={onClose} />}
    </Dialog>
  );
}

function Fields({ whole, onClose }: Omit<Props, 'open'>) {
  const done = useDone();
  const [notify, setNotify] = useState(true);
  const lines = whole.lines.filter((line) => sendable(line) > 0);
  const all = Object.fromEntries(lines.map((line) => [line.id, String(sendable(line))]));
  const form = useForm<Typed>({
    name: `parcel ${whole.order.id} ${whole.order.version}`,
    initial: { ...all, carrier: '', tracking: '', url: '' },
    checks: {
      ...Object.fromEntries(lines.map((line) => [line.id, (typed: string) => wrongCount(typed, line)])),
      url: (typed) => (typed.trim() === '' || /^https:\/\/\S+$/.test(typed.trim()) ? '' : text.urlWrong),
    },
    submit: async (typed, key) => {
      const chosen = lines.flatMap(({ id }) => {
        const count = digits(typed[id] ?? '') ?? 0;
        return count > 0 ? [{ line_id: id, count }] : [];
      });
      const said = (name: string) => (typed[name] ?? '').trim();
      await done(await sendParcel(whole.order.id, { lines: chosen, carrier: said('carrier'), tracking_number: said('tracking'), tracking_url: said('url'), notify }, key));
      toast(text.sent);
    },
    onDone: onClose,
  });
  const pieces = lines.reduce((sum, { id }) => sum + (digits(form.values[id] ?? '') ?? 0), 0);
  return (
    <div className="card-body">
      <Form form={form} label={text.packTitle}>
        <p className="muted">{text.packMore}</p>
        <ul className={classes.pack}>{lines.map((line) => <Packed key={line.id} form={form} line={line} />)}</ul>
        {lines.length > 1 && <Button size="xs" className={classes.self} onClick={() => form.fill(all)}>{text.packAll}</Button>}
        <div className={classes.fields}>
          <TextField form={form} name="carrier" label={text.carrier} autoComplete="off" />
          <TextField form={form} name="tracking" label={text.tracking} help={text.trackingHelp} autoComplete="off" autoFocus />
        </div>
        <TextField form={form} name="url" label={text.trackingUrl} type="url" placeholder="https://" />
        <Checkbox size="xs" label={text.notify} checked={notify} onChange={(event) => setNotify(event.currentTarget.checked)} />
        <Submit form={form} why={pieces === 0 ? text.packNone : ''}>{text.packDo(pieces)}</Submit>
      </Form>
    </div>
  );
}

function Packed({ form, line }: { form: FormOf<Typed>; line: Line }) {
  const most = sendable(line);
  const name = line.title || line.sku || line.remote_id;
  return (
    <li>
      <span className={classes.two}><bdi>{name}</bdi><small>{line.sku}{most < leftOf(line) && <span className="warn"> {text.onlyHeld(most)}</span>}</small></span>
      <TextField form={form} name={line.id} label={text.packLine(name)} inputMode="numeric" width="short" unit={text.ofLeft(leftOf(line))} />
    </li>
  );
}

function wrongCount(typed: string, line: Line): string {
  const count = digits(typed || '0');
  return count === null || count > sendable(line) ? text.countWrong(sendable(line)) : '';
}
