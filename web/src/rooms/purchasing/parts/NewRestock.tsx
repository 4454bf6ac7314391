import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useGo } from '../../../lib/address.ts';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { AreaField, ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { ROOM } from '../api.ts';
import { draftRestock, placesQuery } from '../restockApi.ts';
import { linesOf } from '../restockModel.ts';
import { text } from '../restockText.ts';
import type { Supplier } from '../shapes.ts';
import classes from './purchasing.module.css';

type Props = { open: boolean; suppliers: readonly Supplier[]; onClose: () => void };

export function NewRestock({ open, suppliers, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="restock-title" wide>
      <DialogHead id="restock-title" title={text.add} onClose={onClose} />
      <Fields suppliers={suppliers} />
    </Dialog>
  );
}

export function usePlacesOfOurs(): readonly { value: string; label: string }[] {
  const may = useMay()('stock.place.read');
  return (useQuery({ ...placesQuery, enabled: may }).data ?? []).map(({ id, name }) => ({ value: id, label: name }));
}

function Fields({ suppliers }: { suppliers: readonly Supplier[] }) {
  const client = useQueryClient();
  const go = useGo();
  const places = usePlacesOfOurs();
  const currencyOf = (id: string) => suppliers.find((one) => one.id === id)?.currency ?? 'USD';
  const form = useForm({
    name: 'new purchase order',
    initial: { supplier: suppliers[0]?.id ?? '', lines: '', place: '', expected: '', note: '' },
    checks: {
      supplier: (value) => (value === '' ? text.supplierNeeded : ''),
      lines: (value, { supplier }) => {
        const { lines, wrong } = linesOf(value, currencyOf(supplier));
        return wrong ? text.linesWrong(wrong) : lines.length === 0 ? text.linesNone : '';
      },
    },
    submit: async ({ supplier, lines, place, expected, note }, key) => {
      const made = await draftRestock({ supplier_id: supplier, lines: linesOf(lines, currencyOf(supplier)).lines, place_id: place || null, expected_on: expected || null, note: note.trim(), reference: '', freight_minor: 0, duty_minor: 0, other_minor: 0 }, key);
      await client.invalidateQueries({ queryKey: ROOM });
      toast(text.drafted);
      go(`/purchasing/restocks/${made.id}`);
    },
  });
  return (
    <div className="card-body">
      <Form form={form} label={text.add}>
        <div className={classes.fields}>
          <ChoiceField form={form} name="supplier" label={text.supplier} choices={suppliers.map(({ id, name }) => ({ value: id, label: name }))} />
          <ChoiceField form={form} name="place" label={text.place} choices={[{ value: '', label: text.firstPlace }, ...places]} />
          <TextField form={form} name="expected" label={text.expectedOn} type="date" />
        </div>
        <AreaField form={form} name="lines" label={text.lines} help={text.linesHelp} rows={6} />
        <TextField form={form} name="note" label={text.note} most={1000} />
        <Submit form={form}>{text.save}</Submit>
      </Form>
    </div>
  );
}
