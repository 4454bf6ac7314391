// What the mail box decides. Pure.
import type { ShapeName } from '../../ui/Shape.tsx';
import type { Colour } from '../../ui/states.ts';
import type { MailState } from './api.ts';

export const SIGNS: Record<MailState, readonly [ShapeName, Colour]> = {
  waiting: ['dashedRing', 'ink2'],
  sending: ['arc', 'accent'],
  sent: ['check', 'ok'],
  kept: ['square', 'ink2'],
  failed: ['octagon', 'bad'],
  unknown: ['question', 'unknown'],
};

export type Piece = { words: string; link: boolean };

const ADDRESS = /https?:\/\/[^\s<>"']+/g;
const AFTER = /[.,;:!?)\]}]+$/;

/** A text with its web addresses apart; what follows an address as punctuation is not part of it. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(AFTER, '');
    if (!URL.canParse(address)) continue;
    if (match.index > at) found.push({ words: text.slice(at, match.index), link: false });
    found.push({ words: address, link: true });
    at = match.index + address.length;
  }
  if (at < text.length) found.push({ words: text.slice(at), link: false });
  return found;
}
