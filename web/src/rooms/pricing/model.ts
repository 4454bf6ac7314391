// A rule as it is typed and as it is kept. Pure.
import { exponent } from '../../lib/money.ts';
import type { Layers, Rule, Sum, Wanted } from './api.ts';

export type Typed = {
  name: string;
  active: boolean;
  accounts: readonly string[];
  markets: string;
  categories: readonly string[];
  brands: readonly string[];
  tags: string;
  currency: string; // of every sum that names none
  least: string;
  below: string;
  cost: string;
  shipping: string;
  fees: string;
  feesFixed: string;
  taxKind: string;
  tax: string;
  included: boolean | null; // kept as it was; nobody types it
  markup: string;
  markupOf: string;
  markupFixed: string;
  exchange: string;
  days: string;
  voucher: string;
  voucherFixed: string;
  ending: string;
  step: string;
  less: string;
  way: string;
  floor: string;
  floorOver: string;
  ceiling: string;
  atList: boolean;
  from: string;
  to: string;
  hours: readonly [from: string, to: string]; // of the days as they were, kept while the days are
  off: string;
  offPrice: string;
  band: string;
  bandSum: string;
  spread: string;
};

/** The parts of the editor, in the order in which they count. */
export const PARTS = ['cost', 'shipping', 'fees', 'tax', 'markup', 'exchange', 'voucher', 'rounding', 'floor', 'ceiling', 'campaign'] as const;
export type Part = (typeof PARTS)[number];

export const BLANK: Typed = {
  name: '', active: true, accounts: [], markets: '', categories: [], brands: [], tags: '', currency: 'EUR', least: '', below: '',
  cost: 'landed_or_supplier', shipping: '', fees: '', feesFixed: '', taxKind: '', tax: '', included: null, markup: '', markupOf: 'cost', markupFixed: '',
  exchange: '', days: '7', voucher: '', voucherFixed: '', ending: '', step: '1', less: '0', way: 'up', floor: '', floorOver: '',
  ceiling: '', atList: false, from: '', to: '', hours: ['', ''], off: '', offPrice: '', band: '', bandSum: '', spread: '',
};

/** Endings that are chosen by name: step and what is taken off it. */
export const ENDINGS: Readonly<Record<string, readonly [step: string, less: string]>> = {
  '.99': ['1', '0.01'], '.95': ['1', '0.05'], '.90': ['1', '0.1'], '.50': ['0.5', '0'], '1': ['1', '0'], '5': ['5', '0'], '10': ['10', '0'],
};

const plain = (typed: string) => typed.trim().replace(',', '.');
const list = (typed: string) => typed.split(',').map((word) => word.trim()).filter(Boolean);

/** `1.10` in the currency of the rule, or `SGD 1.10`; null if it is no amount. */
export function readSum(typed: string, currency: string): Sum | null {
  const found = /^(?:([A-Za-z]{3})\s+)?(\d{1,13})(?:[.,](\d+))?$/.exec(typed.trim());
  if (!found) return null;
  const [, code = currency, whole = '', rest = ''] = found;
  const decimals = exponent(code.toUpperCase());
  if (rest.length > decimals) return null;
  return { currency: code.toUpperCase(), minor: Number(whole) * 10 ** decimals + Number(rest.padEnd(decimals, '0') || 0) };
}

export function writeSum(sum: Sum | null | undefined, currency: string): string {
  if (!sum) return '';
  const decimals = exponent(sum.currency);
  const amount = (sum.minor / 10 ** decimals).toFixed(decimals);
  return sum.currency === currency ? amount : `${sum.currency} ${amount}`;
}

export const isNumber = (typed: string) => typed.trim() === '' || /^-?\d{1,12}(\.\d{1,8})?$/.test(plain(typed));
const numberOf = (typed: string) => plain(typed) || '0';
const orNull = (typed: string) => plain(typed) || null;

export function wantedOf(typed: Typed): Wanted {
  const sum = (words: string) => readSum(words, typed.currency);
  const hasCost = typed.least !== '' || typed.below !== '';
  return {
    name: typed.name,
    state: typed.active ? 'active' : 'paused',
    conditions: {
      accounts: [...typed.accounts],
      markets: list(typed.markets).map((word) => word.toUpperCase()),
      categories: [...typed.categories],
      brands: [...typed.brands],
      tags: list(typed.tags),
      cost: hasCost ? { currency: typed.currency, least: orNull(typed.least), below: orNull(typed.below) } : null,
    },
    layers: layersOf(typed, sum),
    band: typed.band || typed.bandSum ? { percent: orNull(typed.band), money: sum(typed.bandSum) } : null,
    spread_percent: numberOf(typed.spread),
  };
}

/** The start of the day, unless it is the day that it was: then the hour that it was. */
const instant = (day: string, was: string) => (was.startsWith(day) ? was : `${day}T00:00:00Z`);

