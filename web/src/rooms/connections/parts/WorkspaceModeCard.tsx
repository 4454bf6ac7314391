import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay, useMe } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { ConfirmTyped } from '../../../ui/ConfirmTyped.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Toggle } from '../../../ui/Toggle.tsx';
import { ACCOUNTS, MODE, modeQuery, setWorkspaceMode, stopWriting, type WorkspaceMode } from '../api.ts';
import { text } from '../modeText.ts';
import classes from './ModeCard.module.css';
import { ModeSign } from './ModeSign.tsx';

/** Whether changes go out to any shop at all. Live is confirmed by the workspace's name; a stop by nothing. */
export function WorkspaceModeCard() {
  const mode = useQuery(modeQuery).data;
  const name = useMe()?.workspace?.workspace_name;
  return mode && name ? <Shown mode={mode} name={name} /> : null;
}

function Shown({ mode, name }: { mode: WorkspaceMode; name: string }) {
  const client = useQueryClient();
  const may = useMay()('connections.account.approve');
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act } = useAct();
  const [asking, setAsking] = useState(false);
  const live = mode.write_mode === 'live';

  async function turn(work: () => Promise<WorkspaceMode>): Promise<void> {
    const now = await work();
    client.setQueryData(MODE, now);
    await client.invalidateQueries({ queryKey: ACCOUNTS });
    toast(now.write_mode === 'live' ? text.nowLive : text.nowDry);
  }
  return (
    <Card title={text.title} end={<ModeSign mode={mode.write_mode} />} padded>
      <div className={classes.body}>
        <p className="muted">{live ? text.isLive : text.isDry}</p>
        {may ? (
          <Toggle
            label={text.switch}
            help={live ? text.stopMore : text.liveMore}
            on={live}
            disabled={busy || offline}
            onChange={(on) => (on ? setAsking(true) : void act(() => turn(stopWriting)))}
          />
        ) : <span className="faint small">{text.whoMay}</span>}
        {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      </div>
      <ConfirmTyped
        open={asking}
        onClose={() => setAsking(false)}
        title={text.liveTitle(name)}
        ends={text.liveEnds}
        stays={text.liveStays}
        name={name}
        verb={text.goLive}
        onConfirm={() => turn(() => setWorkspaceMode(mode.version, 'live', name))}
      />
    </Card>
  );
}
