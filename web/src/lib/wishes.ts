// How one person likes to see things, kept in this browser.
import { signal } from './signal.ts';
import { browser } from './stored.ts';

const COMPACT = 'hanse-compact';

export const compactRows = signal(browser.read(COMPACT) === '1');

export function wishCompact(compact: boolean): void {
  browser.write(COMPACT, compact ? '1' : null);
  compactRows.set(compact);
}
