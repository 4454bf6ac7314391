import { useQueryClient } from '@tanstack/react-query';
import { useGo } from '../../lib/address.ts';
import { toast } from '../../lib/toasts.ts';
import { useAct } from '../../lib/useAct.ts';
import { actOn, ROOM } from './api.ts';
import { text } from './purchaseText.ts';
import type { Act } from './shapes.ts';

/** What is done with one supplier order at once; the page looks again, and a change is a press away. */
export function useActs(id: string) {
  const client = useQueryClient();
  const go = useGo();
  const { busy, refused, act } = useAct();
  const done = async (words: string, set: string | null = null) => {
    await client.invalidateQueries({ queryKey: ROOM });
    toast(words, set ? { act: { label: text.openSet, run: () => go(`/changes/${set}`) } } : {});
  };
  const run = (verb: Act) => act(async () => {
    const { count, set_id: set } = await actOn(verb, [id]);
    await done(count === 0 ? text.moved : text.done[verb], set);
  });
  return { busy, refused, run, done };
}
