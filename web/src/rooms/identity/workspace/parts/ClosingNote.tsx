import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ME, useMay } from '../../../../lib/me.ts';
import { day } from '../../../../lib/time.ts';
import { toast } from '../../../../lib/toasts.ts';
import { useAct } from '../../../../lib/useAct.ts';
import { useNow } from '../../../../lib/useNow.ts';
import { Note } from '../../../../ui/Note.tsx';
import { keepWorkspace, type Workspace, workspaceQuery } from '../api.ts';
import { text } from '../text.ts';

/** Only while a deletion runs: until when, and the way back. */
export function ClosingNote({ workspace }: { workspace: Workspace }) {
  const client = useQueryClient();
  const may = useMay();
  const now = new Date(useNow());
  const { busy, refused, act } = useAct();
  if (workspace.closes_at === null) return null;

  const keep = () => act(async () => {
    client.setQueryData(workspaceQuery.queryKey, await keepWorkspace());
    toast(text.kept);
    await client.invalidateQueries({ queryKey: ME });
  });
  const button = may('identity.ownership.write') && <Button variant="filled" loading={busy} onClick={() => void keep()}>{text.keepIt}</Button>;
  return (
    <Note tone="warn" icon="clock" role="status" end={button}>
      <b>{text.closing(day(new Date(workspace.closes_at), now))}</b> {text.closingMore}
      {refused && <p className="bad" role="alert">{refused.message} {refused.nextStep}</p>}
    </Note>
  );
}
