// Where a sign-in leads, and what it does when the browser did not keep it.
import { useRouter } from '@tanstack/react-router';
import { useAddress, useGo, wordOf } from '../../../lib/address.ts';
import { readMe } from '../../../lib/me.ts';
import { Refusal } from '../../../lib/problem.ts';
import type { Screen } from '../../../lib/room.ts';
import { useWelcome } from '../../../lib/signing.ts';
import { nextOf } from './model.ts';

/** The page that the person wanted, if it is one of ours. */
export function useNext(): string {
  const { search } = useAddress();
  const router = useRouter();
  return nextOf(wordOf(search, 'next'), (path) => {
    try {
      return router.getMatchedRoutes(path)[2]?.options.staticData?.screen as Screen | undefined;
    } catch {
      return undefined; // a path that cannot be read is none of ours
    }
  });
}

/** Goes on as whoever just signed in. */
export function useCome(): (next: string) => Promise<void> {
  const welcome = useWelcome();
  const ifKept = useIfKept();
  return async (next) => void (await ifKept(() => welcome(next)));
}

/** Learns who just signed in and stays here; false if the browser kept nothing of it. */
export function useLearn(): () => Promise<boolean> {
  const ifKept = useIfKept();
  return () => ifKept(readMe);
}

/** Explains itself where the browser dropped the cookie of a sign-in that was right. */
function useIfKept(): (read: () => Promise<unknown>) => Promise<boolean> {
  const go = useGo();
  return async (read) => {
    try {
      await read();
      return true;
    } catch (error) {
      if (!(error instanceof Refusal && error.status === 401)) throw error;
      go('/sign-in/cookie', { replace: true });
      return false;
    }
  };
}
