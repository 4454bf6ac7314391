import { useGo } from '../../lib/address.ts';
import { useKeys } from '../../lib/keys.ts';
import { useMay } from '../../lib/me.ts';
import { entries } from '../rooms.ts';
import { keyListOpen, paletteOpen } from './open.ts';
import { text } from './text.ts';

/** `G` and a letter goes to a room; Ctrl K and `?` open what they name. */
export function useGoKeys(): void {
  const go = useGo();
  const may = useMay();
  useKeys([
    { keys: 'Mod k', label: text.keyPalette, everywhere: true, run: () => paletteOpen.set(!paletteOpen.get()) },
    { keys: '?', label: text.keyList, run: () => keyListOpen.set(true) },
    ...entries
      .filter((entry) => entry.letter !== undefined && may(entry.needs))
      .map((entry) => ({ keys: `g ${entry.letter}`, label: text.keyGo(entry.label()), run: () => go(entry.to) })),
  ]);
}
