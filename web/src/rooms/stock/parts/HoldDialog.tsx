import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { actOnChannel, STOCK } from '../api.ts';
import { text } from '../itemText.ts';

type Held = { account_id: string; name: string };
/** Null: closed. Several: the person says which. */
type Props = { shops: readonly Held[] | null; onClose: () => void };
const WHY = { min: 3, max: 200 };

/** Nothing is sent to a shop until it is let go; with the reason, for whoever looks later. */
export function HoldDialog({ shops, onClose }: Props) {
  return (
    <Dialog open={shops !== null} onClose={onClose} labelledBy="hold-title">
      <DialogHead id="hold-title" title={text.holdTitle} onClose={onClose} />
      {shops && <Fields shops={shops} onClose={onClose} />}
    </Dialog>
  );
}

function Fields({ shops, onClose }: { shops: readonly Held[]; onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name: `hold ${shops.map(({ account_id: id }) => id).join()}`,
    initial: { shop: shops[0]?.account_id ?? '', why: '' },
    checks: { why: (value) => (value.trim().length < WHY.min ? text.holdShort : '') },
    submit: async ({ shop, why }) => {
      await actOnChannel(shop, 'hold', why.trim());
      await client.invalidateQueries({ queryKey: STOCK });
      const name = shops.find(({ account_id: id }) => id === shop)?.name ?? '';
      const back = () => attempt(async () => {
        await actOnChannel(shop, 'resume');
        await client.invalidateQueries({ queryKey: STOCK });
        toast(text.resumed(name));
      });
      toast(text.heldNow(name), { tone: 'warn', act: { label: text.undo, icon: 'undo', run: back } });
    },
    onDone: onClose,
  });
  return (
    <div className="card-body">
      <Form form={form} label={text.holdTitle}>
        <p className="muted">{text.holdMore}</p>
        <ChoiceField form={form} name="shop" label={text.shop} choices={shops.map(({ account_id: value, name }) => ({ value, label: name }))} />
        <TextField form={form} name="why" label={text.holdWhy} help={text.holdWhyHelp} most={WHY.max} autoFocus />
        <Submit form={form}>{text.holdDo}</Submit>
      </Form>
    </div>
  );
}
