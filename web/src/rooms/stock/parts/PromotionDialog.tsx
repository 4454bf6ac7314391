import { useQueryClient } from '@tanstack/react-query';
import { dayStart } from '../../../lib/day.ts';
import { useShops } from '../../../lib/shops.ts';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { addPromotion, STOCK } from '../api.ts';
import { pieces } from '../model.ts';
import { text } from '../restText.ts';
import type { Place } from '../shapes.ts';
import classes from './stock.module.css';

type Props = { open: boolean; places: readonly Place[]; onClose: () => void };
type Choice = { value: string; label: string };

/** Pieces kept for one shop, from the beginning of one day to the end of another. */
export function PromotionDialog({ open, places, onClose }: Props) {
  const shops = (useShops().all ?? []).filter(({ state }) => state !== 'disconnected').map(({ id, name }) => ({ value: id, label: name }));
  const own = places.filter(({ kind, state }) => kind === 'own' && state === 'active').map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Dialog open={open} onClose={onClose} labelledBy="promotion-title">
      <DialogHead id="promotion-title" title={text.newPromotion} onClose={onClose} />
      <Fields shops={shops} own={own} onClose={onClose} />
    </Dialog>
  );
}

function Fields({ shops, own, onClose }: { shops: readonly Choice[]; own: readonly Choice[]; onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name: 'promotion',
    initial: { name: '', sku: '', count: '', shop: shops[0]?.value ?? '', place: own[0]?.value ?? '', from: '', until: '' },
    checks: {
      name: (value) => (value.trim() === '' ? text.nameShort : ''),
      sku: (value) => (value.trim() === '' ? text.skuNone : ''),
      count: (value) => ((pieces(value) ?? 0) < 1 ? text.countWrong : ''),
      from: (value) => (dayStart(value) ? '' : text.dayWrong),
      until: (value, { from }) => (!dayStart(value) ? text.dayWrong : value < from ? text.spanWrong : ''),
    },
    submit: async ({ name, sku, count, shop, place, from, until }) => {
      const [begins, ends] = [dayStart(from), dayStart(until, 1)];
      if (!begins || !ends) return;
      await addPromotion({ name: name.trim(), account_id: shop, place_id: place || null, lines: [{ sku: sku.trim(), count: pieces(count) ?? 0 }], from_at: begins.toISOString(), until_at: ends.toISOString() });
      await client.invalidateQueries({ queryKey: STOCK });
      toast(text.keptNow);
    },
    onDone: onClose,
  });
  return (
    <div className="card-body">
      <Form form={form} label={text.newPromotion}>
        <TextField form={form} name="name" label={text.name} most={100} autoFocus />
        <div className={classes.fields}>
          <TextField form={form} name="sku" label={text.sku} />
          <TextField form={form} name="count" label={text.pieces} inputMode="numeric" />
        </div>
        <div className={classes.fields}>
          <ChoiceField form={form} name="shop" label={text.shop} choices={shops} />
          <ChoiceField form={form} name="place" label={text.place} choices={own} />
        </div>
        <div className={classes.fields}>
          <TextField form={form} name="from" label={text.fromDay} type="date" />
          <TextField form={form} name="until" label={text.until} type="date" />
        </div>
        <Submit form={form}>{text.keep}</Submit>
      </Form>
    </div>
  );
}
