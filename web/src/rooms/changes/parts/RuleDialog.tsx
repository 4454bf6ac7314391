import { Checkbox } from '@mantine/core';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import type { Rule } from '../api.ts';
import { type Asks, isWhole, readSum, stagesOf } from '../rules.ts';
import { text } from '../rulesText.ts';
import dialogs from './dialogs.module.css';
import { SumsField } from './SumsField.tsx';
import classes from './SumsField.module.css';

const ITEMS_MOST = 1_000_000;

type Props = { open: boolean; onClose: () => void; onAdd: (rule: Rule) => void };

/** Up to these sizes, changes of these kinds need these persons. */
export function RuleDialog({ open, onClose, onAdd }: Props) {
  return (
    <Dialog open={open} onClose={onClose} labelledBy="rule-title" wide>
      <DialogHead id="rule-title" title={text.ruleTitle} onClose={onClose} />
      <Fields onAdd={onAdd} onDone={onClose} />
    </Dialog>
  );
}

type Typed = { kinds: readonly string[]; items: string; stake: string; sums: readonly string[]; asks: string };

function Fields({ onAdd, onDone }: { onAdd: (rule: Rule) => void; onDone: () => void }) {
  const form = useForm<Typed>({
    name: 'rule of approval',
    initial: { kinds: [], items: '', stake: 'limited', sums: [], asks: 'one' },
    checks: { items: (typed) => (typed.trim() === '' || isWhole(typed, 0, ITEMS_MOST) ? '' : text.itemsWrong) },
    submit: async ({ kinds, items, stake, sums, asks }) =>
      onAdd({
        kinds: [...kinds],
        items_max: items.trim() === '' ? null : Number(items),
        stake_max: stake === 'any' ? null : sums.map(readSum),
        stages: stagesOf(asks as Asks, []),
      }),
    onDone,
  });
  const { kinds } = form.values;
  const toggle = (kind: string) => form.set('kinds', kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind]);
  return (
    <div className={dialogs.body}>
      <Form form={form} label={text.ruleTitle}>
        <fieldset className={classes.field}>
          <legend>{text.kinds}</legend>
          <div className={classes.kinds}>
            {Object.entries(text.change).map(([kind, label]) => <Checkbox key={kind} size="xs" label={label} checked={kinds.includes(kind)} onChange={() => toggle(kind)} />)}
          </div>
          <p className="faint small">{text.kindsHelp}</p>
        </fieldset>
        <TextField form={form} name="items" label={text.itemsMax} help={text.itemsMaxHelp} width="short" inputMode="numeric" />
        <ChoiceField form={form} name="stake" label={text.stake} choices={Object.entries(text.stakes).map(([value, label]) => ({ value, label }))} />
        {form.values.stake === 'limited' && <SumsField form={form} name="sums" label={text.stakes.limited} help="" none={text.nothing} />}
        <ChoiceField form={form} name="asks" label={text.does} choices={[{ value: 'one', label: text.persons.one }, { value: 'two', label: text.persons.two }, { value: 'auto', label: text.doesAuto }]} />
        <Submit form={form}>{text.addIn}</Submit>
      </Form>
    </div>
  );
}
