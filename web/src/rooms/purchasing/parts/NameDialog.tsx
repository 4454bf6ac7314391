import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { namePurchase, ROOM } from '../api.ts';
import { text } from '../purchaseText.ts';
import type { WholePurchase } from '../shapes.ts';

type Props = { open: boolean; whole: WholePurchase; onClose: () => void };
const PLAIN = /^[\u0021-\u007E][\u0020-\u007E]{0,99}$/;

/** A person looked at the supplier and says which order there is ours. */
export function NameDialog({ open, whole, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="name-title">
      <DialogHead id="name-title" title={text.nameTitle} onClose={onClose} />
      <Fields whole={whole} onClose={onClose} />
    </Dialog>
  );
}

function Fields({ whole, onClose }: Omit<Props, 'open'>) {
  const client = useQueryClient();
  const form = useForm({
    name: `purchase number ${whole.id}`,
    initial: { remote_id: '' },
    checks: { remote_id: (value) => (PLAIN.test(value.trim()) ? '' : text.nameWrong) },
    submit: async ({ remote_id: remote }) => {
      await namePurchase(whole.id, remote.trim());
      await client.invalidateQueries({ queryKey: ROOM });
      toast(text.named);
    },
    onDone: onClose,
  });
  return (
    <div className="card-body">
      <Form form={form} label={text.nameTitle}>
        <p className="muted">{text.nameMore(whole.number)}</p>
        <TextField form={form} name="remote_id" label={text.nameLabel} width="middle" autoFocus />
        <Submit form={form}>{text.nameDo}</Submit>
      </Form>
    </div>
  );
}
