import { Icon } from '../../../ui/Icon.tsx';
import { hidden, written } from '../model.ts';
import { text } from '../text.ts';
import classes from './Value.module.css';

/** A value of the log; what is personal stays covered until somebody opens it. */
export function Value({ value, personal }: { value: unknown; personal: string }) {
  const word = hidden(value, personal);
  if (word) {
    return (
      <span className={classes.hidden} title={word === 'sealed' ? text.sealedHint : text.erasedHint}>
        <Icon name="lock" size={14} />
        {text[word]}
      </span>
    );
  }
  const isDocument = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isDocument) return <code>{written(value)}</code>;
  return <bdi className={value === null || value === '' ? 'faint' : ''}>{written(value)}</bdi>;
}
