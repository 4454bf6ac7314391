// What the server says of stock, in the reader's language; what is not known here stays as it says it. Pure.
import { number } from '../../lib/number.ts';
import type { Moved, WhatIf, Why, WhyStep } from './shapes.ts';
import { type Facts, text } from './sayText.ts';

type Lang = 'en' | undefined;

/** What the step is called, what is to be said of it, and the languages of both. */
export function stepWords({ code, text: said, told }: WhyStep, shop: string): { words: string; lang: Lang; more: string; moreLang: Lang } {
  const named = text.steps[code]?.(shop);
  if (!named) return { words: said, lang: 'en', more: '', moreLang: undefined };
  const more = Object.keys(told).length > 0 ? text.told[code] : undefined;
  return more ? { words: named, lang: undefined, more: more(written(told)), moreLang: undefined } : { words: named, lang: undefined, more: said, moreLang: 'en' };
}

export function whatIfWords({ code, text: told }: WhatIf, shop: string): readonly [words: string, lang: Lang] {
  const ours = text.ways[code]?.(shop);
  return ours ? [ours, undefined] : [told, 'en'];
}

const count = (value: number | null) => (value === null ? '' : number(value));

/** How it stands in all. */
export function verdictWords({ found, verdict, should, shows }: Why, heldWhy: string): readonly [words: string, lang: Lang] {
  const say = text.verdicts[found];
  return say ? [say({ should: count(should), shows: count(shows), why: heldWhy }), undefined] : [verdict, 'en'];
}

/** Why something moved: as somebody typed it, or what the ledger writes by itself. */
export function reasonWords({ cause, reason }: Pick<Moved, 'cause' | 'reason'>): string {
  if (cause === 'stock.opening' && reason.startsWith('Opening count')) return text.opened;
  if (cause === 'stock.transfer') return transferWords(reason);
  return cause === 'stock.adjustment' ? reason : (text.reasons[reason] ?? reason);
}

function transferWords(reason: string): string {
  const [, arrived] = /^received at (.+)$/.exec(reason) ?? [];
  if (arrived) return text.arrived(arrived);
  const [, back] = /^brought back to (.+)$/.exec(reason) ?? [];
  if (back) return text.broughtBack(back);
  const [, from, to] = /^(.+) to (.+)$/.exec(reason) ?? [];
  return from && to ? text.fromTo(from, to) : reason;
}

/** Numbers with the marks of the reader. */
function written(told: Facts): Facts {
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [name, name !== 'about' && /^-?[\d.]+$/.test(value) ? number(Number(value), value.split('.')[1]?.length ?? 0) : value]));
}
