import { Refusal } from '../../lib/problem.ts';
import { Form, SaveBar, Submit } from '../../ui/form/Form.tsx';
import { AreaField, CheckField, ChoiceField, SecretField, SwitchField, TextField } from '../../ui/form/fields.tsx';
import { useForm } from '../../ui/form/useForm.ts';

export function Forms() {
  const form = useForm({
    name: 'gallery',
    initial: { floor: '12.00', title: 'Kopi Gayo Honey 250 g', password: '', note: '', kind: 'shop', hide: true, again: false },
    secrets: ['password'],
    checks: { title: (value) => (value.trim() ? '' : 'The listing needs a title. Type one.') },
    submit: async () => {
      throw new Refusal(422, 'The floor is too low.', '', {
        findings: [{ field: 'floor', code: 'low', sentence: '9.90 is below landed cost and fees, 10.42.', nextStep: 'Raise the floor.' }],
      });
    },
  });
  return (
    <Form form={form} label="Example">
      <TextField form={form} name="floor" label="Floor price" unit="SGD" inputMode="decimal" width="short" />
      <TextField form={form} name="title" label="Title at Shopee ID" most={120} help="From the product. Typing here makes it this shop’s own." />
      <SecretField form={form} name="password" label="Password" autoComplete="new-password" />
      <AreaField form={form} name="note" label="Note" rows={2} />
      <ChoiceField form={form} name="kind" label="Kind" choices={[{ value: 'shop', label: 'Shop' }, { value: 'dropshipping', label: 'Dropshipping' }]} />
      <SwitchField form={form} name="hide" label="Hide when stock is 0" help="Shown again by itself" />
      <CheckField form={form} name="again" label="Ask me again" />
      <Submit form={form}>Save the floor</Submit>
      <SaveBar form={form} />
    </Form>
  );
}
