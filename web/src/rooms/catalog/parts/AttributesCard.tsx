import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../../lib/me.ts';
import { Card } from '../../../ui/Card.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Link } from '../../../ui/Link.tsx';
import { type Attribute, attributesQuery } from '../api.ts';
import { editsOf } from '../model.ts';
import { text } from '../productText.ts';
import type { FormProps } from '../useSaving.tsx';

export function AttributesCard({ whole, save }: FormProps) {
  const { data } = useQuery(attributesQuery);
  const shown = data?.filter((one) => one.state === 'active' || whole.fields[`attributes.${one.key}`] !== undefined);
  if (!shown) return null;
  return (
    <Card title={text.attributes} padded>
      {shown.length === 0
        ? <p className="muted">{text.noAttributes} <Link to="/catalog/names" className="link">{text.setUp}</Link></p>
        : <Fields key={shown.map((one) => one.key).join()} whole={whole} save={save} attributes={shown} />}
    </Card>
  );
}

function Fields({ whole, save, attributes }: FormProps & { attributes: readonly Attribute[] }) {
  const may = useMay()('catalog.product.write');
  const initial = Object.fromEntries(attributes.map(({ key }) => [key, typed(whole.fields[`attributes.${key}`])]));
  const form = useForm<Record<string, string>>({
    name: `attributes ${whole.id}`,
    initial,
    submit: (values) => {
      const was = Object.fromEntries(attributes.map(({ key }) => [`attributes.${key}`, whole.fields[`attributes.${key}`] ?? null]));
      const changed = attributes.filter(({ key }) => values[key] !== initial[key]);
      return save(editsOf(was, Object.fromEntries(changed.map((one) => [`attributes.${one.key}`, valueOf(one, values[one.key] ?? '')]))));
    },
  });
  return (
    <Form form={form} label={text.attributes}>
      {attributes.map((one) => {
        const choices = one.type === 'yes_no' ? [['true', text.yes], ['false', text.no]] : one.type === 'choice' ? (one.choices ?? []).map((word) => [word, word]) : null;
        const all = choices?.map(([value = '', label = '']) => ({ value, label }));
        return all
          ? <ChoiceField key={one.key} form={form} name={one.key} label={one.name} choices={[{ value: '', label: text.notSaid }, ...all]} disabled={!may} />
          : <TextField key={one.key} form={form} name={one.key} label={one.name} unit={one.unit ?? ''} type={one.type === 'date' ? 'date' : 'text'} disabled={!may} />;
      })}
      <SaveBar form={form} />
    </Form>
  );
}

/** A number comes as `{ number }`, so that no digit is lost. */
function typed(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' && 'number' in value ? String(value.number) : String(value);
}

function valueOf({ type }: Attribute, words: string): unknown {
  if (words === '') return null;
  return type === 'yes_no' ? words === 'true' : words;
}
