// The doors for whoever is not signed in.
import { queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from '../../../lib/api.ts';
import { language } from '../../../lib/language.ts';
import { Refusal } from '../../../lib/problem.ts';
import { sessionBegan } from '../../../lib/session.ts';
import { zone } from '../../../lib/zone.ts';

export type SignIn = Schemas['SignInOut'];
export type Invitation = Schemas['ShownOut'];
export type Joined = Schemas['JoinedOut'];
export type Shown = Omit<Schemas['SecondFactorIn'], 'challenge'>;
type Newcomer = { name: string; email: string; password: string };

// A 401 is an answer here: nobody is signed in, so no session ends by it.
const visitor = true;
/** What the browser knows of somebody new. */
const origin = () => ({ language: language(), zone: zone() });

export const welcomeQuery = queryOptions({
  queryKey: ['identity', 'welcome'],
  queryFn: ({ signal }) => api.get('/api/identity/welcome', { visitor, signal }),
  staleTime: 60_000,
});

/** Whether all of this is for trying out. */
export const demoQuery = queryOptions({
  queryKey: ['identity', 'welcome', 'demo'],
  queryFn: async ({ signal }) => (await api.get('/api/system', { visitor, signal, accept: [503] })).demo,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Who is signed in already, or null. */
export const visitorQuery = queryOptions({
  queryKey: ['identity', 'visitor'],
  queryFn: async ({ signal }) => {
    try {
      const { person, csrf_token: csrf } = await api.get('/api/identity/me', { visitor, signal });
      sessionBegan(csrf); // what is written from here on goes with it
      return person;
    } catch (error) {
      if (error instanceof Refusal && [401, 403].includes(error.status)) return null;
      throw error;
    }
  },
  retry: false,
  staleTime: 0,
  gcTime: 0, // who was signed in before is no answer: the session may have ended since
});

export const signIn = (body: { email: string; password: string }) => api.post('/api/identity/sign_in', { body, visitor });

export const register = (who: Newcomer) => api.post('/api/identity/register', { body: { ...who, ...origin() }, visitor });

export const confirm = (token: string, password: string) =>
  api.post('/api/identity/confirm', { body: { token, password }, visitor });

export const forgot = (email: string) => api.post('/api/identity/forgot', { body: { email }, visitor });

export const reset = (token: string, password: string) =>
  api.post('/api/identity/reset', { body: { token, password }, visitor });

export const confirmEmail = (token: string) => api.post('/api/identity/email/confirm', { body: { token }, visitor });

export const secondFactor = (challenge: string, shown: Shown) =>
  api.post('/api/identity/second_factor', { body: { challenge, ...shown }, visitor });

export const question = (challenge: string) =>
  api.post('/api/identity/second_factor/question', { body: { challenge }, visitor });

export const look = (token: string) => api.post('/api/identity/invitations/look', { body: { token }, visitor });

export const join = (token: string, who: { name: string; password: string }) =>
  api.post('/api/identity/invitations/join', { body: { token, ...who, ...origin() }, visitor });

/** With a session, as all below. */
export const accept = (token: string) => api.post('/api/identity/invitations/accept', { body: { token } });

export const setUp = (asked: Newcomer & { code: string; workspace_name: string }) =>
  api.post('/api/identity/setup', { body: { ...asked, ...origin() }, visitor });

export const makeBusiness = (body: Schemas['BusinessIn']) => api.post('/api/identity/businesses', { body });

export const makeWorkspace = (name: string, key: string) => api.post('/api/identity/workspaces', { body: { name }, key });
