import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../lib/toasts.ts';
import { attempt } from '../../lib/useAct.ts';
import { cancelJob, type Job, JOBS, retryJob } from './api.ts';
import { text } from './text.ts';

/** Try again and cancel, told by a toast that offers the way back. */
export function useJobActs() {
  const client = useQueryClient();
  const look = () => client.invalidateQueries({ queryKey: JOBS });

  async function retry(id: string, settled = false): Promise<void> {
    await retryJob(id, settled);
    await look();
  }

  return {
    look,
    retry,
    async retryOne({ id }: Pick<Job, 'id'>, settled = false) {
      await retry(id, settled);
      toast(text.retried(1));
    },
    async cancelOne({ id }: Pick<Job, 'id'>) {
      const { state } = await cancelJob(id);
      await look();
      // One that runs stops a moment later; what is cancelled can be taken up again.
      if (state === 'running') toast(text.stopping);
      else toast(text.cancelled(1), { act: { label: text.retry, icon: 'undo', run: () => attempt(() => retry(id)) } });
    },
    async each(ids: readonly string[], verb: 'retry' | 'cancel') {
      for (const id of ids) await (verb === 'retry' ? retryJob(id) : cancelJob(id));
      await look();
    },
  };
}
