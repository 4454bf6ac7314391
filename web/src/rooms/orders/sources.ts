// What is chosen for lines of an order, and what is said of how they are sent. Pure.
import type { Alternative, Pick, Source, WishTold } from './sourceApi.ts';

/** Lines that can be bought elsewhere, or for the first time. */
export function choosable(sources: readonly Source[]): readonly Source[] {
  return sources.filter(({ pieces }) => pieces > 0);
}

/** What was chosen and is not so already; an empty choice leaves a line as it is. */
export function picksOf(sources: readonly Source[], chosen: Readonly<Record<string, string>>): readonly Pick[] {
  return choosable(sources).flatMap(({ line_id, now }) => {
    const offer_id = chosen[line_id] ?? '';
    return offer_id === '' || offer_id === now?.offer_id ? [] : [{ line_id, offer_id }];
  });
}

export type Against = 'dearer' | 'cheaper' | 'same' | null;
/** How its price stands against what it is bought by now, else against the best. */
export function priceAgainst({ dearer_minor: dearer }: Priced): Against {
  if (dearer === null) return null;
  if (dearer === 0) return 'same';
  return dearer > 0 ? 'dearer' : 'cheaper';
}
type Priced = { dearer_minor: Alternative['dearer_minor'] };

export type Said = '' | 'yes' | 'no';
/** What is said for the order alone: nothing, yes or no. */
export function saidOf({ name }: { name: string }, own: Readonly<Record<string, boolean>>): Said {
  const word = own[name];
  return word === undefined ? '' : word ? 'yes' : 'no';
}

/** Whether it would be wanted as it is chosen now. */
export function wantedBy(wish: { usual: boolean }, said: string): boolean {
  return said === '' ? wish.usual : said === 'yes';
}

/** What comes of it as it is chosen now. */
export function effectBy(wish: { usual: boolean; if_wanted: WishTold['effect'] }, said: string): WishTold['effect'] {
  return wantedBy(wish, said) ? wish.if_wanted : 'nothing';
}

/** What is sent: only what was said for the order alone. */
export function ownOf(chosen: Readonly<Record<string, string>>): Record<string, boolean> {
  return Object.fromEntries(Object.entries(chosen).flatMap(([name, said]) => (said === '' ? [] : [[name, said === 'yes']])));
}
