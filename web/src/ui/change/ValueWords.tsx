import { Money } from '../Money.tsx';
import { text } from './fieldText.ts';
import { isMoney, wordsOf } from './values.ts';

/** A value of a field as a merchant reads it. */
export function ValueWords({ field, value }: { field: string; value: unknown }) {
  if (value === null || value === undefined || value === '') return <span className="faint">{text.nothing}</span>;
  if (typeof value === 'boolean') return <span>{value ? text.yes : text.no}</span>;
  if (isMoney(value)) return <Money {...value} />;
  if (Array.isArray(value)) return value.length === 0 ? <span className="faint">{text.nothing}</span> : <bdi>{wordsOf(field, value).join(', ')}</bdi>;
  if (typeof value === 'object') return <code>{JSON.stringify(value)}</code>;
  const words = String(value);
  return <bdi>{field === 'state' ? (text.states[words] ?? words) : words}</bdi>;
}
