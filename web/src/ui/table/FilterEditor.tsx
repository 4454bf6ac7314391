import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './FilterBar.module.css';
import type { Filter } from './filters.ts';
import { text } from './text.ts';

type Props = { filter: Filter; values: readonly string[]; onApply: (values: readonly string[]) => void };

export function FilterEditor({ filter, values, onApply }: Props) {
  if (filter.kind === 'choice' && !filter.many) {
    return (
      <ul className={classes.choices} aria-label={filter.label}>
        {filter.choices.map(({ value, label }) => (
          <li key={value}>
            <button type="button" aria-pressed={values.includes(value)} onClick={() => onApply([value])}>{label}</button>
          </li>
        ))}
      </ul>
    );
  }
  return filter.kind === 'choice' ? <Many filter={filter} values={values} onApply={onApply} /> : <Typed filter={filter} values={values} onApply={onApply} />;
}

function Many({ filter, values, onApply }: Props & { filter: Extract<Filter, { kind: 'choice' }> }) {
  const [chosen, setChosen] = useState<readonly string[]>(values);
  return (
    <form className={classes.editor} onSubmit={(event) => { event.preventDefault(); onApply(chosen); }}>
      <fieldset>
        <legend className="sr">{filter.label}</legend>
        {filter.choices.map(({ value, label }) => (
          <Checkbox
            key={value}
            size="xs"
            label={label}
            checked={chosen.includes(value)}
            onChange={() => setChosen(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])}
          />
        ))}
      </fieldset>
      <Button type="submit" size="xs" variant="filled">{text.apply}</Button>
    </form>
  );
}

function Typed({ filter, values, onApply }: Props) {
  const [typed, setTyped] = useState(values[0] ?? '');
  return (
    <form className={classes.editor} onSubmit={(event) => { event.preventDefault(); onApply(typed.trim() ? [typed.trim()] : []); }}>
      <TextInput
        data-autofocus
        label={filter.label}
        type={filter.kind === 'day' ? 'date' : 'text'}
        placeholder={(filter.kind === 'text' && filter.placeholder) || ''}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="filled">{text.apply}</Button>
    </form>
  );
}
