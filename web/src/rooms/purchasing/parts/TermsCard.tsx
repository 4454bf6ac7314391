import { useQueryClient } from '@tanstack/react-query';
import { decimalMark } from '../../../lib/money.ts';
import { toast } from '../../../lib/toasts.ts';
import { Card } from '../../../ui/Card.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { AreaField, ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { ROOM } from '../api.ts';
import type { Supplier } from '../shapes.ts';
import { editSupplier } from '../supplierApi.ts';
import { decimalOf, minorOf, typedAmount, within } from '../supplierModel.ts';
import { text } from '../supplierText.ts';
import { useAccounts } from './NewSupplier.tsx';
import classes from './purchasing.module.css';

const [NAME_CHARS, MEMO_CHARS] = [120, 500];
const [MINUTES_MAX, DAYS_MAX] = [10_080, 365];
const days = (value: string) => (within(value, 0, DAYS_MAX) ? '' : text.daysWrong);
const shown = (digits: string) => digits.replace('.', decimalMark());

/** What holds for new orders there. */
export function TermsCard({ supplier, may }: { supplier: Supplier; may: boolean }) {
  const client = useQueryClient();
  const accounts = useAccounts();
  const there = supplier.account_id !== null && accounts.every(({ value }) => value !== supplier.account_id) ? [{ value: supplier.account_id, label: supplier.account }] : [];
  const form = useForm({
    name: `terms ${supplier.id}`,
    initial: {
      name: supplier.name, account_id: supplier.account_id ?? '', email: supplier.email, from_country: supplier.from_country, minimum_minor: typedAmount(supplier.minimum_minor, supplier.currency),
      lead_days: shown(supplier.lead_days), lead_spread: shown(supplier.lead_spread), buffer_minutes: String(supplier.buffer_minutes), above_percent: shown(supplier.above_percent), margin_percent: shown(supplier.margin_percent), dispute_days: supplier.dispute_days === null ? '' : String(supplier.dispute_days), memo: supplier.memo,
    },
    checks: {
      name: (value) => (value.trim() === '' ? text.nameShort : ''),
      from_country: (value) => (/^([A-Z]{2})?$/.test(value.trim().toUpperCase()) ? '' : text.countryWrong),
      minimum_minor: (value) => (minorOf(value, supplier.currency) === null ? text.amountWrong : ''),
      lead_days: days,
      lead_spread: days,
      buffer_minutes: (value) => (/^\d+$/.test(value.trim()) && within(value, 0, MINUTES_MAX) ? '' : text.bufferWrong),
      above_percent: (value) => (within(value, 0, 1000) ? '' : text.percentWrong(0, 1000)),
      dispute_days: (value) => (value.trim() === '' || (/^\d+$/.test(value.trim()) && within(value, 0, DAYS_MAX)) ? '' : text.disputeWrong),
      margin_percent: (value) => (within(value, -100, 100) ? '' : text.percentWrong(-100, 100)),
    },
    submit: async (typed) => {
      await editSupplier(supplier, {
        name: typed.name.trim(), account_id: typed.account_id || null, email: typed.email.trim(), from_country: typed.from_country.trim().toUpperCase(), memo: typed.memo, minimum_minor: minorOf(typed.minimum_minor, supplier.currency),
        lead_days: decimalOf(typed.lead_days), lead_spread: decimalOf(typed.lead_spread), buffer_minutes: Number(typed.buffer_minutes), above_percent: decimalOf(typed.above_percent), margin_percent: decimalOf(typed.margin_percent), dispute_days: typed.dispute_days.trim() === '' ? null : Number(typed.dispute_days),
      });
      await client.invalidateQueries({ queryKey: ROOM });
      toast(text.saved);
    },
  });
  const off = !may;
  return (
    <Card title={text.terms} sub={text.termsSub} padded>
      <Form form={form} label={text.terms}>
        <div className={classes.fields}>
          <TextField form={form} name="buffer_minutes" label={text.buffer} help={text.bufferHelp} inputMode="numeric" unit={text.bufferUnit} width="short" disabled={off} />
          <TextField form={form} name="dispute_days" label={text.dispute} help={text.disputeHelp} inputMode="numeric" unit={text.daysUnit} width="short" disabled={off} />
        </div>
        <div className={classes.fields}>
          <TextField form={form} name="above_percent" label={text.above} inputMode="decimal" unit="%" width="short" disabled={off} />
          <TextField form={form} name="margin_percent" label={text.margin} inputMode="decimal" unit="%" width="short" disabled={off} />
        </div>
        <div className={classes.fields}>
          <TextField form={form} name="lead_days" label={text.lead} inputMode="decimal" unit={text.daysUnit} width="short" disabled={off} />
          <TextField form={form} name="lead_spread" label={text.spread} inputMode="decimal" unit={text.daysUnit} width="short" disabled={off} />
          <TextField form={form} name="minimum_minor" label={text.minimum} inputMode="decimal" unit={supplier.currency} width="short" disabled={off} />
        </div>
        <AreaField form={form} name="memo" label={text.memo} help={text.memoHelp} rows={2} most={MEMO_CHARS} disabled={off} />
        <div className={classes.fields}>
          <TextField form={form} name="name" label={text.name} most={NAME_CHARS} disabled={off} />
          <TextField form={form} name="email" label={text.email} type="email" disabled={off} />
          <TextField form={form} name="from_country" label={text.fromCountry} help={text.fromHelp} width="short" disabled={off} />
        </div>
        <ChoiceField form={form} name="account_id" label={text.account} help={text.accountHelp} choices={[{ value: '', label: text.noAccount }, ...there, ...accounts]} disabled={off} />
        <SaveBar form={form} save={text.save} />
      </Form>
    </Card>
  );
}
