import { useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { FLOORS, RULES, setFloor } from '../api.ts';
import { categoriesQuery } from '../categories.ts';
import { CURRENCIES } from '../currencies.ts';
import { readSum } from '../model.ts';
import { text } from '../text.ts';
import classes from './rules.module.css';

type Offer = { id: string; title: string; currency: string };
type Props = { open: boolean; onClose: () => void; offer?: Offer };

/** A floor for one offer, or for a category and all below it. */
export function FloorDialog({ open, onClose, offer }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="floor-title">
      <DialogHead id="floor-title" title={offer?.title ?? text.addFloor} onClose={onClose} />
      <Fields offer={offer} onDone={onClose} />
    </Dialog>
  );
}

function Fields({ offer, onDone }: { offer: Offer | undefined; onDone: () => void }) {
  const client = useQueryClient();
  const categories = useQuery({ ...categoriesQuery, enabled: offer === undefined }).data ?? [];
  const form = useForm({
    name: `floor ${offer?.id ?? 'category'}`,
    initial: { category: '', price: '', currency: offer?.currency ?? CURRENCIES[0] ?? '' },
    checks: { price: (typed, all) => (readSum(typed, all.currency) ? '' : text.amountWrong) },
    submit: async ({ category, price, currency }) => {
      const sum = readSum(price, currency);
      const id = offer?.id ?? (category || categories[0]?.id);
      if (!sum || !id) return;
      await setFloor(offer ? 'offer' : 'category', id, sum);
      await Promise.all([client.invalidateQueries({ queryKey: FLOORS }), client.invalidateQueries({ queryKey: RULES })]);
      toast(text.floorSet);
    },
    onDone,
  });
  if (!offer && categories.length === 0) return <p className="card-body muted">{text.noCategories}</p>;
  return (
    <div className="card-body">
      <Form form={form} label={text.addFloor}>
        {!offer && <ChoiceField form={form} name="category" label={text.category} choices={categories.map(({ id, title }) => ({ value: id, label: title }))} />}
        <div className={classes.fields}>
          <TextField form={form} name="price" label={text.floor} inputMode="decimal" autoFocus />
          <ChoiceField form={form} name="currency" label={text.currency} choices={[...new Set([form.initial.currency, ...CURRENCIES])].map((value) => ({ value, label: value }))} />
        </div>
        <Submit form={form}>{text.setFloor}</Submit>
      </Form>
    </div>
  );
}
