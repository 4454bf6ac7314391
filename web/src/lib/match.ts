// How well a typed word finds a name. Pure, and quick enough for some thousand names at each key.

export type Hit<T> = { item: T; score: number };

/**
 * Every typed word must begin a word of the name, or stand inside one; the more and the earlier it
 * begins, the better. Letters with and without marks are the same.
 */
export function score(typed: string, name: string): number {
  const words = fold(typed).split(/\s+/u).filter(Boolean);
  const text = fold(name);
  if (words.length === 0) return 1;
  let total = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return 0;
    const begins = at === 0 ? 4 : /[\s(/,.:-]/u.test(text[at - 1] ?? '') ? 3 : wordStart(text, word) ? 2.5 : 1;
    total += begins + word.length / text.length;
  }
  return total / words.length;
}

function wordStart(text: string, word: string): boolean {
  return text.split(/[\s(/,.:-]+/u).some((one) => one.startsWith(word));
}

/** The best first; equals stay in their order. */
export function best<T>(typed: string, items: readonly T[], names: (item: T) => readonly string[], most = 8): T[] {
  return items
    .map((item) => ({ item, score: Math.max(...names(item).map((name, index) => score(typed, name) * (index === 0 ? 1 : 0.6))) }))
    .filter((hit) => hit.score > 0)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, most)
    .map((hit) => hit.item);
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}
