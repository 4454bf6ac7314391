import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { CheckField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { ROOM, type WholeOrder } from '../api.ts';
import { text } from '../returnText.ts';
import { cancel, type Standing } from '../returnsApi.ts';
import { SharesTable } from './SharesTable.tsx';

type Props = { open: boolean; whole: WholeOrder; standing: Standing; onClose: () => void };

/** The order ends at its shop; with the money that is left where the shop can. */
export function CancelDialog({ open, whole, standing, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="cancel-title">
      <DialogHead id="cancel-title" title={text.cancelTitle} onClose={onClose} />
      {open && <Fields whole={whole} standing={standing} onClose={onClose} />}
    </Dialog>
  );
}

function Fields({ whole: { order }, standing: { left, currency }, onClose }: Omit<Props, 'open'>) {
  const client = useQueryClient();
  const owed = left !== null && left.total > 0;
  const form = useForm({
    name: `cancel ${order.id}`,
    initial: { note: '', refund: owed, restock: true, notify: true },
    submit: async (typed, key) => {
      await cancel(order.id, { ...typed, note: typed.note.trim() }, key);
      await client.invalidateQueries({ queryKey: ROOM });
      toast(text.proposed);
    },
    onDone: onClose,
  });
  return (
    <div className="card-body">
      <Form form={form} label={text.cancelTitle}>
        <p className="muted">{text.cancelMore}</p>
        <TextField form={form} name="note" label={text.note} most={250} autoFocus />
        {owed && <CheckField form={form} name="refund" label={text.withMoney} help={text.withMoneyHelp} />}
        {owed && form.values.refund && <SharesTable label={text.goesBack} currency={currency ?? ''} columns={[{ name: text.goesBack, shares: left }]} />}
        <CheckField form={form} name="restock" label={text.restock} />
        <CheckField form={form} name="notify" label={text.notify} />
        <Submit form={form} danger>{text.propose}</Submit>
      </Form>
    </div>
  );
}
