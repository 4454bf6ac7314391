// Coming and going: what has to be asked anew, and what must not stay behind.
import { useQueryClient } from '@tanstack/react-query';
import { safeNext, useGo } from './address.ts';
import { forgetDrafts } from './drafts.ts';
import { ask } from './http.ts';
import { meQuery } from './me.ts';
import { enterWorkspace } from './place.ts';
import { sessionBegan } from './session.ts';
import { forgetKept } from './worker.ts';

/** After a sign-in succeeded: learn who is there, then go on to where the person wanted. */
export function useWelcome(): (next: string) => Promise<void> {
  const client = useQueryClient();
  const go = useGo();
  return async (next) => {
    sessionBegan('');
    client.clear();
    await client.fetchQuery(meQuery);
    go(safeNext(next), { replace: true });
  };
}

/** Signs out on purpose: drafts, kept lists and everything read are forgotten here. */
export function useSignOut(): (to?: string) => Promise<void> {
  const client = useQueryClient();
  return async (to = '/sign-in') => {
    await ask('POST', '/api/identity/sign_out', { accept: [401], visitor: true });
    forgetDrafts();
    await forgetKept();
    enterWorkspace('');
    client.clear();
    // A full load: nothing of the person stays in memory.
    window.location.assign(to);
  };
}
