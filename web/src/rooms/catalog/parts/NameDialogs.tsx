import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { ChoiceField, SwitchField, TextField } from '../../../ui/form/fields.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { addBrand, addCategory, type Attribute, type Brand, type Category, changeCategory, putAttribute, renameBrand } from '../api.ts';
import { indented, lines, wordsTyped } from '../model.ts';
import { text } from '../namesText.ts';
import classes from './catalog.module.css';

type Open<T> = T | 'new' | null;
type Props<T> = { open: Open<T>; onClose: () => void };

function Framed<T>({ open, onClose, id, title, children }: Props<T> & { id: string; title: string; children: ReactNode }) {
  return (
    <Dialog open={open !== null} onClose={onClose} labelledBy={id}>
      <DialogHead id={id} title={open === 'new' ? title : text.editTitle} onClose={onClose} />
      {children}
    </Dialog>
  );
}

/** Has everything of the catalogue read again, and says so. */
function useStored(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    toast(text.saved);
    await client.invalidateQueries({ queryKey: ['catalog'] });
  };
}

export function BrandDialog({ open, onClose }: Props<Brand>) {
  return <Framed open={open} onClose={onClose} id="brand-title" title={text.addBrand}>{open && <BrandFields open={open} onDone={onClose} />}</Framed>;
}

function BrandFields({ open, onDone }: { open: Brand | 'new'; onDone: () => void }) {
  const stored = useStored();
  const form = useForm({
    name: `brand ${open === 'new' ? '' : open.id}`,
    initial: { name: open === 'new' ? '' : open.name },
    submit: async ({ name }) => {
      await (open === 'new' ? addBrand(name) : renameBrand(open, name));
      await stored();
    },
    onDone,
  });
  return (
    <Form form={form} label={text.brands} className={classes.dialog ?? ''}>
      <TextField form={form} name="name" label={text.name} autoFocus required />
      <Submit form={form}>{text.save}</Submit>
    </Form>
  );
}

export function CategoryDialog({ open, onClose, all }: Props<Category> & { all: readonly Category[] }) {
  return <Framed open={open} onClose={onClose} id="category-title" title={text.addCategory}>{open && <CategoryFields open={open} all={all} onDone={onClose} />}</Framed>;
}

function CategoryFields({ open, all, onDone }: { open: Category | 'new'; all: readonly Category[]; onDone: () => void }) {
  const stored = useStored();
  const one = open === 'new' ? null : open;
  const form = useForm({
    name: `category ${one?.id ?? ''}`,
    initial: { name: one?.name ?? '', parent_id: one?.parent_id ?? '', archived: one?.state === 'archived' },
    submit: async ({ name, parent_id: parent, archived }) => {
      const body = { name, parent_id: parent || null, state: archived ? ('archived' as const) : ('active' as const) };
      await (one ? changeCategory(one, body) : addCategory(body));
      await stored();
    },
    onDone,
  });
  const places = lines(all.filter((other) => other.id !== one?.id && other.state === 'active')).map((line) => ({ value: line.id, label: indented(line) }));
  return (
    <Form form={form} label={text.categories} className={classes.dialog ?? ''}>
      <TextField form={form} name="name" label={text.name} autoFocus required />
      <ChoiceField form={form} name="parent_id" label={text.under} choices={[{ value: '', label: text.top }, ...places]} />
      {one && <SwitchField form={form} name="archived" label={text.archived} />}
      <Submit form={form}>{text.save}</Submit>
    </Form>
  );
}

export function AttributeDialog({ open, onClose }: Props<Attribute>) {
  return <Framed open={open} onClose={onClose} id="attribute-title" title={text.addAttribute}>{open && <AttributeFields open={open} onDone={onClose} />}</Framed>;
}

function AttributeFields({ open, onDone }: { open: Attribute | 'new'; onDone: () => void }) {
  const stored = useStored();
  const one = open === 'new' ? null : open;
  const form = useForm({
    name: `attribute ${one?.key ?? ''}`,
    initial: { key: one?.key ?? '', name: one?.name ?? '', type: String(one?.type ?? 'text'), unit: one?.unit ?? '', choices: one?.choices?.join(', ') ?? '', archived: one?.state === 'archived' },
    submit: async ({ key, name, type, unit, choices, archived }) => {
      await putAttribute({ key, name, type: type as Attribute['type'], unit, choices: wordsTyped(choices), state: archived ? 'archived' : 'active', version: one?.version ?? 0 });
      await stored();
    },
    onDone,
  });
  const { type } = form.values;
  return (
    <Form form={form} label={text.attributes} className={classes.dialog ?? ''}>
      <TextField form={form} name="name" label={text.name} autoFocus required />
      <div className={classes.pair}>
        <TextField form={form} name="key" label={text.key} help={text.keyHelp} disabled={one !== null} />
        <ChoiceField form={form} name="type" label={text.type} choices={Object.entries(text.types).map(([value, label]) => ({ value, label }))} disabled={one !== null} />
      </div>
      {type === 'measure' && <TextField form={form} name="unit" label={text.unit} width="short" />}
      {type === 'choice' && <TextField form={form} name="choices" label={text.choices} help={text.choicesHelp} />}
      {one && <SwitchField form={form} name="archived" label={text.archived} />}
      <Submit form={form}>{text.save}</Submit>
    </Form>
  );
}
