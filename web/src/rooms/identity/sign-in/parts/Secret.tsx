import { type KeyboardEvent, useState } from 'react';
import { Icon } from '../../../../ui/Icon.tsx';
import { SecretField } from '../../../../ui/form/fields.tsx';
import type { FormOf, Values } from '../../../../ui/form/useForm.ts';
import { text } from '../text.ts';
import classes from './parts.module.css';

type Props<V extends Values> = {
  form: FormOf<V>;
  name: Parameters<typeof SecretField<V>>[0]['name'];
  label: string;
  help?: string;
  autoComplete: 'current-password' | 'new-password';
  autoFocus?: boolean;
  large?: boolean;
  /** The last field of its form: room for one line of error, so that the button stays where it is. */
  last?: boolean;
};

/** A password, with a word about caps lock where nothing has to move for it. */
export function Secret<V extends Values>(props: Props<V>) {
  const { form, name, label, help, autoComplete, autoFocus = false, large = true, last = false } = props;
  const [caps, setCaps] = useState(false);
  const heed = (event: KeyboardEvent) => setCaps(event.getModifierState('CapsLock'));
  return (
    // It only listens to what is pressed inside the field.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={`${classes.secret} ${last ? classes.last : ''}`}
      onKeyDown={heed}
      onKeyUp={heed}
      onBlur={() => setCaps(false)}
      data-autofocus={autoFocus || undefined}
    >
      <SecretField form={form} name={name} label={label} help={help} autoComplete={autoComplete} large={large} />
      <span className={classes.caps} role="status">
        {caps && <><Icon name="warn" size={14} />{text.capsLock}</>}
      </span>
    </div>
  );
}
