import { Sign } from '../../../ui/State.tsx';
import type { JobState } from '../api.ts';
import { SIGNS } from '../model.ts';
import { text } from '../text.ts';

export function JobSign({ state }: { state: JobState }) {
  const [shape, colour] = SIGNS[state];
  return <Sign shape={shape} colour={colour}>{text.states[state]}</Sign>;
}
