import { signal } from '../../lib/signal.ts';

// What stands above the page, opened from several places.
export const paletteOpen = signal(false);
export const keyListOpen = signal(false);
export const moreOpen = signal(false);
