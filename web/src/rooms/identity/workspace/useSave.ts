import { useQueryClient } from '@tanstack/react-query';
import { ME } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { changeWorkspace, type Workspace, type WorkspaceChange, workspaceQuery } from './api.ts';
import { text } from './text.ts';

/** Saves some of the rules and offers to put back what they were. */
export function useSave(): (before: Workspace, wanted: WorkspaceChange) => Promise<void> {
  const client = useQueryClient();

  async function write(version: number, wanted: WorkspaceChange): Promise<Workspace> {
    const after = await changeWorkspace(wanted, version);
    client.setQueryData(workspaceQuery.queryKey, after);
    // The name stands in the shell too.
    void client.invalidateQueries({ queryKey: ME });
    return after;
  }

  return async (before, wanted) => {
    const after = await write(before.version, wanted);
    const old = Object.fromEntries(Object.keys(wanted).map((name) => [name, before[name as keyof Workspace]])) as WorkspaceChange;
    const undo = () => attempt(async () => {
      await write(after.version, old);
      toast(text.undone);
    });
    toast(text.saved, { act: { label: text.undo, icon: 'undo', run: undo } });
  };
}
