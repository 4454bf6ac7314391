import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { ConfirmTyped } from '../../../ui/ConfirmTyped.tsx';
import { Link } from '../../../ui/Link.tsx';
import { Note } from '../../../ui/Note.tsx';
import { Toggle } from '../../../ui/Toggle.tsx';
import { text } from '../accountText.ts';
import { type Account, accountQuery, ACCOUNTS, setMode } from '../api.ts';
import { text as whole } from '../modeText.ts';
import classes from './ModeCard.module.css';
import { ModeSign } from './ModeSign.tsx';

/** Whether changes go out to the shop. Going live is confirmed by its name; going back is not. */
export function ModeCard({ account }: { account: Account }) {
  const client = useQueryClient();
  const may = useMay()('connections.account.approve');
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act } = useAct();
  const [asking, setAsking] = useState(false);
  const live = account.write_mode === 'live';
  const held = account.workspace_mode !== 'live';

  async function turn(mode: Account['write_mode'], confirm: string): Promise<void> {
    const now = await setMode(account, mode, confirm);
    client.setQueryData(accountQuery(account.id).queryKey, now);
    await client.invalidateQueries({ queryKey: ACCOUNTS });
    toast(mode !== 'live' ? text.nowDry(account.name) : held ? text.liveLater(account.name) : text.nowLive(account.name));
  }
  return (
    <Card title={text.mode} end={<ModeSign mode={account.effective_mode} />} padded>
      <div className={classes.body}>
        <p className="muted">{!live ? text.isDry : held ? text.isHeld : text.isLive}</p>
        {held && <Note icon="stop" end={<Link to="/connections" className="link small">{whole.title}</Link>}>{whole.rehearses}</Note>}
        {account.may_write === false && <Note tone="warn" icon="warn">{text.mayNot}</Note>}
        {may ? (
          <Toggle label={text.liveSwitch} on={live} disabled={busy || offline} onChange={(on) => (on ? setAsking(true) : void act(() => turn('dry', '')))} />
        ) : <span className="faint small">{text.whoMay}</span>}
        {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      </div>
      <ConfirmTyped
        open={asking}
        onClose={() => setAsking(false)}
        title={text.liveTitle(account.name)}
        ends={text.liveEnds}
        stays={text.liveStays}
        name={account.name}
        verb={text.goLive}
        onConfirm={() => turn('live', account.name)}
      />
    </Card>
  );
}
