import { useQueryClient } from '@tanstack/react-query';
import { setFound, STOCK } from './api.ts';
import { scanned } from './model.ts';
import type { CountLine } from './shapes.ts';

export type Counting = {
  /** What was typed at one line takes the place of what was found before, unless somebody else entered another number meanwhile. */
  type: (line: CountLine, found: number) => Promise<void>;
  /** Adds what a scanner or a hand says; gives the line as it is then, or null where nothing was said. */
  scan: (words: string) => Promise<Pick<CountLine, 'title' | 'found'> | null>;
};

/** The server adds what is scanned, so that two who scan the same shelf do not write over each other. */
export function useCounting(count: string): Counting {
  const client = useQueryClient();
  const renew = () => void client.invalidateQueries({ queryKey: STOCK });
  return {
    async type({ variant_id, found: was }, found) {
      await setFound(count, [{ variant_id, found, was }]).finally(renew);
    },
    async scan(words) {
      const read = scanned(words);
      if (!read) return null;
      const { entered } = await setFound(count, [{ sku: read.sku, add: read.pieces }]);
      renew();
      return entered[0] ?? null;
    },
  };
}
