// Whether the server is within reach, told by every answer and every silence.
import { signal } from './signal.ts';

/** Since when nothing is heard, or since when what is shown was read; null while all is well. */
export const offlineSince = signal<Date | null>(null);

/** `seenAt`: the answer is one that the service worker had kept. */
export function noteAnswer(seenAt: string | null): void {
  if (seenAt === null) offlineSince.set(null);
  else noteSilence();
}

export function noteSilence(): void {
  if (offlineSince.get() === null) offlineSince.set(new Date());
}

/** Where the browser knows it before any request does. */
export function watchReach(): () => void {
  window.addEventListener('offline', noteSilence);
  if (navigator.onLine === false) noteSilence();
  return () => window.removeEventListener('offline', noteSilence);
}
