import { Sign } from '../../../ui/State.tsx';
import type { Account } from '../api.ts';
import { text } from '../text.ts';

/** Whether changes go out to the shop, or stop before it. */
export function ModeSign({ mode }: { mode: Account['write_mode'] }) {
  return mode === 'live' ? <Sign shape="ringDot" colour="accent">{text.modes.live}</Sign> : <Sign shape="wall" colour="ink3">{text.modes.dry}</Sign>;
}
