import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { AreaField, ChoiceField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Note } from '../../../ui/Note.tsx';
import { ROOM } from '../api.ts';
import { idsOf } from '../offerModel.ts';
import { text } from '../offerText.ts';
import type { Linked, Supplier } from '../shapes.ts';
import { linkOffers } from '../supplierApi.ts';

type Props = { open: boolean; suppliers: readonly Supplier[]; onClose: () => void };
const PRODUCTS_MAX = 200;

/** Products of a connected supplier become offers for what has the same SKU here. */
export function LinkDialog({ open, suppliers, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="link-title">
      <DialogHead id="link-title" title={text.linkTitle} onClose={onClose} />
      <Fields suppliers={suppliers.filter(({ account_id: account, state }) => account !== null && state === 'active')} />
    </Dialog>
  );
}

function Fields({ suppliers }: { suppliers: readonly Supplier[] }) {
  const client = useQueryClient();
  const [found, setFound] = useState<Linked | null>(null);
  const form = useForm({
    name: 'link offers',
    initial: { supplier: suppliers[0]?.id ?? '', products: '' },
    checks: {
      supplier: (value) => (value === '' ? text.supplierNeeded : ''),
      products: (value) => (idsOf(value).length === 0 ? text.productsNeeded : idsOf(value).length > PRODUCTS_MAX ? text.productsMany(PRODUCTS_MAX) : ''),
    },
    submit: async ({ supplier, products }) => {
      setFound(await linkOffers(supplier, idsOf(products)));
      await client.invalidateQueries({ queryKey: ROOM });
    },
  });
  const left = Object.entries(found?.left ?? {});
  return (
    <div className="card-body">
      <Form form={form} label={text.linkTitle}>
        <p className="muted">{text.linkMore}</p>
        {found && (
          <Note tone={found.asked.length > 0 ? 'warn' : 'ok'} icon={found.asked.length > 0 ? 'clock' : 'check'} role="status">
            <b>{text.linked(found.made, found.changed, found.same)}</b> {found.asked.length > 0 && text.askedFor(found.asked.length)}
            {left.length > 0 && <><br />{text.left}<ul>{left.map(([sku, why]) => <li key={sku}><code>{sku}</code> {text.whys[why] ?? why}</li>)}</ul></>}
          </Note>
        )}
        <ChoiceField form={form} name="supplier" label={text.supplier} choices={suppliers.map(({ id, name }) => ({ value: id, label: name }))} />
        <AreaField form={form} name="products" label={text.products} help={text.productsHelp} rows={4} />
        <Submit form={form}>{text.linkDo}</Submit>
      </Form>
    </div>
  );
}
