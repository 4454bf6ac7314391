export type Series = {
  name: string;
  values: readonly (number | null)[];
  /** The last points are not complete yet and are drawn paler. */
  open?: number;
  /** The sum of all that have no place of their own. */
  rest?: boolean;
  /** What it is compared with, such as last week. */
  compared?: boolean;
};

/** On which point it stands, counted from 0. */
export type Mark = { at: number; name: string };

const NAMES = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'] as const;

/** The colour names in their order; comparison and rest have their own. */
export function colourNames(series: readonly Series[]): string[] {
  let next = 0;
  return series.map((one) => {
    if (one.rest) return 'c-rest';
    if (one.compared) return 'line-strong';
    const name = NAMES[Math.min(next, NAMES.length - 1)] ?? 'c1';
    next += 1;
    return name;
  });
}
