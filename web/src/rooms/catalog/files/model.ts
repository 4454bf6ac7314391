// What the screens of files decide. Pure.
import type { StateName } from '../../../ui/states.ts';
import type { Bulk, Operation, Picture, Places, Table, Template, WholeTable } from './api.ts';

export const PRODUCT_FIELDS = ['title', 'handle', 'description_html', 'summary_html', 'seo_title', 'seo_description', 'brand_id', 'category_id', 'tags', 'options', 'state'] as const;
export const VARIANT_FIELDS = ['sku', 'gtin', 'choices', 'price', 'currency', 'weight_g', 'position', 'variant_state', 'cost.supplier', 'cost.landed'] as const;
export const NAMING_FIELDS = ['product_id', 'variant_id', 'group'] as const;
const KNOWN = new Set<string>([...PRODUCT_FIELDS, ...VARIANT_FIELDS, ...NAMING_FIELDS]);

export const TABLE_STATES: Readonly<Record<string, StateName>> = {
  uploaded: 'draft', checking: 'working', checked: 'ready', applying: 'working', done: 'done', failed: 'failed', cancelled: 'cancelled',
};
export const ROW_STATES: Readonly<Record<string, StateName>> = {
  ready: 'ready', same: 'right', refused: 'refused', changed: 'done', made: 'done', moved: 'contested',
};
export const BULK_STATES: Readonly<Record<string, StateName>> = {
  counting: 'working', previewed: 'ready', applying: 'working', done: 'done', undoing: 'working', undone: 'undone', failed: 'failed', cancelled: 'cancelled',
};

export function isBusy({ state }: Pick<Table | Bulk, 'state'>): boolean {
  return ['checking', 'applying', 'counting', 'undoing'].includes(state);
}

/** Which step of the four is in hand, from 0. */
export function stepOf({ state }: Pick<Table, 'state'>): number {
  return { uploaded: 1, failed: 1, checking: 2, checked: 2, applying: 3, done: 3 }[state] ?? 0;
}

/** `decimal` is empty until somebody says it: 1.250 is more than a thousand here and little more than one there. */
export type Drawn = { fields: readonly string[]; decimal: Places['decimal'] | ''; currency: string; empty: 'leave' | 'clear'; creates: boolean };

/** What a person begins with: what was said last, else what is suggested. */
export function drawnOf(table: WholeTable, template?: Template): Drawn {
  const places = template?.places ?? table.places;
  const chosen = template?.columns ?? table.places?.columns ?? table.suggested;
  const fields = table.columns.map((_, place) => chosen.find(({ column }) => column === place)?.field ?? '');
  return {
    fields,
    decimal: places?.decimal ?? '',
    currency: places?.currency ?? '',
    empty: places?.empty ?? 'leave',
    creates: places?.creates ?? false,
  };
}

export function placesOf({ fields, decimal, ...rest }: Drawn): Places {
  const columns = fields.flatMap((field, column) => (field === '' ? [] : [{ column, field }]));
  return { columns, decimal: decimal || 'point', ...rest };
}

/** Whether it is not said yet how the numbers of this file are written. */
export function lacksDecimal({ fields, decimal }: Drawn): boolean {
  return decimal === '' && fields.some((field) => ['price', 'weight_g'].includes(field) || /^(cost|attributes)\./.test(field));
}

/** Fields that no list of ours has: attributes and translations stand as the file names them. */
export function otherFields(table: WholeTable): string[] {
  const named = [...table.suggested, ...(table.places?.columns ?? []), ...table.templates.flatMap(({ columns }) => columns)].map(({ field }) => field);
  return [...new Set(named.filter((field) => !KNOWN.has(field)))].toSorted();
}

export function withField(drawn: Drawn, place: number, field: string): Drawn {
  // A field is of one column: where it goes, it leaves the other.
  const fields = drawn.fields.map((one, at) => (at === place ? field : field !== '' && one === field ? '' : one));
  return { ...drawn, fields };
}

export function hasAmounts({ fields }: Drawn): boolean {
  return fields.some((field) => field === 'price' || field.startsWith('cost.')) && !fields.includes('currency');
}

export type Way = Operation['way'];
const TEXT: readonly Way[] = ['set', 'append', 'prepend', 'replace', 'clear'];
const COUNT: readonly Way[] = ['increase', 'decrease', 'set', 'clear'];
const TAGS: readonly Way[] = ['add_tag', 'remove_tag', 'set', 'clear'];
const CHOICE: readonly Way[] = ['set', 'clear'];
/** What can be done with a field; what would be the same for many and must differ is left out. */
export const WAYS: Readonly<Record<string, readonly Way[]>> = {
  title: TEXT.filter((way) => way !== 'clear'),
  price: COUNT,
  tags: TAGS,
  description_html: TEXT,
  summary_html: TEXT,
  seo_title: TEXT,
  seo_description: TEXT,
  handle: ['append', 'prepend', 'replace', 'clear'],
  brand_id: CHOICE,
  category_id: CHOICE,
  weight_g: COUNT,
  state: ['set'],
  sku: ['append', 'prepend', 'replace', 'clear'],
  gtin: ['clear'],
};

export function counted(counts: Readonly<Record<string, number>>, ...names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
}

/** The picture one place further on or back; the same list where there is no such place. */
export function moved(pictures: readonly Picture[], place: number, by: -1 | 1): readonly Picture[] {
  const to = place + by;
  const [one, other] = [pictures[place], pictures[to]];
  if (!one || !other) return pictures;
  return pictures.map((each, at) => (at === place ? other : at === to ? one : each));
}
