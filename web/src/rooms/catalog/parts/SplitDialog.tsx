import { useQueryClient } from '@tanstack/react-query';
import { useGo } from '../../../lib/address.ts';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { PRODUCTS, split, type Whole } from '../api.ts';
import { text } from '../productText.ts';
import classes from './catalog.module.css';

type Props = { open: boolean; onClose: () => void; whole: Whole; variantIds: readonly string[] };

/** Some variants leave for a product of their own. */
export function SplitDialog({ open, onClose, whole, variantIds }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="split-title">
      <DialogHead id="split-title" title={text.split} onClose={onClose} />
      <Fields whole={whole} variantIds={variantIds} />
    </Dialog>
  );
}

function Fields({ whole, variantIds }: Pick<Props, 'whole' | 'variantIds'>) {
  const client = useQueryClient();
  const go = useGo();
  const form = useForm({
    name: `split ${whole.id}`,
    initial: { title: '' },
    submit: async ({ title }) => {
      const { id } = await split(whole.id, variantIds, title);
      await client.invalidateQueries({ queryKey: PRODUCTS });
      toast(text.splitDone);
      go(`/catalog/${id}`);
    },
  });
  return (
    <Form form={form} label={text.split} className={classes.dialog ?? ''}>
      <TextField form={form} name="title" label={text.splitTitle} help={text.splitHelp} autoFocus />
      <Submit form={form}>{text.split}</Submit>
    </Form>
  );
}
