import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { hold, type Order, release } from '../api.ts';
import { text } from '../orderText.ts';
import { useDone } from '../useOrder.ts';

const WHY_MAX = 300;
type Props = { open: boolean; order: Order; onClose: () => void };

/** Nothing of it is sent until it is let go on; with the reason, for whoever looks later. */
export function HoldDialog({ open, order, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="hold-title">
      <DialogHead id="hold-title" title={text.holdTitle} onClose={onClose} />
      {open && <Fields order={order} onClose={onClose} />}
    </Dialog>
  );
}

function Fields({ order, onClose }: Omit<Props, 'open'>) {
  const done = useDone();
  const form = useForm({
    name: `hold order ${order.id}`,
    initial: { why: '' },
    checks: { why: (value) => (value.trim() === '' ? text.holdNeeded : '') },
    submit: async ({ why }) => {
      await done(await hold(order.id, why.trim()));
      const back = () => attempt(async () => {
        await done(await release(order.id));
        toast(text.released(order.number));
      });
      toast(text.heldNow(order.number), { tone: 'warn', act: { label: text.undo, icon: 'undo', run: back } });
    },
    onDone: onClose,
  });
  return (
    <div className="card-body">
      <Form form={form} label={text.holdTitle}>
        <p className="muted">{text.holdMore}</p>
        <TextField form={form} name="why" label={text.holdWhy} help={text.holdHelp} most={WHY_MAX} autoFocus />
        <Submit form={form}>{text.holdDo}</Submit>
      </Form>
    </div>
  );
}
