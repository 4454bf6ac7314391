// What the palette finds: screens under "Go to", actions under "Do".
import { best } from '../../lib/match.ts';
import type { Action, Entry, Screen } from '../../lib/room.ts';
import type { IconName } from '../../ui/Icon.tsx';

export type Hit = { id: string; label: string; icon: IconName; more: string; keys: string } & (
  | { kind: 'go'; to: string }
  | { kind: 'do'; action: Action }
);

type World = {
  screens: readonly Screen[];
  entries: readonly Entry[];
  actions: readonly Action[];
  may: (permission: string | undefined) => boolean;
};

const MOST = 8;

/** Only what this person may open or do, and only addresses that need nothing filled in. */
export function hits(typed: string, { screens, entries, actions, may }: World): { go: Hit[]; doing: Hit[] } {
  const open = screens.filter((one) => one.frame !== 'bare' && !one.path.includes('$') && may(one.needs));
  const allowed = actions.filter((one) => may(one.needs));
  return {
    go: best(typed, open, (one) => [one.title(), one.words?.() ?? ''], MOST).map((one) => goTo(one, screens, entries)),
    doing: best(typed, allowed, (one) => [one.label()], MOST).map((action) => ({
      kind: 'do',
      action,
      id: `do ${action.id}`,
      label: action.label(),
      icon: action.icon,
      more: '',
      keys: action.key ?? '',
    })),
  };
}

function goTo(screen: Screen, screens: readonly Screen[], entries: readonly Entry[]): Hit {
  const entry = entries.find((one) => one.to === screen.path);
  return {
    kind: 'go',
    to: screen.path,
    id: `go ${screen.path}`,
    label: screen.title(),
    icon: entry?.icon ?? screen.icon ?? 'right',
    more: screens.find((one) => one.path === screen.parent)?.title() ?? '',
    keys: entry?.letter ? `g ${entry.letter}` : '',
  };
}
