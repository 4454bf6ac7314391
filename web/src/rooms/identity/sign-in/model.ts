// What the pages of sign-in decide. Pure.
import { safeNext } from '../../../lib/address.ts';
import type { Screen } from '../../../lib/room.ts';

export const PASSWORD_CHARS_MIN = 12;
export const NAME_CHARS_MAX = 100;

// Bare pages that one may be sent back to; the others of sign-in would only go round in circles.
const LEAD_ON = new Set(['/join', '/set-up/safety', '/workspaces/new']);

/** Where to go after a sign-in: the wished page if it is one of ours, else the first one. */
export function nextOf(wished: string, screenAt: (path: string) => Screen | undefined): string {
  const path = safeNext(wished);
  const screen = screenAt(path.replace(/[?#].*$/s, ''));
  if (!screen) return '/';
  return screen.frame !== 'bare' || LEAD_ON.has(screen.path) ? path : '/';
}

export type Here = Pick<Location, 'protocol' | 'hostname' | 'host' | 'port' | 'pathname' | 'search' | 'hash'>;

/** The same page where a browser keeps who one is; `https` is empty if nobody named such an address. */
export function keepingAddresses(here: Here, publicUrl: string): { https: string; local: string } {
  const rest = `${here.pathname}${here.search}${here.hash}`;
  const port = here.port ? `:${here.port}` : '';
  return {
    https: /^https:\/\/[^/]/i.test(publicUrl) ? publicUrl.replace(/\/+$/, '') + rest : '',
    local: `http://localhost${port}${rest}`,
  };
}

/** What stands behind the # of a link: `hln_` or `hin_` and letters. Empty if it is not whole. */
export function tokenIn(hash: string, prefix: 'hln_' | 'hin_'): string {
  const token = hash.replace(/^#/, '').trim();
  return new RegExp(`^${prefix}[A-Za-z0-9_-]{20,200}$`).test(token) ? token : '';
}

export function looksLikeEmail(email: string): boolean {
  return /^\s*[^\s@]+@[^\s@]+\s*$/.test(email);
}

/** Six digits, however they were grouped or whatever script they came in. */
export function isCode(code: string): boolean {
  return /^\d{6}$/.test(code.normalize('NFKC').replaceAll(/[\s\-\u2010-\u2015]/g, ''));
}

/** One address, however it is spelled. */
export function sameEmail(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}
