import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { decimalMark, money, readAmount } from '../../../lib/money.ts';
import { FieldError } from '../../../ui/form/fields.tsx';
import type { FormOf, Values } from '../../../ui/form/useForm.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { readSum, writeSum } from '../rules.ts';
import { text } from '../rulesText.ts';
import classes from './SumsField.module.css';

// Where Hanse sells most, then the world's.
const CURRENCIES = 'IDR SGD MYR THB PHP VND TWD USD EUR GBP AUD JPY CNY HKD KRW INR BRL MXN'.split(' ');

type Props<V extends Values> = { form: FormOf<V>; name: keyof V & string; label: string; help: string; disabled?: boolean; none?: string };

/** A sum for each currency: no rate stands between a limit and what it limits. `none`: what holds without any. */
export function SumsField<V extends Values>({ form, name, label, help, disabled = false, none = text.noLimit }: Props<V>) {
  const id = useId();
  const sums = form.values[name] as readonly string[];
  const set = (next: readonly string[]) => form.set(name, next as V[typeof name]);
  const error = form.errors[name];
  return (
    <fieldset className={classes.field} aria-describedby={`${id}-help`}>
      <legend>{label}</legend>
      <ul className={classes.sums}>
        {sums.length === 0 && <li className="faint">{none}</li>}
        {sums.map((sum) => (
          <li key={sum}>
            <span>{money(readSum(sum))}</span>
            {!disabled && <IconButton icon="x" size={24} label={text.remove(money(readSum(sum)))} onClick={() => set(sums.filter((one) => one !== sum))} />}
          </li>
        ))}
      </ul>
      {error !== undefined && <div className="bad" role="alert"><FieldError>{error}</FieldError></div>}
      {!disabled && <Adder taken={sums.map((sum) => readSum(sum).currency)} onAdd={(sum) => set([...sums, sum])} />}
      <p id={`${id}-help`} className="faint small">{help}</p>
    </fieldset>
  );
}

function Adder({ taken, onAdd }: { taken: readonly string[]; onAdd: (sum: string) => void }) {
  const free = CURRENCIES.filter((code) => !taken.includes(code));
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [currency, setCurrency] = useState(free[0] ?? '');
  const [wrong, setWrong] = useState('');

  function add(): void {
    const minor = readAmount(typed, currency, decimalMark());
    if (minor === null || minor === 0) return setWrong(text.amountWrong);
    if (taken.includes(currency)) return setWrong(text.twice);
    onAdd(writeSum({ currency, minor }));
    setTyped('');
    setOpen(false);
  }
  if (!open) return <div><Button size="xs" leftSection={<Icon name="plus" />} onClick={() => setOpen(true)}>{text.add}</Button></div>;
  return (
    <div className={classes.adder}>
      <TextInput
        label={text.amount}
        inputMode="decimal"
        value={typed}
        autoComplete="off"
        error={wrong ? <FieldError>{wrong}</FieldError> : undefined}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setWrong('');
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      />
      <NativeSelect label={text.currency} data={free} value={currency} onChange={(event) => setCurrency(event.currentTarget.value)} rightSection={<Icon name="down" size={12} />} />
      <Button onClick={add}>{text.addIt}</Button>
    </div>
  );
}
