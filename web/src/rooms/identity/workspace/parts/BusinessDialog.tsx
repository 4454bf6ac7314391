import { toast } from '../../../../lib/toasts.ts';
import { attempt } from '../../../../lib/useAct.ts';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { DialogHead } from '../../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { type Business, type BusinessKind, changeBusiness, makeBusiness } from '../api.ts';
import { text } from '../text.ts';
import classes from './BusinessDialog.module.css';

type Props = { open: boolean; business: Business | null; onClose: () => void; onChanged: () => Promise<unknown> };

/** Makes a business, or changes how one is called and of which kind it is. */
export function BusinessDialog({ open, business, onClose, onChanged }: Props) {
  const title = business ? text.editTitle(business.name) : text.newTitle;
  return (
    <Dialog open={open} onClose={onClose} labelledBy="business-title">
      <DialogHead id="business-title" title={title} onClose={onClose} />
      <div className={classes.body}>
        <Fields key={business?.id ?? 'new'} business={business} onClose={onClose} onChanged={onChanged} />
      </div>
    </Dialog>
  );
}

function Fields({ business, onClose, onChanged }: Omit<Props, 'open'>) {
  const form = useForm<{ name: string; kind: string }>({
    name: `business ${business?.id ?? 'new'}`,
    initial: { name: business?.name ?? '', kind: business?.kind ?? 'shop' },
    checks: { name: (value) => (value.trim() ? '' : text.nameMissing) },
    submit: async ({ name, kind }, key) => {
      if (business) await save(business, { name, kind: kind as BusinessKind });
      else {
        const made = await makeBusiness(name, kind as BusinessKind, key);
        toast(text.made(made.name));
      }
      await onChanged();
    },
    onDone: onClose,
  });

  async function save(before: Business, wanted: { name: string; kind: BusinessKind }): Promise<void> {
    const after = await changeBusiness(before, wanted);
    const undo = () => attempt(async () => {
      await changeBusiness(after, { name: before.name, kind: before.kind });
      await onChanged();
    });
    toast(text.changed(after.name), { act: { label: text.undo, icon: 'undo', run: undo } });
  }

  const choices = Object.entries(text.kinds).map(([value, label]) => ({ value, label }));
  return (
    <Form form={form}>
      <TextField form={form} name="name" label={text.businessName} help={text.businessNameHelp} most={100} autoFocus autoComplete="off" />
      <ChoiceField form={form} name="kind" label={text.kind} choices={choices} help={text.kindsMore[form.values.kind as BusinessKind]} />
      <Submit form={form}>{business ? text.save : text.create}</Submit>
    </Form>
  );
}
