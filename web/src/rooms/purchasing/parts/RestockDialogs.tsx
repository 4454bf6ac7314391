import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../../lib/toasts.ts';
import { ConfirmTyped } from '../../../ui/ConfirmTyped.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { ROOM } from '../api.ts';
import { moveRestock } from '../restockApi.ts';
import { text } from '../restockText.ts';
import type { Restock } from '../shapes.ts';

type Props = { open: boolean; restock: Restock; onClose: () => void };

/** The supplier said yes, with its own number and a day where it named them. */
export function ConfirmRestock({ open, restock, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="confirm-title">
      <DialogHead id="confirm-title" title={text.confirmTitle} onClose={onClose} />
      <Fields restock={restock} onClose={onClose} />
    </Dialog>
  );
}

function Fields({ restock, onClose }: Omit<Props, 'open'>) {
  const client = useQueryClient();
  const form = useForm({
    name: `confirm ${restock.id}`,
    initial: { reference: restock.reference, expected: restock.expected_on ?? '' },
    submit: async ({ reference, expected }) => {
      await moveRestock(restock, 'confirmed', { reference: reference.trim(), expected_on: expected || null });
      await client.invalidateQueries({ queryKey: ROOM });
      toast(text.moved.confirmed);
    },
    onDone: onClose,
  });
  return (
    <div className="card-body">
      <Form form={form} label={text.confirmTitle}>
        <TextField form={form} name="reference" label={text.reference} most={100} autoFocus />
        <TextField form={form} name="expected" label={text.expectedOn} type="date" width="middle" />
        <Submit form={form}>{text.confirmDo}</Submit>
      </Form>
    </div>
  );
}

export function CancelRestock({ open, restock, onClose }: Props) {
  const client = useQueryClient();
  const cancel = async () => {
    await moveRestock(restock, 'cancelled');
    await client.invalidateQueries({ queryKey: ROOM });
    toast(text.moved.cancelled);
  };
  return <ConfirmTyped open={open} onClose={onClose} title={text.cancelTitle(restock.number)} ends={[text.cancelEnds]} stays={[text.cancelStays]} verb={text.moves.cancelled} onConfirm={cancel} />;
}
