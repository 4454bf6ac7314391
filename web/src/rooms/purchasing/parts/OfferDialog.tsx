import { useQueryClient } from '@tanstack/react-query';
import { decimalMark } from '../../../lib/money.ts';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { AreaField, ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Refusal } from '../../../lib/problem.ts';
import { ROOM } from '../api.ts';
import { BREAKS_MAX, breaksOf, wantedOf } from '../offerModel.ts';
import { text } from '../offerText.ts';
import type { Offer, Supplier } from '../shapes.ts';
import { setOffers } from '../supplierApi.ts';
import { priceOf, typedAmount, within } from '../supplierModel.ts';
import classes from './purchasing.module.css';

type Props = { offer: Offer | 'new' | null; suppliers: readonly Supplier[]; onClose: () => void };
const PIECES = /^[1-9]\d{0,6}$/;

export function OfferDialog({ offer, suppliers, onClose }: Props) {
  return (
    <Dialog open={offer !== null} onClose={onClose} labelledBy="offer-title" wide>
      <DialogHead id="offer-title" title={offer === 'new' ? text.add : text.change} onClose={onClose} />
      {offer && <Fields offer={offer === 'new' ? null : offer} suppliers={suppliers} onClose={onClose} />}
    </Dialog>
  );
}

const pieces = (value: string) => (PIECES.test(value.trim()) ? '' : text.piecesWrong);
const shown = (digits: string | null) => (digits ?? '').replace('.', decimalMark());

function Fields({ offer, suppliers, onClose }: { offer: Offer | null; suppliers: readonly Supplier[]; onClose: () => void }) {
  const client = useQueryClient();
  const price = (minor: number | null | undefined) => (offer && minor !== null && minor !== undefined ? typedAmount(minor, offer.currency) : '');
  const form = useForm({
    name: `offer ${offer?.id ?? 'new'}`,
    initial: {
      supplier: offer?.supplier_id ?? (suppliers.length === 1 ? (suppliers[0]?.id ?? '') : ''), sku: offer?.sku ?? '', price: price(offer?.price_minor), breaks: (offer?.breaks ?? []).map(({ quantity, minor }) => `${quantity} ${price(minor)}`).join('\n'),
      minimum: String(offer?.minimum ?? 1), casePack: String(offer?.case_pack ?? 1), lead: shown(offer?.lead_days ?? null), share: shown(offer?.share_percent ?? '100'),
      supplierSku: offer?.supplier_sku ?? '', product: offer?.product_remote_id ?? '', variant: offer?.variant_remote_id ?? '', from: offer?.from_country ?? '',
    },
    checks: {
      supplier: (value) => (value === '' ? text.supplierNeeded : ''),
      sku: (value) => (value.trim() === '' && !offer ? text.skuNeeded : ''),
      price: (value) => (value.trim() === '' || priceOf(value) !== null ? '' : text.priceWrong),
      breaks: (value) => {
        const { wrong, breaks } = breaksOf(value);
        return wrong ? text.breaksWrong(wrong) : breaks.length > BREAKS_MAX ? text.breaksMany(BREAKS_MAX) : '';
      },
      minimum: pieces,
      casePack: pieces,
      lead: (value) => (value.trim() === '' || within(value, 0, 365) ? '' : text.leadWrong),
      share: (value) => (within(value, 0, 100) ? '' : text.shareWrong),
      from: (value) => (/^([A-Z]{2})?$/.test(value.trim().toUpperCase()) ? '' : text.countryWrong),
    },
    submit: async (typed) => {
      const done = await setOffers([wantedOf(typed, offer)], false);
      const [wrong] = done.lines.flatMap(({ findings }) => findings);
      if (wrong) throw new Refusal(422, wrong.sentence, wrong.next_step);
      await client.invalidateQueries({ queryKey: ROOM });
      toast(text.saved);
    },
    onDone: onClose,
  });
  return (
    <div className="card-body">
      <Form form={form} label={offer ? text.change : text.add}>
        <div className={classes.fields}>
          <ChoiceField form={form} name="supplier" label={text.supplier} disabled={offer !== null} choices={[{ value: '', label: '\u2013' }, ...suppliers.map(({ id, name }) => ({ value: id, label: name })), ...(offer && suppliers.every(({ id }) => id !== offer.supplier_id) ? [{ value: offer.supplier_id, label: offer.supplier }] : [])]} />
          <TextField form={form} name="sku" label={text.sku} disabled={offer !== null} autoFocus={!offer} />
        </div>
        <div className={classes.fields}>
          <TextField form={form} name="price" label={text.price} help={text.priceHelp} inputMode="decimal" {...(currencyOf(suppliers, form.values.supplier) && { unit: currencyOf(suppliers, form.values.supplier) })} />
          <TextField form={form} name="minimum" label={text.minimum} inputMode="numeric" />
          <TextField form={form} name="casePack" label={text.casePack} inputMode="numeric" />
        </div>
        <AreaField form={form} name="breaks" label={text.breaksLabel} help={text.breaksHelp} rows={2} />
        <div className={classes.fields}>
          <TextField form={form} name="lead" label={text.lead} help={text.leadHelp} inputMode="decimal" unit={text.daysUnit} />
          <TextField form={form} name="share" label={text.share} help={text.shareHelp} inputMode="decimal" unit="%" />
          <TextField form={form} name="from" label={text.from} help={text.fromHelp} />
        </div>
        <div className={classes.fields}>
          <TextField form={form} name="supplierSku" label={text.supplierSku} />
          <TextField form={form} name="product" label={text.product} help={text.remoteHelp} />
          <TextField form={form} name="variant" label={text.variant} />
        </div>
        <Submit form={form}>{text.save}</Submit>
      </Form>
    </div>
  );
}

function currencyOf(suppliers: readonly Supplier[], id: string): string {
  return suppliers.find((one) => one.id === id)?.currency ?? '';
}
