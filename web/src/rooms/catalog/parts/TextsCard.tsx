import { useMay } from '../../../lib/me.ts';
import { Card } from '../../../ui/Card.tsx';
import { AreaField, TextField } from '../../../ui/form/fields.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { editsOf, textOf } from '../model.ts';
import { text } from '../productText.ts';
import type { FormProps } from '../useSaving.tsx';
import classes from './catalog.module.css';

const TEXTS = ['title', 'summary_html', 'description_html', 'handle', 'seo_title', 'seo_description'] as const;
type Texts = Record<(typeof TEXTS)[number], string>;

export function TextsCard({ whole, save }: FormProps) {
  const may = useMay()('catalog.product.write');
  const initial = Object.fromEntries(TEXTS.map((name) => [name, textOf(whole.fields, name)])) as Texts;
  const form = useForm<Texts>({ name: `product ${whole.id}`, initial, submit: (values) => save(editsOf(initial, values)) });
  const names = text.fields;
  return (
    <Card title={text.texts} sub={text.textsSub} padded>
      <Form form={form} label={text.texts}>
        <TextField form={form} name="title" label={names['title'] ?? ''} most={500} disabled={!may} required />
        <AreaField form={form} name="summary_html" label={names['summary_html'] ?? ''} rows={2} disabled={!may} />
        <AreaField form={form} name="description_html" label={names['description_html'] ?? ''} help={text.html} rows={8} disabled={!may} />
        <div className={classes.pair}>
          <TextField form={form} name="handle" label={names['handle'] ?? ''} disabled={!may} />
          <TextField form={form} name="seo_title" label={names['seo_title'] ?? ''} disabled={!may} />
        </div>
        <AreaField form={form} name="seo_description" label={names['seo_description'] ?? ''} rows={2} disabled={!may} />
        <SaveBar form={form} />
      </Form>
    </Card>
  );
}
