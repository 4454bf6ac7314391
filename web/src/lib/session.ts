// What the page knows of its session: the token that goes with every write, and that it ended.
import { signal } from './signal.ts';

let token = '';
let renew: (() => Promise<unknown>) | null = null;

/** True from the moment on that the server no longer knows us, until somebody signs in. */
export const ended = signal(false);

export function csrf(): string {
  return token;
}

export function sessionBegan(csrfToken: string): void {
  token = csrfToken;
  ended.set(false);
}

export function sessionEnded(): void {
  token = '';
  ended.set(true);
}

/** The app says how to learn again who is there: another tab may have signed in anew. */
export function onRenew(how: () => Promise<unknown>): void {
  renew = how;
}

export async function renewCsrf(): Promise<boolean> {
  const before = token;
  await renew?.().catch(() => undefined);
  return token !== '' && token !== before;
}
