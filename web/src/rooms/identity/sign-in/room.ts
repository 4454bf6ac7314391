// Everything before a sign-in, outside the shell.
import type { Room } from '../../../lib/room.ts';
import { titles } from './titles.ts';

export const signInRoom: Room = {
  name: 'sign-in',
  screens: [
    { path: '/sign-in', frame: 'bare', title: () => titles.signIn, load: () => import('./SignInScreen.tsx') },
    { path: '/sign-in/forgot', frame: 'bare', title: () => titles.forgot, load: () => import('./ForgotScreen.tsx') },
    { path: '/sign-in/reset', frame: 'bare', title: () => titles.reset, load: () => import('./ResetScreen.tsx') },
    { path: '/sign-in/confirm', frame: 'bare', title: () => titles.confirm, load: () => import('./ConfirmScreen.tsx') },
    { path: '/sign-in/email', frame: 'bare', title: () => titles.email, load: () => import('./EmailScreen.tsx') },
    { path: '/sign-in/cookie', frame: 'bare', title: () => titles.cookie, load: () => import('./CookieScreen.tsx') },
    { path: '/register', frame: 'bare', title: () => titles.register, load: () => import('./RegisterScreen.tsx') },
    { path: '/join', frame: 'bare', title: () => titles.join, load: () => import('./JoinScreen.tsx') },
    { path: '/set-up', frame: 'bare', title: () => titles.setUp, load: () => import('./SetUpScreen.tsx') },
    { path: '/set-up/safety', frame: 'bare', title: () => titles.safety, load: () => import('./SafetyScreen.tsx') },
    { path: '/workspaces/new', frame: 'bare', title: () => titles.workspace, load: () => import('./NewWorkspaceScreen.tsx') },
  ],
};
