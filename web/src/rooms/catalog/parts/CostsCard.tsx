import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { useShops } from '../../../lib/shops.ts';
import { toast } from '../../../lib/toasts.ts';
import { Card } from '../../../ui/Card.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Loading } from '../../../ui/Loading.tsx';
import { Time } from '../../../ui/Time.tsx';
import { type Cost, costsQuery, setCosts, type Variant, type Whole } from '../api.ts';
import { currencyOf, listOf, textOf } from '../model.ts';
import { text } from '../productText.ts';
import classes from './catalog.module.css';

const SHOWN = 8;

/** For those who may know: what variants cost now, and what was said before. */
export function CostsCard({ whole }: { whole: Whole }) {
  const may = useMay()('catalog.cost.write');
  const { data } = useQuery(costsQuery(whole.id));
  const names = new Map(whole.variants.map((one) => [one.id, nameOf(one)]));
  return (
    <Card title={text.costs}>
      {!data ? <Loading rows={2} /> : data.length === 0 ? <p className={classes.none}>{text.noCosts}</p> : (
        <ul className={classes.rows}>
          {data.slice(0, SHOWN).map((cost) => (
            <li key={`${cost.variant_id} ${cost.kind} ${cost.since}`}>
              <span className={classes.grow}><bdi>{names.get(cost.variant_id)}</bdi><small>{text[cost.kind]} {cost.source && <>· <bdi>{cost.source}</bdi></>} · {cost.since && <Time at={cost.since} />}</small></span>
              <span className="nowrap"><span className="cur">{cost.currency}</span>{'\u202F'}{cost.amount}</span>
            </li>
          ))}
        </ul>
      )}
      {may && <SetCost whole={whole} names={names} />}
    </Card>
  );
}

const nameOf = (one: Variant) => [textOf(one.fields, 'sku'), ...listOf(one.fields, 'choices')].filter(Boolean).join(' · ') || text.variant;

function SetCost({ whole, names }: { whole: Whole; names: ReadonlyMap<string, string> }) {
  const client = useQueryClient();
  const shops = useShops();
  const form = useForm({
    name: `cost ${whole.id}`,
    initial: { variant_id: whole.variants[0]?.id ?? '', kind: 'supplier', amount: '', currency: currencyOf(whole.variants, shops.all?.[0]?.currency ?? 'EUR'), source: '' },
    checks: { amount: (value) => (/^\d+(\.\d+)?$/.test(value.trim()) ? '' : text.wrongAmount) },
    submit: async ({ kind, amount, ...values }) => {
      await setCosts([{ ...values, amount: amount.trim(), kind: kind as Cost['kind'], since: null }]);
      await client.invalidateQueries({ queryKey: ['catalog', 'cost'] });
      toast(text.costSaved);
    },
    onDone: () => form.set('amount', ''),
  });
  return (
    <div className={classes.dialog}>
      <Form form={form} label={text.setCost}>
        {names.size > 1 && <ChoiceField form={form} name="variant_id" label={text.variant} choices={[...names].map(([value, label]) => ({ value, label }))} />}
        <ChoiceField form={form} name="kind" label={text.kind} choices={[{ value: 'supplier', label: text.supplier }, { value: 'landed', label: text.landed }]} />
        <div className={classes.pair}>
          <TextField form={form} name="amount" label={text.amount} help={text.costHelp} inputMode="decimal" />
          <TextField form={form} name="currency" label={text.currency} />
        </div>
        <TextField form={form} name="source" label={text.source} />
        <Submit form={form}>{text.setCost}</Submit>
      </Form>
    </div>
  );
}
