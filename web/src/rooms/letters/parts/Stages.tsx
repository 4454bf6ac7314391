import { Checkbox } from '@mantine/core';
import type { Stage } from '../api.ts';
import { text } from '../text.ts';
import classes from './letters.module.css';

type Props = {
  label: string;
  all: readonly Stage[];
  chosen: readonly Stage[];
  disabled: boolean;
  onChange: (chosen: Stage[]) => void;
};

/** The stages of which the buyer is told, in the order in which goods go. */
export function Stages({ label, all, chosen, disabled, onChange }: Props) {
  const flip = (stage: Stage) => onChange(all.filter((one) => (one === stage) !== chosen.includes(one)));
  return (
    <fieldset className={classes.stages}>
      <legend>{label}</legend>
      {all.map((stage) => <Checkbox key={stage} size="xs" label={text.stages[stage]} checked={chosen.includes(stage)} onChange={() => flip(stage)} disabled={disabled} />)}
    </fieldset>
  );
}
