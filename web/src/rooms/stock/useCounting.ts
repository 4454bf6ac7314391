import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { readCountLines, setFound, STOCK } from './api.ts';
import { scanned } from './model.ts';
import type { CountLine } from './shapes.ts';

const PAGE = 200;
type Known = { id: string | null; title: string; found: number };

export type Counting = {
  /** What was typed at one line takes the place of what was found before. */
  type: (line: CountLine, found: number) => Promise<void>;
  /** Adds what a scanner or a hand says; gives the line as it is then, or null where nothing was said. */
  scan: (words: string) => Promise<Known | null>;
};

/** What was found is told as a whole number, so what each line had before is known here. */
export function useCounting(count: string): Counting {
  const client = useQueryClient();
  const known = useRef<Promise<Map<string, Known>> | null>(null);
  const all = () => (known.current ??= readAll(count).catch((error: unknown) => {
    known.current = null;
    throw error;
  }));
  const renew = () => void client.invalidateQueries({ queryKey: STOCK });

  return {
    async type(line, found) {
      await setFound(count, [{ variant_id: line.variant_id, found }]);
      if (known.current) (await known.current).set(keyOf(line.sku), { id: line.variant_id, title: line.title, found });
      renew();
    },
    async scan(words) {
      const read = scanned(words);
      if (!read) return null;
      const lines = await all();
      const before = lines.get(keyOf(read.sku)) ?? { id: null, title: read.sku, found: 0 };
      const now = { ...before, found: before.found + read.pieces };
      await setFound(count, [before.id ? { variant_id: before.id, found: now.found } : { sku: read.sku, found: now.found }]);
      lines.set(keyOf(read.sku), now);
      renew();
      return now;
    },
  };
}

const keyOf = (sku: string) => sku.trim().toLowerCase();

async function readAll(count: string): Promise<Map<string, Known>> {
  const lines = new Map<string, Known>();
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readCountLines>> = await readCountLines(count, { limit: PAGE, cursor });
    for (const { variant_id: id, sku, title, found } of page.items) lines.set(keyOf(sku), { id, title, found: found ?? 0 });
    cursor = page.next_cursor;
  } while (cursor !== null);
  return lines;
}
