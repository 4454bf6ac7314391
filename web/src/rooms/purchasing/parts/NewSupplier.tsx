import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useGo } from '../../../lib/address.ts';
import { powersQuery } from '../../../lib/changes.ts';
import { useShops } from '../../../lib/shops.ts';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { ROOM } from '../api.ts';
import { addSupplier } from '../supplierApi.ts';
import { text } from '../supplierText.ts';
import classes from './purchasing.module.css';

const NAME_CHARS = 120;
export const ORDERS_THERE = 'purchases.order';

export function NewSupplier({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="supplier-title">
      <DialogHead id="supplier-title" title={text.add} onClose={onClose} />
      <Fields />
    </Dialog>
  );
}

/** The accounts at platforms where something can be ordered. */
export function useAccounts(): readonly { value: string; label: string; currency: string }[] {
  const powers = useQuery(powersQuery).data ?? [];
  const platforms = new Set(powers.filter(({ kind }) => kind === ORDERS_THERE).map(({ platform }) => platform));
  const accounts = (useShops().all ?? []).filter(({ platform, state }) => platforms.has(platform) && state !== 'disconnected');
  return accounts.map(({ id, name, currency }) => ({ value: id, label: name, currency }));
}

function Fields() {
  const client = useQueryClient();
  const go = useGo();
  const accounts = useAccounts();
  const form = useForm({
    name: 'new supplier',
    initial: { name: '', account: '', currency: 'USD', email: '', from: '' },
    checks: {
      name: (value) => (value.trim() === '' ? text.nameShort : ''),
      currency: (value) => (/^[A-Z]{3}$/.test(value.trim().toUpperCase()) ? '' : text.currencyWrong),
      from: (value) => (/^([A-Z]{2})?$/.test(value.trim().toUpperCase()) ? '' : text.countryWrong),
    },
    submit: async ({ name, account, currency, email, from }) => {
      const made = await addSupplier({ name: name.trim(), account_id: account || null, currency: currency.trim().toUpperCase(), email: email.trim(), from_country: from.trim().toUpperCase(), minimum_minor: 0, lead_days: '7', lead_spread: '2', buffer_minutes: 10, above_percent: '10', margin_percent: '0', memo: '' });
      await client.invalidateQueries({ queryKey: ROOM });
      toast(text.added);
      go(`/purchasing/suppliers/${made.id}`);
    },
  });
  return (
    <div className="card-body">
      <Form form={form} label={text.add}>
        <TextField form={form} name="name" label={text.name} most={NAME_CHARS} autoFocus />
        <ChoiceField form={form} name="account" label={text.account} help={text.accountHelp} choices={[{ value: '', label: text.noAccount }, ...accounts]} />
        <div className={classes.fields}>
          <TextField form={form} name="currency" label={text.currency} help={text.currencyHelp} width="short" />
          <TextField form={form} name="from" label={text.fromCountry} help={text.fromHelp} width="short" />
        </div>
        <TextField form={form} name="email" label={text.email} type="email" />
        <Submit form={form}>{text.add}</Submit>
      </Form>
    </div>
  );
}
