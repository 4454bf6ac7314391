import { Checkbox } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { decimalMark, readAmount } from '../../../lib/money.ts';
import { Refusal } from '../../../lib/problem.ts';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { ROOM, type WholeOrder } from '../api.ts';
import { digits } from '../model.ts';
import { text } from '../returnText.ts';
import { previewQuery, type RefundWanted, refund, type Standing, WANTED } from '../returnsApi.ts';
import classes from './orders.module.css';
import { Refused } from './Shared.tsx';
import { SharesTable } from './SharesTable.tsx';

type Props = { open: boolean; whole: WholeOrder; standing: Standing; onClose: () => void };

/** What goes back is shown to the smallest coin before anything is proposed. */
export function RefundDialog({ open, whole, standing, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="refund-title" wide>
      <DialogHead id="refund-title" title={text.refundTitle} onClose={onClose} />
      {open && <Fields whole={whole} standing={standing} onClose={onClose} />}
    </Dialog>
  );
}

function Fields({ whole: { order }, standing, onClose }: Omit<Props, 'open'>) {
  const client = useQueryClient();
  const currency = standing.currency ?? '';
  const [flags, setFlags] = useState({ shipping: false, restock: true, byHand: false, notify: true });
  const flag = (name: keyof typeof flags, label: string) => <Checkbox size="xs" label={label} checked={flags[name]} onChange={(event) => setFlags({ ...flags, [name]: event.currentTarget.checked })} />;
  const lines = standing.lines.filter((line) => line.left > 0);
  const form = useForm<Record<string, string>>({
    name: `refund ${order.id}`,
    initial: { ...Object.fromEntries(lines.map((line) => [line.line_id, '0'])), how: 'lines', amount: '', note: '' },
    checks: Object.fromEntries(lines.map((line) => [line.line_id, (typed: string) => wrongCount(typed, line.left)])),
    submit: async (_, key) => {
      const body = wanted();
      if (!body) return;
      await refund(order.id, body, key);
      await client.invalidateQueries({ queryKey: ROOM });
      toast(text.proposed);
    },
    onDone: onClose,
  });
  const { values } = form;
  const said = (name: string) => (values[name] ?? '').trim();
  function wanted(): RefundWanted | null {
    const more = { ...WANTED, note: said('note'), by_hand: flags.byHand, notify: flags.notify };
    if (values.how === 'whole') return { ...more, whole: true, shipping: true };
    if (values.how === 'amount') {
      const minor = readAmount(said('amount'), currency, decimalMark());
      return minor ? { ...more, amount_minor: minor } : null;
    }
    const chosen = lines.flatMap(({ line_id, left }) => {
      const count = digits(said(line_id) || '0') ?? 0;
      return count > 0 && count <= left ? [{ line_id, count, restock: flags.restock }] : [];
    });
    return chosen.length > 0 || flags.shipping ? { ...more, lines: chosen, shipping: flags.shipping } : null;
  }
  const body = wanted();
  const preview = useQuery(previewQuery(order.id, body));
  return (
    <div className="card-body">
      <Form form={form} label={text.refundTitle}>
        <p className="muted">{text.refundMore}</p>
        <ChoiceField form={form} name="how" label={text.how} choices={(['whole', 'lines', 'amount'] as const).map((value) => ({ value, label: text.hows[value] }))} />
        {values.how === 'amount' && <TextField form={form} name="amount" label={text.amount} unit={currency} inputMode="decimal" width="short" />}
        {values.how === 'lines' && (
          <>
            <ul className={classes.pack}>{lines.map((line) => (
              <li key={line.line_id}><bdi>{line.title}</bdi><TextField form={form} name={line.line_id} label={text.piecesOf(line.title)} inputMode="numeric" width="short" unit={text.ofLeft(line.left)} /></li>
            ))}</ul>
            {flag('shipping', text.withShipping)}
            {flag('restock', text.restock)}
          </>
        )}
        <TextField form={form} name="note" label={text.note} most={250} />
        {flag('byHand', text.byHand)}
        {flag('notify', text.notify)}
        {preview.error instanceof Refusal && <Refused refused={preview.error} />}
        {body && preview.data && <SharesTable label={text.goesBack} currency={currency} columns={[{ name: text.goesBack, shares: preview.data.shares }]} />}
        <Submit form={form} why={body ? '' : text.choose}>{text.propose}</Submit>
      </Form>
    </div>
  );
}

export function wrongCount(typed: string, most: number): string {
  const count = digits(typed || '0');
  return count === null || count > most ? text.most(most) : '';
}
