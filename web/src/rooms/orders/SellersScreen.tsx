import { Checkbox, NativeSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useAddress, wordOf } from '../../lib/address.ts';
import { useMay } from '../../lib/me.ts';
import { useShops } from '../../lib/shops.ts';
import { toast } from '../../lib/toasts.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Form, SaveBar } from '../../ui/form/Form.tsx';
import { AreaField, ChoiceField, TextField } from '../../ui/form/fields.tsx';
import { useForm } from '../../ui/form/useForm.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageHead, Stack } from '../../ui/PageHead.tsx';
import { businessesQuery, type Seller, SELLERS, sellersQuery, setSeller } from './api.ts';
import { digits } from './model.ts';
import classes from './parts/orders.module.css';
import { text } from './sellerText.ts';

const DAYS_MAX = 365;

/** Legal name, address and numbers, as every invoice of a business prints them. */
export default function SellersScreen() {
  const { search, change } = useAddress();
  const businesses = useQuery(businessesQuery);
  const sellers = useQuery(sellersQuery);
  const all = businesses.data ?? [];
  const business = all.find(({ id }) => id === wordOf(search, 'business')) ?? all[0];
  const seller = sellers.data?.find(({ business_id: id }) => id === business?.id);
  const error = businesses.error ?? sellers.error;
  const again = () => void Promise.all([businesses.refetch(), sellers.refetch()]);
  return (
    <>
      <PageHead
        title={text.title}
        facts={text.facts}
        actions={all.length > 1 && business && (
          <NativeSelect aria-label={text.business} value={business.id} onChange={(event) => change({ business: event.currentTarget.value })} data={all.map(({ id, name }) => ({ value: id, label: name }))} rightSection={<Icon name="down" size={12} />} />
        )}
      />
      <Stack narrow>
        {error && <Card label={text.title}><ErrorState error={error} retry={again} /></Card>}
        {(businesses.isLoading || sellers.isLoading) && <Card label={text.title}><Loading rows={6} /></Card>}
        {businesses.data && !business && <Card label={text.title}><Empty title={text.none} /></Card>}
        {business && sellers.data && <Fields key={`${business.id} ${seller?.version ?? 0}`} id={business.id} called={business.name} seller={seller} several={all.length > 1} />}
      </Stack>
    </>
  );
}

const needed = (value: string) => (value.trim() === '' ? text.needed : '');

function Fields({ id, called, seller, several }: { id: string; called: string; seller: Seller | undefined; several: boolean }) {
  const client = useQueryClient();
  const disabled = !useMay()('orders.seller.write');
  const form = useForm({
    name: `seller ${id} ${seller?.version ?? 0}`,
    initial: initialOf(seller, called),
    checks: { name: needed, line: needed, city: needed, country: (value) => (/^[A-Za-z]{2}$/.test(value.trim()) ? '' : text.countryWrong), due_days: (value) => ((digits(value) ?? DAYS_MAX + 1) <= DAYS_MAX ? '' : text.daysWrong) },
    submit: async ({ line, line_2: second, due_days: days, country, language, shops, ...rest }) => {
      await setSeller(id, {
        ...rest,
        country: country.trim().toUpperCase(),
        lines: [line, second].map((one) => one.trim()).filter(Boolean),
        due_days: digits(days) ?? 14,
        language: language as Seller['language'] as 'en',
        invoice_first: seller?.invoice_first ?? 1,
        credit_first: seller?.credit_first ?? 1,
        account_ids: several ? shops.split(' ').filter(Boolean) : null,
        version: seller?.version ?? 0,
      });
      await client.invalidateQueries({ queryKey: SELLERS });
      toast(text.kept);
    },
  });
  const field = { form, disabled };
  return (
    <Form form={form} label={text.title}>
      <Card title={text.who} padded>
        <div className={classes.stack}>
          <TextField {...field} name="name" label={text.name} autoComplete="organization" />
          <TextField {...field} name="line" label={text.street} autoComplete="address-line1" />
          <TextField {...field} name="line_2" label={text.street2} autoComplete="address-line2" />
          <div className={classes.fields}><TextField {...field} name="postcode" label={text.postcode} autoComplete="postal-code" /><TextField {...field} name="city" label={text.city} autoComplete="address-level2" /></div>
          <div className={classes.fields}><TextField {...field} name="region" label={text.region} autoComplete="address-level1" /><TextField {...field} name="country" label={text.country} help={text.countryHelp} autoComplete="country" /></div>
          <div className={classes.fields}><TextField {...field} name="tax_id" label={text.taxId} /><TextField {...field} name="registration" label={text.registration} /></div>
          <div className={classes.fields}><TextField {...field} name="email" label={text.email} type="email" autoComplete="email" /><TextField {...field} name="phone" label={text.phone} type="tel" autoComplete="tel" /></div>
        </div>
      </Card>
      <Card title={text.bank} padded>
        <div className={classes.fields}><TextField {...field} name="bank_name" label={text.bankName} /><TextField {...field} name="bank_account" label={text.bankAccount} /><TextField {...field} name="bank_code" label={text.bankCode} /></div>
      </Card>
      <Card title={text.numbers} padded>
        <div className={classes.stack}>
          <div className={classes.fields}><TextField {...field} name="invoice_pattern" label={text.invoicePattern} help={text.patternHelp} /><TextField {...field} name="credit_pattern" label={text.creditPattern} help={text.patternHelp} /></div>
          <div className={classes.fields}>
            <TextField {...field} name="due_days" label={text.dueDays} inputMode="numeric" />
            <ChoiceField {...field} name="language" label={text.language} choices={Object.entries(text.languages).map(([value, label]) => ({ value, label }))} />
          </div>
          <AreaField {...field} name="footer" label={text.footer} rows={2} most={500} />
        </div>
      </Card>
      {several && <ShopsCard value={form.values.shops} onChange={(shops) => form.set('shops', shops)} disabled={disabled} />}
      <SaveBar form={form} />
    </Form>
  );
}

/** Of several businesses each says where it sells, so that nobody has to for every invoice. */
function ShopsCard({ value, onChange, disabled }: { value: string; onChange: (value: string) => void; disabled: boolean }) {
  const { all } = useShops();
  const ids = value.split(' ').filter(Boolean);
  const flip = (id: string) => onChange((ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]).toSorted().join(' '));
  return (
    <Card title={text.shops} padded>
      <div className={classes.stack}>
        <p className="muted">{text.shopsMore}</p>
        {(all ?? []).map(({ id, name }) => <Checkbox key={id} size="xs" label={name} checked={ids.includes(id)} onChange={() => flip(id)} disabled={disabled} />)}
      </div>
    </Card>
  );
}

function initialOf(seller: Seller | undefined, called: string) {
  const { name = called, lines = [], postcode = '', city = '', region = '', country = '', email = '', tax_id = '', registration = '', phone = '', bank_name = '', bank_account = '', bank_code = '', footer = '' } = seller ?? {};
  const { language = 'en', invoice_pattern = 'INV-{year}-{number:05}', credit_pattern = 'CN-{year}-{number:05}', due_days = 14 } = seller ?? {};
  return { name, line: lines[0] ?? '', line_2: lines.slice(1).join(', '), postcode, city, region, country, email, tax_id, registration, phone, bank_name, bank_account, bank_code, footer, language, invoice_pattern, credit_pattern, due_days: String(due_days), shops: (seller?.account_ids ?? []).toSorted().join(' ') };
}
