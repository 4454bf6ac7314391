import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../../lib/toasts.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { CheckField, ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { setTax, TAXES } from '../api.ts';
import { isNumber } from '../model.ts';
import { text } from '../text.ts';
import classes from './rules.module.css';

const PLACE = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;

/** A rate of one's own, which goes before the table. */
export function TaxDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="tax-title">
      <DialogHead id="tax-title" title={text.addTax} onClose={onClose} />
      <Fields onDone={onClose} />
    </Dialog>
  );
}

function Fields({ onDone }: { onDone: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name: 'tax rate',
    initial: { place: '', sort: 'standard', percent: '', since: '', until: '', included: true },
    checks: {
      place: (typed) => (PLACE.test(typed.trim()) ? '' : text.placeWrong),
      percent: (typed) => (typed.trim() !== '' && isNumber(typed) && !typed.includes('-') ? '' : text.percentWrong),
      since: (typed) => (typed ? '' : text.dayWrong),
    },
    submit: async ({ place, sort, percent, since, until, included }) => {
      await setTax({ place: place.trim(), sort, percent: percent.trim().replace(',', '.'), since, until: until || null, included });
      await client.invalidateQueries({ queryKey: TAXES });
      toast(text.taxKept);
    },
    onDone,
  });
  return (
    <div className="card-body">
      <Form form={form} label={text.addTax}>
        <TextField form={form} name="place" label={text.place} help={text.placeHelp} width="short" autoFocus />
        <ChoiceField form={form} name="sort" label={text.sort} choices={Object.entries(text.sorts).map(([value, label]) => ({ value, label }))} />
        <TextField form={form} name="percent" label={text.percent} unit="%" inputMode="decimal" width="short" />
        <div className={classes.fields}>
          <TextField form={form} name="since" label={text.from} type="date" />
          <TextField form={form} name="until" label={text.until} type="date" help={text.untilHelp} />
        </div>
        <CheckField form={form} name="included" label={text.within} />
        <Submit form={form}>{text.addTax}</Submit>
      </Form>
    </div>
  );
}
