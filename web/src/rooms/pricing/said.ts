// Lines of a price and rules, said in the reader's language. Pure.
import { money } from '../../lib/money.ts';
import { number } from '../../lib/number.ts';
import { day } from '../../lib/time.ts';
import type { Line, Rule, Sum } from './api.ts';
import { text } from './sayText.ts';

const DAY = /^\d{4}-\d{2}-\d{2}/;
const SUM = /^([A-Z]{3}) (-?[\d.]+)$/;

/** One line of the explanation; what this screen does not know is said as the server says it. */
export function lineWords({ layer, told, words }: Line): string {
  const say = text.line[layer];
  if (!say || Object.keys(told).length === 0) return words;
  const parts = Object.fromEntries(Object.entries(told).map(([name, value]) => [name, written(name, value)]));
  return say({ ...parts, ending: endingOf(told['step'], told['less']) });
}

/** `.99`, as merchants call it; nothing where prices end otherwise. */
function endingOf(step = '', less = ''): string {
  if (Number(step) !== 1 || Number(less) <= 0) return '';
  const digits = String(Number(less)).split('.')[1]?.length ?? 0;
  return number(1 - Number(less), digits).replace(/^0/, '');
}

function written(name: string, value: string): string {
  if (name === 'percent') return share(value);
  if (['by', 'from', 'to', 'how', 'of', 'base'].includes(name)) return value;
  if (DAY.test(value)) return dayWords(value);
  const [, currency, amount] = SUM.exec(value) ?? [];
  if (currency && amount) return `${currency}\u202F${plain(amount)}`;
  return /^-?[\d.]+$/.test(value) ? plain(value) : value;
}

/** Figures of the server with the marks of the reader. */
export const plain = (digits: string): string => number(Number(digits), digits.split('.')[1]?.length ?? 0);
export const share = (digits: string): string => `${digits.startsWith('+') ? '+' : ''}${plain(String(Number(digits)))}\u2009%`;
const dayWords = (iso: string): string => day(new Date(`${iso.slice(0, 10)}T12:00:00Z`), new Date(0));
const percentOf = (value: string | null | undefined): string => (value && Number(value) !== 0 ? share(value) : '');
const optional = (value: string | null | undefined): string => (value ? share(value) : '');
const sumOf = (sum: Sum | null | undefined): string => (sum ? money(sum) : '');

/** For whom a rule is. */
export function forWhom({ conditions: given }: Rule): string {
  const { accounts = [], markets = [], categories = [], brands = [], tags = [], cost } = given;
  const parts = [
    accounts.length > 0 && text.shops(accounts.length),
    markets.length > 0 && text.markets(listed(markets)),
    categories.length > 0 && text.categories(categories.length),
    brands.length > 0 && text.brands(brands.length),
    tags.length > 0 && text.tags(listed(tags)),
    cost && text.costs(cost.least ? `${cost.currency}\u202F${plain(cost.least)}` : '', cost.below ? `${cost.currency}\u202F${plain(cost.below)}` : ''),
  ];
  return text.every(parts.filter(Boolean).join(', '));
}

function listed(names: readonly string[]): string {
  const sorted = names.toSorted((one, other) => one.localeCompare(other));
  return sorted.length < 2 ? sorted.join('') : `${sorted.slice(0, -1).join(', ')} ${text.or} ${sorted.at(-1)}`;
}

/** Each layer of a rule, in their order. */
export function layerWords({ layers, spread_percent: spread }: Rule): string[] {
  const { cost, shipping, fees, tax, markup, exchange, voucher, rounding, floor, ceiling, campaign } = layers;
  const found = [
    cost && `${text.base[cost.base] ?? cost.base}${cost.or_supplier ? text.orSupplier : ''}`,
    shipping && text.shipping(money(shipping.money)),
    fees && text.fees(share(fees.percent ?? '0'), sumOf(fees.fixed)),
    tax && text.tax(tax.percent ? share(tax.percent) : text.rateOf(tax.sort)),
    markup && text.markup(share(markup.percent ?? '0'), markup.of, sumOf(markup.fixed)),
    exchange && text.exchange(percentOf(exchange.surcharge_percent)),
    voucher && text.voucher(percentOf(voucher.percent), sumOf(voucher.fixed)),
    rounding && text.rounding(rounding.way, plain(String(Number(rounding.step))), Number(rounding.less) ? plain(String(Number(rounding.less))) : '', endingOf(String(rounding.step), String(rounding.less ?? ''))),
    floor && text.floor(sumOf(floor.money), optional(floor.over_cost_percent)),
    ceiling && text.ceiling(sumOf(ceiling.money), ceiling.at_list),
    campaign && text.campaign(optional(campaign.percent_off), sumOf(campaign.price), dayWords(campaign.starts_at), dayWords(campaign.ends_at)),
    Number(spread) !== 0 && text.spread(share(spread)),
  ];
  return found.filter((each): each is string => Boolean(each));
}
