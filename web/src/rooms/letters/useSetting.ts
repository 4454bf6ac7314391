import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../lib/toasts.ts';
import { attempt } from '../../lib/useAct.ts';
import { SETTINGS, setSettings, type Wanted } from './api.ts';
import { text } from './text.ts';

/** Keeps it at once, and shows what the server made of it; what was refused is read anew. */
export function useSetting(): (id: string | null, wanted: Wanted) => void {
  const client = useQueryClient();
  return (id, wanted) =>
    attempt(async () => {
      try {
        client.setQueryData(SETTINGS, await setSettings(id, wanted));
        toast(text.saved);
      } catch (error) {
        await client.invalidateQueries({ queryKey: SETTINGS });
        throw error;
      }
    });
}
