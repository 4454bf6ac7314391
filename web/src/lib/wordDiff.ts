// Which words of a text went and which came. Pure.

export type DiffPart = { kind: 'same' | 'out' | 'in'; words: string };

// More than that, and the table of pairs would be larger than anybody waits for.
const PAIRS_MAX = 250_000;

/** The parts of both texts in order; joined, those not `in` are the old text, those not `out` the new one. */
export function wordDiff(before: string, after: string): DiffPart[] {
  const [old, now] = [tokens(before), tokens(after)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const parts: DiffPart[] = [];
  push(parts, 'same', old.slice(0, start));
  middle(parts, old.slice(start, old.length - end), now.slice(start, now.length - end));
  push(parts, 'same', old.slice(old.length - end));
  return parts;
}

function middle(parts: DiffPart[], old: readonly string[], now: readonly string[]): void {
  if (old.length * now.length > PAIRS_MAX || old.length === 0 || now.length === 0) {
    push(parts, 'out', old);
    push(parts, 'in', now);
    return;
  }
  const longest = pairs(old, now);
  let [at, on] = [0, 0];
  while (at < old.length || on < now.length) {
    const down = longest[at + 1]?.[on] ?? -1;
    const right = longest[at]?.[on + 1] ?? -1;
    if (at < old.length && on < now.length && old[at] === now[on]) {
      push(parts, 'same', old.slice(at, at + 1));
      at += 1;
      on += 1;
    } else if (at < old.length && (on >= now.length || down >= right)) {
      push(parts, 'out', old.slice(at, at + 1));
      at += 1;
    } else {
      push(parts, 'in', now.slice(on, on + 1));
      on += 1;
    }
  }
}

/** How long the longest common row of words is from each pair of places on. */
function pairs(old: readonly string[], now: readonly string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => Array.from({ length: now.length + 1 }, () => 0));
  for (let at = old.length - 1; at >= 0; at -= 1) {
    const [row, below] = [table[at] ?? [], table[at + 1] ?? []];
    for (let on = now.length - 1; on >= 0; on -= 1) {
      row[on] = old[at] === now[on] ? (below[on + 1] ?? 0) + 1 : Math.max(below[on] ?? 0, row[on + 1] ?? 0);
    }
  }
  return table;
}

/** Words and what stands between them, so that nothing is lost. */
function tokens(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];
}

function push(parts: DiffPart[], kind: DiffPart['kind'], words: readonly string[]): void {
  if (words.length === 0) return;
  const last = parts.at(-1);
  if (last?.kind === kind) last.words += words.join('');
  else parts.push({ kind, words: words.join('') });
}
