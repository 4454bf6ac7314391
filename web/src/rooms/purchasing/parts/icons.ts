import type { IconName } from '../../../ui/Icon.tsx';
import type { Act } from '../shapes.ts';

export const ICONS = { place_now: 'play', stop: 'stop', agree: 'check', again: 'refresh', pay: 'card' } as const satisfies Record<Act, IconName>;
