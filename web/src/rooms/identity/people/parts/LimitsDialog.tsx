import { useQueryClient } from '@tanstack/react-query';
import { language } from '../../../../lib/language.ts';
import { figure } from '../../../../lib/money.ts';
import { number } from '../../../../lib/number.ts';
import { toast } from '../../../../lib/toasts.ts';
import { attempt } from '../../../../lib/useAct.ts';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { DialogHead } from '../../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { type Limits, LIMITS, type LimitsWanted, setLimits } from '../api.ts';
import { isWanted, type LimitsTrouble, type LimitsTyped, readLimits } from '../model.ts';
import { text } from '../text.ts';
import classes from './LimitsDialog.module.css';

// Where Hanse sells most, then the world's; another one that is set already stays.
const CURRENCIES = 'IDR SGD MYR THB PHP VND TWD USD EUR GBP AUD JPY CNY HKD KRW INR BRL MXN'.split(' ');

const mark = () => (language() === 'id' ? ',' : '.');

type Props = { limits: Limits | null; onClose: () => void };

export function LimitsDialog({ limits, onClose }: Props) {
  return (
    <Dialog open={limits !== null} onClose={onClose} labelledBy="limits-title">
      {limits && (
        <>
          <DialogHead id="limits-title" title={text.limitsTitle(text.names[limits.role])} onClose={onClose} />
          <Fields limits={limits} onDone={onClose} />
        </>
      )}
    </Dialog>
  );
}

function Fields({ limits, onDone }: { limits: Limits; onDone: () => void }) {
  const client = useQueryClient();
  const { role, amount_minor: minor, currency, items_max: items } = limits;

  async function save(from: Pick<Limits, 'role' | 'version'>, wanted: LimitsWanted): Promise<Limits> {
    const after = await setLimits(from, wanted);
    client.setQueryData<readonly Limits[]>(LIMITS, (all) => all?.map((one) => (one.role === role ? after : one)));
    return after;
  }

  const form = useForm<LimitsTyped>({
    name: `limits ${role}`,
    initial: {
      amount: minor === null ? '' : figure({ minor, currency: currency ?? '' }),
      currency: currency ?? 'IDR',
      items: items === null ? '' : number(items),
    },
    checks: { amount: checkOf('amount'), currency: checkOf('currency'), items: checkOf('items') },
    submit: async (values) => {
      const read = readLimits(values, mark());
      if (!isWanted(read)) return;
      const after = await save(limits, read);
      const back: LimitsWanted = { amount_minor: minor, currency, items_max: items };
      toast(text.limitsSaved(text.names[role]), { act: { label: text.undo, icon: 'undo', run: () => attempt(() => save(after, back)) } });
    },
    onDone,
  });
  const choices = [...new Set([...CURRENCIES, ...(currency ? [currency] : [])])].map((code) => ({ value: code, label: code }));
  return (
    <div className={classes.body}>
      <Form form={form}>
        <div className={classes.amount}>
          <TextField form={form} name="amount" label={text.amount} help={text.amountHelp} inputMode="decimal" autoFocus />
          <ChoiceField form={form} name="currency" label={text.currency} choices={choices} />
        </div>
        <TextField form={form} name="items" label={text.items} help={text.itemsHelp} unit={text.itemsUnit} inputMode="numeric" width="middle" />
        <Submit form={form}>{text.saveLimits}</Submit>
      </Form>
    </div>
  );
}

function checkOf(field: keyof LimitsTyped) {
  return (_: string, all: LimitsTyped): string => {
    const read = readLimits(all, mark());
    const trouble: LimitsTrouble = isWanted(read) ? {} : read;
    if (trouble[field] === undefined) return '';
    return { amount: text.amountWrong(figure({ minor: 5_000_000_00, currency: all.currency || 'IDR' })), currency: text.currencyMissing, items: text.itemsWrong }[field];
  };
}
