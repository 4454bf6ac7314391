import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { Refusal } from '../../../lib/problem.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Link } from '../../../ui/Link.tsx';
import { type Part, productQuery, PRODUCTS, readProducts, setParts, type Variant, type Whole } from '../api.ts';
import { textOf, wantedOf } from '../model.ts';
import { text } from '../productText.ts';
import classes from './catalog.module.css';
import { Refused } from './Refused.tsx';

/** Variants that are made of others, each so many times. */
export function BundleCard({ whole }: { whole: Whole }) {
  const may = useMay()('catalog.product.write');
  const [open, setOpen] = useState(false);
  const bundles = whole.variants.filter((one) => one.parts.length > 0);
  return (
    <Card title={text.bundle} end={may && !open && <Button size="xs" onClick={() => setOpen(true)}>{text.addPart}</Button>}>
      {bundles.length === 0 && !open && <p className={classes.none}>{text.noBundle}</p>}
      {bundles.map((one) => <Parts key={one.id} variant={one} may={may} />)}
      {open && <AddPart whole={whole} onDone={() => setOpen(false)} />}
    </Card>
  );
}

const nameOf = (one: Variant) => textOf(one.fields, 'sku') || one.id.slice(0, 8);

const plain = (parts: readonly Part[]): Part[] => parts.map(({ component_id, count }) => ({ component_id, count }));

function Parts({ variant, may }: { variant: Variant; may: boolean }) {
  const client = useQueryClient();
  const { refused, act } = useAct();
  const remove = (part: (typeof variant.parts)[number]) =>
    act(async () => {
      await setParts(variant.id, plain(variant.parts.filter((one) => one !== part)));
      await client.invalidateQueries({ queryKey: PRODUCTS });
    });
  return (
    <>
      <Refused refused={refused} />
      <ul className={classes.rows} aria-label={text.partOf(nameOf(variant))}>
        {variant.parts.map((part) => (
          <li key={part.component_id}>
            <span className={classes.grow}><span className="sku">{nameOf(variant)}</span> = {part.count} × <Link to={`/catalog/${part.product_id}`} className="link sku">{part.sku || part.component_id.slice(-8)}</Link></span>
            {may && <Button size="xs" variant="subtle" color="gray" onClick={() => void remove(part)}>{text.removePart}</Button>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The variant that bears this SKU. */
async function variantWith(sku: string, read: (id: string) => Promise<Whole>): Promise<Variant> {
  const { items } = await readProducts({ ...wantedOf({ q: sku }), limit: 10, cursor: null });
  for (const { id } of items) {
    const found = (await read(id)).variants.find((one) => textOf(one.fields, 'sku') === sku);
    if (found) return found;
  }
  throw new Refusal(0, text.partMissing, '', { findings: [{ field: 'sku', code: 'gone', sentence: text.partMissing, nextStep: '' }] });
}

function AddPart({ whole, onDone }: { whole: Whole; onDone: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name: `part ${whole.id}`,
    initial: { variant_id: whole.variants[0]?.id ?? '', sku: '', count: '1' },
    submit: async ({ variant_id: id, sku, count }) => {
      const part = await variantWith(sku.trim(), (one) => client.fetchQuery(productQuery(one)));
      const there = whole.variants.find((one) => one.id === id)?.parts.filter((one) => one.component_id !== part.id) ?? [];
      await setParts(id, [...plain(there), { component_id: part.id, count: Number(count) || 1 }]);
      await client.invalidateQueries({ queryKey: PRODUCTS });
    },
    onDone,
  });
  return (
    <div className={classes.dialog}>
      <Form form={form} label={text.addPart}>
        {whole.variants.length > 1 && <ChoiceField form={form} name="variant_id" label={text.bundleOf} choices={whole.variants.map((one) => ({ value: one.id, label: nameOf(one) }))} />}
        <div className={classes.pair}>
          <TextField form={form} name="sku" label={text.partSku} />
          <TextField form={form} name="count" label={text.partCount} inputMode="numeric" width="short" />
        </div>
        <Submit form={form}>{text.addPart}</Submit>
      </Form>
    </div>
  );
}
