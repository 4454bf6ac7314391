// Members, invitations, roles and approval limits.
import type { Room } from '../../../lib/room.ts';
import { text } from './text.ts';

export const peopleRoom: Room = {
  name: 'people',
  screens: [
    { path: '/people', title: () => text.title, words: () => text.words, icon: 'people', needs: 'identity.member.read', load: () => import('./MembersScreen.tsx') },
    {
      path: '/people/invitations',
      title: () => text.invitations,
      words: () => text.invitationsWords,
      icon: 'mail',
      parent: '/people',
      needs: 'identity.invitation.read',
      load: () => import('./InvitationsScreen.tsx'),
    },
    {
      path: '/people/roles',
      title: () => text.roles,
      words: () => text.rolesWords,
      icon: 'shield',
      parent: '/people',
      needs: 'identity.member.read',
      load: () => import('./RolesScreen.tsx'),
    },
    {
      path: '/people/limits',
      title: () => text.limits,
      words: () => text.limitsWords,
      icon: 'shield',
      parent: '/people',
      needs: 'identity.limit.read',
      load: () => import('./LimitsScreen.tsx'),
    },
    { path: '/people/$id', title: () => text.memberTitle, parent: '/people', needs: 'identity.member.read', load: () => import('./MemberScreen.tsx') },
  ],
  entries: [{ to: '/people', label: () => text.title, icon: 'people', group: 'house', needs: 'identity.member.read', letter: 'm' }],
  actions: [
    { id: 'people.invite', label: () => text.inviteTitle, icon: 'plus', needs: 'identity.invitation.write', run: ({ go }) => go('/people/invitations?new=1') },
  ],
};
