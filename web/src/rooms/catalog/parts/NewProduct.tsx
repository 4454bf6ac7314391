import { useQueryClient } from '@tanstack/react-query';
import { useGo } from '../../../lib/address.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { create, PRODUCTS } from '../api.ts';
import { text } from '../text.ts';
import classes from './catalog.module.css';

/** A name and an SKU are enough to begin with; the rest is edited on its page. */
export function NewProduct({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="new-product">
      <DialogHead id="new-product" title={text.addTitle} onClose={onClose} />
      <Fields />
    </Dialog>
  );
}

function Fields() {
  const client = useQueryClient();
  const go = useGo();
  const form = useForm({
    name: 'new product',
    initial: { title: '', sku: '' },
    submit: async ({ title, sku }) => {
      const { id } = await create({ title }, [{ sku }]);
      await client.invalidateQueries({ queryKey: PRODUCTS });
      go(`/catalog/${id}`);
    },
  });
  return (
    <Form form={form} label={text.addTitle} className={classes.dialog ?? ''}>
      <TextField form={form} name="title" label={text.name} most={500} required autoFocus />
      <TextField form={form} name="sku" label={text.sku} help={text.skuHelp} width="middle" />
      <Submit form={form}>{text.addVerb}</Submit>
    </Form>
  );
}
