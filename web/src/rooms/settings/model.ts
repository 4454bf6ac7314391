// Which screens stand in the settings, and in what order. Pure.
import type { Screen } from '../../lib/room.ts';

export type GroupName = 'you' | 'workspace' | 'programs' | 'house';
export type Group = { name: GroupName; screens: readonly Screen[] };

const PLACES: Record<GroupName, readonly string[]> = {
  you: ['/me', '/me/security', '/me/sessions', '/me/activity', '/settings/notices'],
  workspace: ['/settings/workspace', '/settings/businesses', '/people', '/people/roles', '/people/limits', '/settings/plan'],
  programs: ['/settings/keys', '/settings/webhooks'],
  house: ['/audit', '/jobs', '/mails', '/settings/health'],
};

/** A room that says it stands under settings, and is named nowhere here, comes with the workspace. */
const OTHERS: GroupName = 'workspace';
const PARENT = '/settings';

/** Only what the person may open; a group without anything is absent. */
export function groupsOf(screens: readonly Screen[], may: (permission: string | undefined) => boolean): Group[] {
  const open = screens.filter((screen) => may(screen.needs));
  const named = new Set(Object.values(PLACES).flat());
  const others = open.filter((screen) => screen.parent === PARENT && !screen.path.includes('$') && !named.has(screen.path));
  return (Object.keys(PLACES) as GroupName[])
    .map((name) => {
      const ours = PLACES[name].flatMap((path) => open.find((screen) => screen.path === path) ?? []);
      return { name, screens: name === OTHERS ? [...ours, ...others] : ours };
    })
    .filter((group) => group.screens.length > 0);
}
