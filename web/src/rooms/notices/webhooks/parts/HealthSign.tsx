import { Sign } from '../../../../ui/State.tsx';
import type { Endpoint } from '../api.ts';
import { HEALTH_SIGNS, healthOf } from '../model.ts';
import { text } from '../text.ts';

export function HealthSign({ endpoint }: { endpoint: Endpoint }) {
  const health = healthOf(endpoint);
  const [shape, colour] = HEALTH_SIGNS[health];
  return <Sign shape={shape} colour={colour}>{text.health[health]}</Sign>;
}
