import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ME, useMay } from '../../../../lib/me.ts';
import { Card } from '../../../../ui/Card.tsx';
import { ConfirmTyped } from '../../../../ui/ConfirmTyped.tsx';
import { closeWorkspace, type Workspace, workspaceQuery } from '../api.ts';
import { text } from '../text.ts';
import classes from './DangerCard.module.css';

/** The way to delete the workspace, which takes thirty days and can be taken back. */
export function DangerCard({ workspace }: { workspace: Workspace }) {
  const client = useQueryClient();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  if (workspace.closes_at !== null) return null;

  async function close(): Promise<void> {
    client.setQueryData(workspaceQuery.queryKey, await closeWorkspace(workspace.version));
    await client.invalidateQueries({ queryKey: ME });
    window.scrollTo({ top: 0 });
  }
  return (
    <Card title={text.dangerCard} padded>
      <div className={classes.row}>
        <p className="muted">{text.danger}</p>
        {may('identity.ownership.write') ? (
          <Button className={classes.do ?? ''} onClick={() => setAsking(true)}>{text.dangerDo}</Button>
        ) : (
          <span className="faint small">{text.dangerWho}</span>
        )}
      </div>
      <ConfirmTyped
        open={asking}
        onClose={() => setAsking(false)}
        title={text.deleteTitle(workspace.name)}
        ends={text.deleteEnds}
        stays={text.deleteStays}
        name={workspace.name}
        verb={text.dangerDo}
        onConfirm={close}
      />
    </Card>
  );
}
