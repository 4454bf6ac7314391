import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { Card } from '../../../ui/Card.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { brandsQuery, categoriesQuery } from '../api.ts';
import { editsOf, indented, lines, listOf, textOf, wordsTyped } from '../model.ts';
import { text } from '../productText.ts';
import type { FormProps } from '../useSaving.tsx';

/** By what lists find it, and what a buyer chooses. */
export function SortingCard({ whole, save }: FormProps) {
  const may = useMay()('catalog.product.write');
  const brands = useQuery(brandsQuery).data ?? [];
  const categories = useQuery(categoriesQuery).data ?? [];
  const tags = listOf(whole.fields, 'tags');
  const options = listOf(whole.fields, 'options');
  const initial = { brand_id: textOf(whole.fields, 'brand_id'), category_id: textOf(whole.fields, 'category_id'), tags: tags.join(', '), options: options.join(', ') };
  const form = useForm({
    name: `sorting ${whole.id}`,
    initial,
    submit: (values) =>
      save(
        editsOf(
          { brand_id: initial.brand_id || null, category_id: initial.category_id || null, tags, options },
          { brand_id: values.brand_id || null, category_id: values.category_id || null, tags: wordsTyped(values.tags), options: wordsTyped(values.options) },
        ),
      ),
  });
  const none = { value: '', label: text.none };
  return (
    <Card title={text.sorting} padded>
      <Form form={form} label={text.sorting}>
        <ChoiceField form={form} name="brand_id" label={text.fields['brand_id'] ?? ''} choices={[none, ...brands.map(({ id, name }) => ({ value: id, label: name }))]} disabled={!may} />
        <ChoiceField form={form} name="category_id" label={text.fields['category_id'] ?? ''} choices={[none, ...lines(categories).map((line) => ({ value: line.id, label: indented(line) }))]} disabled={!may} />
        <TextField form={form} name="tags" label={text.fields['tags'] ?? ''} help={text.tagsHelp} disabled={!may} />
        <TextField form={form} name="options" label={text.fields['options'] ?? ''} help={text.optionsHelp} disabled={!may} />
        <SaveBar form={form} />
      </Form>
    </Card>
  );
}
