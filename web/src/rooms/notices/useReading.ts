import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../lib/toasts.ts';
import { attempt, useAct } from '../../lib/useAct.ts';
import { type Notice, NOTICES, readAll, readNotice } from './api.ts';
import { text } from './text.ts';

/** Marks notices as read, and has the bell count anew. */
export function useReading() {
  const client = useQueryClient();
  const { busy, act } = useAct();
  const look = () => client.invalidateQueries({ queryKey: NOTICES });

  return {
    busy,
    mark(notice: Notice) {
      if (notice.read_at !== null) return;
      attempt(async () => {
        await readNotice(notice.id);
        await look();
      });
    },
    markAll(until: string | null) {
      void act(async () => {
        await readAll(until);
        await look();
        toast(text.allRead);
      });
    },
  };
}
