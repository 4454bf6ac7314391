// What the screens of purchase orders decide. Pure.
import { number } from '../../lib/number.ts';
import { text } from './restockText.ts';
import type { Came } from './restockApi.ts';
import type { Reorder, Restock, RestockLine, RestockMove } from './shapes.ts';
import { minorOf } from './supplierModel.ts';

export const RESTOCK_STATES: readonly Restock['state'][] = ['draft', 'sent', 'confirmed', 'received_in_part', 'closed', 'cancelled'];
const COMES: ReadonlySet<Restock['state']> = new Set(['sent', 'confirmed', 'received_in_part']);
/** Goods of it are still to come. */
export const comes = ({ state }: Pick<Restock, 'state'>): boolean => COMES.has(state);

/** How it can go on; the last of them is what comes next. */
export const MOVES: Readonly<Record<Restock['state'], readonly RestockMove[]>> = {
  draft: ['cancelled', 'handed', 'mailed'],
  sent: ['cancelled', 'closed', 'mailed', 'confirmed'],
  confirmed: ['cancelled', 'closed'],
  received_in_part: ['closed'],
  closed: [],
  cancelled: [],
};

const LINE = /^(\S.*?)\s+[x×]?(\d{1,7})(?:\s+(\d[\d.,]*))?$/u;
export type TypedLine = { sku: string; quantity: number; price_minor?: number };

/** SKU, pieces and perhaps a price, one a line; `wrong` is the first line that is no such thing. */
export function linesOf(typed: string, currency: string): { lines: TypedLine[]; wrong: string } {
  const lines: TypedLine[] = [];
  for (const line of typed.split('\n').map((one) => one.trim()).filter(Boolean)) {
    const [, sku = '', count = '0', amount] = LINE.exec(line) ?? [];
    const price = amount === undefined ? undefined : minorOf(amount, currency);
    if (sku === '' || Number(count) < 1 || price === null) return { lines, wrong: line };
    lines.push({ sku, quantity: Number(count), ...(price !== undefined && { price_minor: price }) });
  }
  return { lines, wrong: '' };
}

/** A whole number from 1; null if it is none. */
export const piecesTyped = (typed: string): number | null => (/^[1-9]\d{0,6}$/.test(typed.trim()) ? Number(typed) : null);

export const leftOf = ({ quantity, received }: Pick<RestockLine, 'quantity' | 'received'>): number => Math.max(0, quantity - received);

export type TypedCame = Readonly<Record<string, { count: string; bad: string }>>;
/** What was typed of what came; null where one of it is no number, or more are defective than came. */
export function cameOf(typed: TypedCame): Came[] | null {
  const came: Came[] = [];
  for (const [id, { count, bad }] of Object.entries(typed)) {
    if (count.trim() === '' && bad.trim() === '') continue;
    const [all, defective] = [count, bad.trim() || '0'].map((each) => (/^\d{1,7}$/.test(each.trim()) ? Number(each) : null));
    if (typeof all !== 'number' || typeof defective !== 'number' || defective > all) return null;
    if (all > 0) came.push({ line_id: id, count: all, defective });
  }
  return came;
}

export const piecesOf = (lines: readonly RestockLine[], what: 'quantity' | 'received'): number => lines.reduce((sum, line) => sum + line[what], 0);

const SUM = /^([A-Z]{3}) (-?[\d.]+)$/;
const written = (value: string): string => {
  const [, currency, amount] = SUM.exec(value) ?? [];
  return currency && amount ? `${currency}\u202F${number(Number(amount), amount.split('.')[1]?.length ?? 0)}` : value;
};

export function warningWords({ lines, warnings }: Pick<Restock, 'lines' | 'warnings'>): readonly string[] {
  return warnings.map(({ code, ...facts }) => {
    const told = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, written(String(value))]));
    const line = lines.find(({ id }) => id === told['line']);
    return text.warns[String(code)]?.({ ...told, title: line?.title || line?.sku || '' }) ?? String(code);
  });
}

export function reasonWords({ reasons, currency }: Pick<Reorder, 'reasons' | 'currency'>): readonly string[] {
  return reasons.map(({ code, ...facts }) => {
    const told = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, name === 'saves_a_year' ? written(`${currency} ${value}`) : written(String(value))]));
    return text.reasons[String(code)]?.(told) ?? String(code);
  });
}
