import { useNow } from '../../../../lib/useNow.ts';
import { day } from '../../../../lib/time.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Form, Submit } from '../../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { type KeyMade, makeKey } from '../api.ts';
import { type End, ENDS, endOf, isGoodDay, type ScopeGroup } from '../model.ts';
import { text } from '../text.ts';
import { ScopeField } from './ScopeField.tsx';

type Typed = { name: string; end: string; expires_at: string; scopes: readonly string[] };
type Props = { groups: readonly ScopeGroup[]; onMade: (made: KeyMade) => void };

export function KeyForm({ groups, onMade }: Props) {
  const now = new Date(useNow());
  const form = useForm<Typed>({
    name: 'new key',
    initial: { name: '', end: 'quarter', expires_at: '', scopes: [] },
    checks: {
      name: (value) => (value.trim() ? '' : text.nameMissing),
      expires_at: (value, all) => (all.end !== 'day' || isGoodDay(value, new Date()) ? '' : text.dayWrong),
      scopes: (value) => (value.length > 0 ? '' : text.scopesMissing),
    },
    submit: async (values, key) => {
      const end = endOf(values.end as End, values.expires_at, new Date());
      onMade(await makeKey(values.name.trim(), values.scopes, end, key));
    },
  });
  const { end } = form.values;
  const ends = endOf(end as End, form.values.expires_at, now);
  const help = end === 'never' ? text.neverHelp : end === 'day' || !ends ? undefined : text.endsOn(day(ends, now));
  const choices = ENDS.map((one) => ({ value: one, label: text.ends[one] }));
  return (
    <Card label={text.newTitle} padded>
      <Form form={form} label={text.newTitle}>
        <TextField form={form} name="name" label={text.name} help={text.nameHelp} width="middle" most={100} autoComplete="off" />
        <ChoiceField form={form} name="end" label={text.end} choices={choices} width="middle" help={help} />
        {end === 'day' && <TextField form={form} name="expires_at" label={text.lastDay} type="date" width="short" />}
        <ScopeField groups={groups} chosen={form.values.scopes} error={form.errors['scopes']} onChange={(scopes) => form.set('scopes', scopes)} />
        <Submit form={form}>{text.make}</Submit>
      </Form>
    </Card>
  );
}
