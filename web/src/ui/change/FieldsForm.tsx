import { Form, Submit } from '../form/Form.tsx';
import { AreaField, ChoiceField, TextField } from '../form/fields.tsx';
import { type FormOf, useForm, type Values } from '../form/useForm.ts';
import { text as fields } from './fieldText.ts';
import { currencyOf, type FieldAsked, kindOf, troubleOf, typedOf, valueOf } from './fieldForm.ts';
import { text } from './formText.ts';
import { fieldName } from './values.ts';

const WHY = 'why';
const WHY_CHARS_MAX = 500;

type Typed = Record<string, string>;

type Props = {
  /** The name of its draft. */
  name: string;
  fields: readonly FieldAsked[];
  verb: string;
  /** Whether a reason is asked for. */
  reason?: boolean;
  submit: (after: Record<string, unknown>, why: string) => Promise<unknown>;
  onDone?: () => void;
};

/** Fields of a thing at a shop, to be typed in as people write them. */
export function FieldsForm({ name, fields: asked, verb, reason = false, submit, onDone }: Props) {
  const form = useForm<Typed>({
    name,
    initial: { ...Object.fromEntries(asked.map((one) => [one.field, typedOf(one)])), ...(reason && { [WHY]: '' }) },
    checks: {
      ...Object.fromEntries(asked.map((one) => [one.field, (typed: string) => troubleOf(one, typed)])),
      ...(reason && { [WHY]: (why: string) => (why.trim() ? '' : text.whyMissing) }),
    },
    submit: (typed) => submit(Object.fromEntries(asked.map((one) => [one.field, valueOf(one, typed[one.field] ?? '')])), (typed[WHY] ?? '').trim()),
    ...(onDone && { onDone }),
  });
  return (
    <Form form={form}>
      {asked.map((one, at) => <One key={one.field} form={form} asked={one} first={at === 0} />)}
      {reason && <TextField form={form as FormOf<Values & Typed>} name={WHY} label={text.why} help={text.whyHelp} most={WHY_CHARS_MAX} />}
      <Submit form={form}>{verb}</Submit>
    </Form>
  );
}

function One({ form, asked, first }: { form: FormOf<Typed>; asked: FieldAsked; first: boolean }) {
  const kind = kindOf(asked);
  const shared = { form, name: asked.field, label: fieldName(asked.field) };
  if (kind === 'long' || kind === 'list') return <AreaField {...shared} rows={kind === 'long' ? 8 : 5} help={kind === 'long' ? text.html : text.oneALine} />;
  if (kind === 'choice') return <ChoiceField {...shared} choices={(asked.choices ?? []).map((value) => ({ value, label: fields.states[value] ?? value }))} />;
  if (kind === 'yesNo') return <ChoiceField {...shared} choices={[{ value: 'true', label: text.yes }, { value: 'false', label: text.no }]} width="short" />;
  const money = kind === 'money';
  const unit = money ? (currencyOf(asked.value) ?? currencyOf(asked.like)) : undefined;
  return (
    <TextField
      {...shared}
      autoFocus={first}
      {...(unit && { unit })}
      {...(money && { inputMode: 'decimal' as const, width: 'middle' as const })}
      {...(kind === 'number' && { inputMode: 'numeric' as const, width: 'short' as const })}
      help={money && asked.optional ? text.none : undefined}
    />
  );
}
