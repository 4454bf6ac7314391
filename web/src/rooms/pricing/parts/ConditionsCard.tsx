import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useShops } from '../../../lib/shops.ts';
import { Card } from '../../../ui/Card.tsx';
import { SwitchField, TextField } from '../../../ui/form/fields.tsx';
import type { FormOf } from '../../../ui/form/useForm.ts';
import { brandsQuery, categoriesQuery } from '../categories.ts';
import type { Typed } from '../model.ts';
import { text } from '../ruleText.ts';
import classes from './rules.module.css';

type Props = { form: FormOf<Typed>; may: boolean };

/** The name of the rule, and for which offers it is. */
export function ConditionsCard({ form, may }: Props) {
  const shops = useShops().all ?? [];
  const categories = useQuery(categoriesQuery).data ?? [];
  const brands = useQuery(brandsQuery).data ?? [];
  return (
    <Card title={text.when} padded>
      <div className={classes.stack}>
        <TextField form={form} name="name" label={text.name} disabled={!may} required />
        <SwitchField form={form} name="active" label={text.active} help={text.activeHelp} disabled={!may} />
        <p className="faint small">{text.whenHelp}</p>
        <Picks label={text.shops} form={form} name="accounts" disabled={!may} choices={shops.map(({ id, name }) => ({ id, title: name }))} />
        <Picks label={text.categories} form={form} name="categories" disabled={!may} choices={categories} />
        <Picks label={text.brands} form={form} name="brands" disabled={!may} choices={brands} />
        <div className={classes.fields}>
          <TextField form={form} name="markets" label={text.markets} help={text.marketsHelp} disabled={!may} />
          <TextField form={form} name="tags" label={text.tags} help={text.tagsHelp} disabled={!may} />
        </div>
        <div className={classes.fields}>
          <TextField form={form} name="least" label={text.least} unit={form.values.currency} inputMode="decimal" disabled={!may} />
          <TextField form={form} name="below" label={text.below} unit={form.values.currency} inputMode="decimal" disabled={!may} />
        </div>
      </div>
    </Card>
  );
}

type PicksProps = { label: string; form: FormOf<Typed>; name: 'accounts' | 'brands' | 'categories'; disabled: boolean; choices: readonly { id: string; title: string }[] };

function Picks({ label, form, name, disabled, choices }: PicksProps) {
  if (choices.length === 0) return null;
  const chosen = form.values[name];
  const toggle = (id: string) => form.set(name, chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <fieldset className={classes.field}>
      <legend>{label}</legend>
      <div className={classes.checks}>
        {choices.map(({ id, title }) => <Checkbox key={id} size="xs" label={title} checked={chosen.includes(id)} disabled={disabled} onChange={() => toggle(id)} />)}
      </div>
    </fieldset>
  );
}
