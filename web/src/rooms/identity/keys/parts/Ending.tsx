import { useNow } from '../../../../lib/useNow.ts';
import { Time } from '../../../../ui/Time.tsx';
import type { Key } from '../api.ts';
import { endsSoon } from '../model.ts';
import { text } from '../text.ts';

/** When it ends; soon is told by its colour and by the date. */
export function Ending({ apiKey: { expires_at: at, state } }: { apiKey: Key }) {
  const now = new Date(useNow());
  if (at === null) return <span className="faint">{text.neverEnds}</span>;
  return <span className={endsSoon(at, state, now) ? 'warn' : state === 'active' ? '' : 'faint'}><Time at={at} as="day" /></span>;
}
