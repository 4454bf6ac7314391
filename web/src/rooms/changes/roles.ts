import { catalogue } from '../../lib/catalogue.ts';

export const text = catalogue({
  en: { names: { owner: 'owner', admin: 'admin', manager: 'manager', analyst: 'analyst', support: 'support', viewer: 'viewer' } as Record<string, string> },
  id: { names: { owner: 'pemilik', admin: 'admin', manager: 'manajer', analyst: 'analis', support: 'dukungan', viewer: 'pengamat' } },
});

/** Roles in words, as many as there are. */
export function rolesIn(roles: readonly string[]): string {
  return roles.map((role) => text.names[role] ?? role).join(', ');
}