function layersOf(typed: Typed, sum: (words: string) => Sum | null): Layers {
  const shipping = sum(typed.shipping);
  const [step, less] = ENDINGS[typed.ending] ?? [numberOf(typed.step), numberOf(typed.less)];
  return {
    cost: typed.cost ? { base: typed.cost.replace('_or_supplier', '') as 'landed', or_supplier: typed.cost.endsWith('_or_supplier') } : null,
    shipping: shipping && { money: shipping },
    fees: typed.fees || typed.feesFixed ? { percent: numberOf(typed.fees), fixed: sum(typed.feesFixed) } : null,
    tax: typed.taxKind ? { percent: typed.taxKind === 'own' ? numberOf(typed.tax) : null, sort: typed.taxKind === 'own' ? 'standard' : typed.taxKind, included: typed.included } : null,
    markup: typed.markup || typed.markupFixed ? { percent: numberOf(typed.markup), of: typed.markupOf as 'cost', fixed: sum(typed.markupFixed) } : null,
    exchange: typed.exchange ? { surcharge_percent: numberOf(typed.exchange), days_max: Number(typed.days) || 0 } : null,
    voucher: typed.voucher || typed.voucherFixed ? { percent: numberOf(typed.voucher), fixed: sum(typed.voucherFixed) } : null,
    rounding: typed.ending ? { step, less, way: typed.way as 'up' } : null,
    floor: typed.floor || typed.floorOver ? { money: sum(typed.floor), over_cost_percent: orNull(typed.floorOver) } : null,
    ceiling: typed.ceiling || typed.atList ? { money: sum(typed.ceiling), at_list: typed.atList } : null,
    campaign: typed.from && typed.to && (typed.off || typed.offPrice) ? { starts_at: instant(typed.from, typed.hours[0]), ends_at: instant(typed.to, typed.hours[1]), percent_off: orNull(typed.off), price: sum(typed.offPrice) } : null,
  };
}

/** The first currency that a sum of the rule is in. */
function currencyOf({ layers, conditions, band }: Rule): string {
  const sums = [conditions?.cost, layers.shipping?.money, layers.fees?.fixed, layers.markup?.fixed, layers.voucher?.fixed, layers.floor?.money, layers.ceiling?.money, layers.campaign?.price, band?.money];
  return sums.find((sum) => sum)?.currency ?? BLANK.currency;
}

export function typedOf(rule: Rule): Typed {
  const { layers, conditions, band } = rule;
  const currency = currencyOf(rule);
  const sum = (given: Sum | null | undefined) => writeSum(given, currency);
  const { cost, fees, tax, markup, exchange, voucher, rounding, floor, ceiling, campaign } = layers;
  return {
    ...BLANK,
    name: rule.name,
    active: rule.state === 'active',
    accounts: conditions?.accounts ?? [],
    markets: (conditions?.markets ?? []).join(', '),
    categories: conditions?.categories ?? [],
    brands: conditions?.brands ?? [],
    tags: (conditions?.tags ?? []).join(', '),
    currency,
    least: text(conditions?.cost?.least),
    below: text(conditions?.cost?.below),
    cost: cost ? `${cost.base}${cost.or_supplier ? '_or_supplier' : ''}` : '',
    shipping: sum(layers.shipping?.money),
    fees: given(fees?.percent),
    feesFixed: sum(fees?.fixed),
    taxKind: tax ? (tax.percent === null || tax.percent === undefined ? tax.sort ?? 'standard' : 'own') : '',
    tax: text(tax?.percent),
    included: tax?.included ?? null,
    markup: given(markup?.percent),
    markupOf: markup?.of ?? 'cost',
    markupFixed: sum(markup?.fixed),
    exchange: text(exchange?.surcharge_percent),
    days: String(exchange?.days_max ?? BLANK.days),
    voucher: given(voucher?.percent),
    voucherFixed: sum(voucher?.fixed),
    ...endingOf(rounding),
    floor: sum(floor?.money),
    floorOver: text(floor?.over_cost_percent),
    ceiling: sum(ceiling?.money),
    atList: ceiling?.at_list ?? false,
    from: campaign?.starts_at.slice(0, 10) ?? '',
    to: campaign?.ends_at.slice(0, 10) ?? '',
    hours: [campaign?.starts_at ?? '', campaign?.ends_at ?? ''],
    off: text(campaign?.percent_off),
    offPrice: sum(campaign?.price),
    band: text(band?.percent),
    bandSum: sum(band?.money),
    spread: given(rule.spread_percent),
  };
}

type Given = string | number | null | undefined;
const text = (value: Given) => (value === null || value === undefined ? '' : String(value));
/** Nothing is no number that somebody typed. */
const given = (value: Given) => (Number(value ?? 0) === 0 ? '' : String(value));

function endingOf(rounding: Layers['rounding']): Pick<Typed, 'ending' | 'step' | 'less' | 'way'> {
  if (!rounding) return { ending: '', step: BLANK.step, less: BLANK.less, way: BLANK.way };
  const step = text(rounding.step);
  const less = text(rounding.less ?? '0');
  const known = Object.entries(ENDINGS).find(([, [one, other]]) => Number(one) === Number(step) && Number(other) === Number(less));
  return { ending: known?.[0] ?? 'own', step, less, way: rounding.way ?? 'nearest' };
}

const signed = (value: number) => (value > 0 ? `+${value}` : String(value).replace('-', '\u2212'));

/** The bars of a histogram by their names: `below −50`, `−50 to −30`, ... */
export function bars(bounds: readonly number[], between: (from: string, to: string) => string, below: (to: string) => string, above: (from: string) => string): string[] {
  const first = bounds[0] ?? 0;
  const last = bounds.at(-1) ?? 0;
  return [below(signed(first)), ...bounds.slice(1).map((to, index) => between(signed(bounds[index] ?? 0), signed(to))), above(signed(last))];
}

export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const next = [...all];
  const [one] = next.splice(from, 1);
  if (one !== undefined) next.splice(to, 0, one);
  return next;
}
