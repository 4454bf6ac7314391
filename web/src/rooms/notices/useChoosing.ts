import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../lib/toasts.ts';
import { CHOICES, type Choices, type Grid, setChoices } from './api.ts';
import { text } from './text.ts';

/** Saves the whole of it, and shows what the server made of it. */
export function useChoosing(): (grid: Grid, wanted: Choices) => Promise<void> {
  const client = useQueryClient();
  return async ({ version }, wanted) => {
    client.setQueryData(CHOICES, await setChoices(wanted, version));
    toast(text.saved);
  };
}
