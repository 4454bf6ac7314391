import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../lib/toasts.ts';
import { type Answer, decide, MATCHES, PRODUCTS } from './api.ts';
import { text } from './matchText.ts';

type Word = Answer['answer'];

/** Says it to the server, tells what came of it, and has both lists read again. */
export function useDeciding(): (body: Answer) => Promise<void> {
  const client = useQueryClient();
  const said: Record<Word, (count: number) => string> = { accept: text.accepted, make: text.made, reject: text.rejected, reopen: text.reopened };
  return async (body) => {
    const { count } = await decide(body);
    toast(said[body.answer](count));
    await Promise.all([client.invalidateQueries({ queryKey: MATCHES }), client.invalidateQueries({ queryKey: PRODUCTS })]);
  };
}
