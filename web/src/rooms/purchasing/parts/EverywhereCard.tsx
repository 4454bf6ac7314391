import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../../lib/toasts.ts';
import { Card } from '../../../ui/Card.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { SwitchField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { ROOM } from '../api.ts';
import { wishWord } from '../said.ts';
import type { Wanted } from '../shapes.ts';
import { setWanted } from '../supplierApi.ts';
import { WISHES } from '../supplierModel.ts';
import { text } from '../supplierText.ts';
import classes from './purchasing.module.css';

const NOTE_CHARS = 200;

/** What is wanted of every supplier, unless it is said otherwise. */
export function EverywhereCard({ wanted, may }: { wanted: Wanted; may: boolean }) {
  const client = useQueryClient();
  const on = (name: string) => wanted.wishes[name] ?? false;
  const form = useForm({
    name: 'wanted of suppliers',
    initial: { no_logo: on('no_logo'), no_price: on('no_price'), gift_note: on('gift_note'), voucher: on('voucher'), note: wanted.gift_note },
    submit: async ({ note, ...wishes }) => {
      await setWanted({ ...wanted, wishes: { ...wanted.wishes, ...wishes }, gift_note: note.trim() });
      await client.invalidateQueries({ queryKey: ROOM });
      toast(text.savedEverywhere);
    },
  });
  return (
    <Card title={text.everywhere} sub={text.everywhereSub} padded>
      <Form form={form} label={text.everywhere}>
        <div className={classes.checks}>{WISHES.map((name) => <SwitchField key={name} form={form} name={name} label={wishWord(name)} help={text.wishHelp[name]} disabled={!may} />)}</div>
        {form.values.gift_note && <TextField form={form} name="note" label={text.note} help={text.noteHelp} most={NOTE_CHARS} disabled={!may} />}
        <SaveBar form={form} save={text.saveEverywhere} />
      </Form>
    </Card>
  );
}
