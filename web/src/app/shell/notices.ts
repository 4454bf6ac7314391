// What the person should know, for the bell in the top bar.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas } from '../../lib/api.ts';
import { useMay } from '../../lib/me.ts';

export type Notice = Schemas['NoticeOut'];

type Told = { items: readonly Notice[]; unread: number };

const SHOWN = 20;
const NOTICES = ['notices', 'notice'] as const;

/** Null where there are no notices at all. */
export function useNotices(): Told | null {
  const may = useMay()('notices.notice.read');
  const { data } = useQuery({
    queryKey: [...NOTICES, 'bell'],
    queryFn: async ({ signal }): Promise<Told> => {
      const [{ items }, { unread }] = await Promise.all([
        api.get('/api/notices', { query: { limit: SHOWN }, signal }),
        api.get('/api/notices/unread', { signal }),
      ]);
      return { items, unread };
    },
    enabled: may,
    refetchInterval: 60_000,
  });
  return (may && data) || null;
}

/** Marks one as read, or all up to the newest that is shown. */
export function useReading(): { read: (notice: Notice) => void; readAll: (newest: Notice | undefined) => void } {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: NOTICES });
  const one = useMutation({ mutationFn: (id: string) => api.post('/api/notices/{id}/read', { path: { id } }), onSettled });
  const all = useMutation({ mutationFn: (until: string | null) => api.post('/api/notices/read_all', { body: { until } }), onSettled });
  return {
    read: (notice) => notice.read_at === null && one.mutate(notice.id),
    readAll: (newest) => all.mutate(newest?.id ?? null),
  };
}
