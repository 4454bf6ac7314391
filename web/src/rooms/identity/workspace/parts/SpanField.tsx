import { NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import { FieldError } from '../../../../ui/form/fields.tsx';
import type { FormOf, Values } from '../../../../ui/form/useForm.ts';
import { Icon } from '../../../../ui/Icon.tsx';
import { UNITS, type Unit } from '../model.ts';
import { text } from '../text.ts';
import classes from './SpanField.module.css';

type Texts<V> = { [K in keyof V & string]: V[K] extends string ? K : never }[keyof V & string];

type Props<V extends Values> = {
  form: FormOf<V>;
  name: Texts<V>;
  unit: Texts<V>;
  label: string;
  help: string;
  disabled: boolean;
};

/** A span as a count and its unit: one label, one help, one error for both. */
export function SpanField<V extends Values>({ form, name, unit, label, help, disabled }: Props<V>) {
  const id = useId();
  const error = form.errors[name];
  return (
    <fieldset className={classes.span} disabled={disabled}>
      <legend>{label}</legend>
      <div className={classes.pair}>
        <TextInput
          className={classes.count ?? ''}
          name={name}
          aria-label={text.count}
          aria-describedby={`${id}-help`}
          inputMode="numeric"
          value={form.values[name] as string}
          error={error !== undefined}
          onChange={(event) => form.set(name, event.currentTarget.value as V[typeof name])}
          onBlur={() => form.leave(name)}
        />
        <NativeSelect
          className={classes.unit ?? ''}
          name={unit}
          aria-label={text.unit}
          data={(Object.keys(UNITS) as Unit[]).map((one) => ({ value: one, label: text.units[one](form.values[name] === '1') }))}
          value={form.values[unit] as string}
          onChange={(event) => form.set(unit, event.currentTarget.value as V[typeof unit])}
          onBlur={() => form.leave(name)}
          rightSection={<Icon name="down" size={12} />}
        />
      </div>
      <div id={`${id}-help`} className={classes.below}>
        {error !== undefined && <div className="bad" role="alert"><FieldError>{error}</FieldError></div>}
        <span className="faint">{help}</span>
      </div>
    </fieldset>
  );
}
