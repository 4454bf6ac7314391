import classes from './Segments.module.css';

type Props<T extends string> = { label: string; value: T; choices: readonly { value: T; label: string }[]; onChange: (value: T) => void };

/** One of a few, all in sight. */
export function Segments<T extends string>({ label, value, choices, onChange }: Props<T>) {
  return (
    <div className={classes.segments} role="group" aria-label={label}>
      {choices.map((choice) => (
        <button key={choice.value} type="button" aria-pressed={choice.value === value} onClick={() => onChange(choice.value)}>{choice.label}</button>
      ))}
    </div>
  );
}
