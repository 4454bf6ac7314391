// What the server says of orders, in the reader's language; what is not known here stays as it says it. Pure.
import { number } from '../../lib/number.ts';
import { words as states } from '../../ui/states.ts';
import type { OrderState, Payment, TaxDifference, Trouble, WholeOrder } from './api.ts';
import { text as orders } from './orderText.ts';
import { text as returns } from './returnText.ts';
import { type Facts, text } from './sayText.ts';
import { text as shared } from './text.ts';

/** Bought at a supplier and not wanted any more. */
export const TOO_MUCH = 'bought_too_much';
export type Said = { readonly words: string; readonly lang?: 'en' };

const SUM = /^([A-Z]{3}) (-?[\d.]+)$/;
const COST = /^(-?[\d.]+) ([A-Z]{3})$/;

export function troubleWords({ kind, told, sentence }: Pick<Trouble, 'kind' | 'told' | 'sentence'>): Said {
  // Rows from before hold what is wrong with an address in English words.
  if (kind === 'address' && !told['codes']) return { words: sentence, lang: 'en' };
  const codes = (told['codes'] ?? '').split(' ');
  const faults = codes.map((code) => text.faults[code] ?? code).join(', ');
  const whats = codes.filter((code) => code !== TOO_MUCH && code !== '').map((code) => text.atSupplier[code] ?? code).join(', ');
  const lines = told['more'] ? text.more(told['lines'] ?? '', told['more']) : (told['lines'] ?? '');
  const rate = told['percent'] ? rateWords(told) : {};
  return say(text.troubles[kind], { ...told, ...rate, faults, whats, lines, ...(told['state'] && { state: stateWord(told['state']) }) }, sentence);
}

/** What is to be done next about it. */
export function stepWords({ kind, told }: Pick<Trouble, 'kind' | 'told'>): string {
  return isTooMuch({ kind, told }) ? orders.surplusStep : orders.steps[kind];
}

export function isTooMuch({ kind, told }: Pick<Trouble, 'kind' | 'told'>): boolean {
  return kind === 'supplier' && (told['codes'] ?? '').split(' ').includes(TOO_MUCH);
}

export function reasonWords({ code, told, sentence }: WholeOrder['risks'][number]): Said {
  return Object.keys(told).length === 0 ? { words: sentence, lang: 'en' } : say(text.reasons[code], told, sentence);
}

export function eventWords({ name, told, sentence }: WholeOrder['timeline'][number]): Said {
  if (Object.keys(told).length === 0) return { words: sentence, lang: 'en' };
  return say(text.events[name], { ...told, ...coded(name, told) }, sentence);
}

/** Codes among the facts of an event, in words. */
function coded(name: string, told: Facts): Facts {
  const [before = '', after = ''] = [told['before'], told['after']];
  const pair = (word: (code: string) => string) => ({ before: word(before), after: word(after) });
  switch (name) {
    case 'orders.order.state_changed': return pair(stateWord);
    case 'orders.order.payment_changed': return pair((code) => shared.payments[code as Payment] ?? code);
    case 'orders.return.moved': return pair((code) => returns.states[code as keyof typeof returns.states] ?? code);
    case 'orders.return.requested': return { reason: returns.reasons[told['reason'] as keyof typeof returns.reasons] ?? told['reason'] ?? '' };
    case 'orders.exception.found': return { kind: shared.kinds[told['kind'] as Trouble['kind']] ?? told['kind'] ?? '' };
    case 'letters.letter.written':
    case 'letters.letter.rehearsed':
    case 'letters.letter.skipped': return {
      stage: text.letters[told['stage'] ?? ''] ?? told['stage'] ?? '',
      ...(told['words'] && { why: text.unwritten[told['why'] ?? ''] ?? told['words'] }),
    };
    default: return {
      ...(told['actor'] === '' && { actor: text.hanse }),
      ...(told['what'] && { what: told['what'].split(', ').map((word) => text.whats[word] ?? word).join(', ') }),
      ...(told['amount'] === 'no money' && { amount: text.noMoney }),
      ...(told['outcome'] && { outcome: text.outcomes[told['outcome']] ?? told['outcome'] }),
    };
  }
}

/** Why an order is held: as somebody typed it, or as it came about. */
export function heldWords({ held_why: why, held_code: code }: Pick<WholeOrder, 'held_why' | 'held_code'>): string {
  return text.held[code] ?? why ?? '';
}

/** Why a refund was not made. */
export function outcomeWords(code: string, outcome: string): Said {
  const words = text.outcomes[code];
  return words ? { words } : { words: outcome, lang: 'en' };
}

export function taxWords({ code, told, sentence, next_step: step }: TaxDifference): Said {
  return say(text.taxes[code], { ...told, ...rateWords(told) }, `${sentence} ${step}`);
}

function rateWords({ sort = '', percent = '0' }: Facts): Facts {
  return { sort: text.sorts[sort] ?? sort, percent: `${plain(percent)}\u2009%` };
}

function stateWord(code: string): string {
  return code === 'unknown' ? shared.unknownWord : (states[code as Exclude<OrderState, 'unknown'>] ?? code);
}

function say(how: ((told: Facts) => string) | undefined, told: Facts, otherwise: string): Said {
  if (!how) return { words: otherwise, lang: 'en' };
  return { words: how(Object.fromEntries(Object.entries(told).map(([name, value]) => [name, written(value)]))) };
}

/** Amounts and counts with the marks of the reader. */
function written(value: string): string {
  const [, currency, amount] = SUM.exec(value) ?? [];
  if (currency && amount) return `${currency}\u202F${plain(amount)}`;
  const [, cost, unit] = COST.exec(value) ?? [];
  return cost && unit ? `${unit}\u202F${plain(cost)}` : value;
}

const plain = (digits: string): string => number(Number(digits), digits.split('.')[1]?.length ?? 0);
