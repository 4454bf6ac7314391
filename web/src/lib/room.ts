// How a room hangs its screens, navigation entries and actions into the app. See web/README.md.
import type { ComponentType } from 'react';
import type { IconName } from '../ui/Icon.tsx';

/** Read while drawing, so that it is in the language of now. */
type Words = () => string;

export type Screen = {
  /** `/people/$id`; a place with `$` is read with `usePlaces()`. */
  path: string;
  title: Words;
  load: () => Promise<{ default: ComponentType }>;
  /** The permission that its list needs; without it the screen says who can give it. */
  needs?: string;
  /** The path of the screen above, for the breadcrumb. */
  parent?: string;
  /** `bare`: without the shell and without a session, like sign-in. */
  frame?: 'shell' | 'bare';
  /** One line below the name, where screens are listed. */
  about?: Words;
  /** Found in the palette by these words too. */
  words?: Words;
  icon?: IconName;
};

export type Group = 'top' | 'goods' | 'supply' | 'customers' | 'insight' | 'house';

/** Work for this person; `decide` if it waits for a decision. */
export type Count = { value: number; decide: boolean };

export type Entry = {
  to: string;
  label: Words;
  icon: IconName;
  group: Group;
  needs?: string;
  /** Asked again when its noun is in the news: the key begins with room and noun. */
  count?: { key: readonly [room: string, noun: string, ...more: unknown[]]; read: (signal: AbortSignal) => Promise<Count> };
  /** The letter after G that goes there. */
  letter?: string;
  /** Its place in the tab bar of a phone; without one it stands under More. */
  tab?: 1 | 2 | 3 | 4;
};

export type Doing = { go: (to: string) => void };

export type Action = {
  id: string;
  label: Words;
  icon: IconName;
  needs?: string;
  /** Shown beside it, such as `E`. */
  key?: string;
  run: (doing: Doing) => void;
};

export type Room = {
  name: string;
  screens: readonly Screen[];
  entries?: readonly Entry[];
  actions?: readonly Action[];
};
