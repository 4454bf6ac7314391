// Who is signed in, where that person works, and what it may do there: GET /api/identity/me.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, type Schemas } from './api.ts';
import { draftsOf } from './drafts.ts';
import { isLanguage, setLanguage } from './language.ts';
import { enterWorkspace } from './place.ts';
import { sessionBegan } from './session.ts';
import { setZone } from './zone.ts';

export type Membership = Schemas['MembershipOut'];
export type Me = {
  person: Schemas['PersonOut'];
  memberships: readonly Membership[];
  /** The workspace that the answer is for; null when the person is in none. */
  workspace: Membership | null;
  permissions: ReadonlySet<string>;
  secondFactor: boolean;
  sessionId: string | null;
  /** Why permissions of the role are held back, such as a second factor that the workspace asks for. */
  withheld: string;
};

export const ME = ['identity', 'me'] as const;

export async function readMe(signal?: AbortSignal): Promise<Me> {
  let answer = await api.get('/api/identity/me', { signal });
  if (answer.workspace_id === null && answer.memberships.length > 0) {
    // The place that this browser remembers is not open to this person any more.
    enterWorkspace('');
    answer = await api.get('/api/identity/me', { signal });
  }
  const me = meOf(answer);
  settle(me, answer.csrf_token);
  return me;
}

export const meQuery = queryOptions({
  queryKey: ME,
  queryFn: ({ signal }) => readMe(signal),
  staleTime: 60_000,
  retry: false,
});

export function useMe(): Me | undefined {
  return useQuery({ ...meQuery, enabled: false }).data;
}

/** Whether this person may do that here; what nobody needs a permission for is always so. */
export function useMay(): (permission: string | undefined) => boolean {
  const me = useMe();
  return (permission) => permission === undefined || (me?.permissions.has(permission) ?? false);
}

export function meOf(answer: Schemas['MeOut']): Me {
  return {
    person: answer.person,
    memberships: answer.memberships,
    workspace: answer.memberships.find((one) => one.workspace_id === answer.workspace_id) ?? null,
    permissions: new Set(answer.permissions),
    secondFactor: answer.second_factor,
    sessionId: answer.session_id,
    withheld: answer.withheld,
  };
}

let adopted = '';

/** What follows from who is there: place, language, zone, the token of writes, whose drafts. */
function settle({ person, workspace }: Me, csrfToken: string): void {
  sessionBegan(csrfToken);
  if (workspace) enterWorkspace(workspace.workspace_id);
  // Once: who then changes the language by hand is not overruled by the next answer.
  if (adopted !== person.id && isLanguage(person.language)) setLanguage(person.language);
  adopted = person.id;
  setZone(person.zone);
  draftsOf(person.id);
}
