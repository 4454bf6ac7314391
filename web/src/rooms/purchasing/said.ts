// What the server tells of a supplier order, in the reader's language. Pure.
import { number } from '../../lib/number.ts';
import { type Facts, text } from './sayText.ts';
import type { Finding } from './shapes.ts';

export type Said = { readonly code: string; readonly words: string; readonly next: string; readonly lang?: 'en' };

/** Whose sums are left out for whoever may not see what it costs. */
const SUMS: ReadonlyMap<string, readonly string[]> = new Map([['above', ['is']], ['margin', ['left']]]);
const SUM = /^([A-Z]{3}) (-?[\d.]+)$/;

export function findingWords(finding: Finding): Said {
  const { code: given = '', ...facts } = finding;
  const code = String(given);
  const told = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, written(name, String(value))]));
  const found = text.findings[SUMS.get(code)?.some((name) => told[name] === undefined) ? `${code}_hidden` : code];
  if (!found) return { code, words: text.other(code), next: text.otherNext };
  const { say, next } = found;
  // What a supplier said itself is in its words, and names the next step where it knows one.
  const theirs = code === 'refused' && Boolean(told['why']);
  return { code, words: say(told as Facts), next: theirs && told['next'] ? '' : next, ...(theirs && { lang: 'en' as const }) };
}

export const wishWord = (name: string): string => text.wishes[name] ?? name;

/** Amounts with the marks of the reader, codes as words. */
function written(name: string, value: string): string {
  if (name === 'wish') return wishWord(value);
  if (name === 'how') return text.hows[value] ?? value;
  if (name === 'limit') return number(Number(value), value.split('.')[1]?.length ?? 0);
  const [, currency, amount] = SUM.exec(value) ?? [];
  return currency && amount ? `${currency}\u202F${number(Number(amount), amount.split('.')[1]?.length ?? 0)}` : value;
}
