import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { number } from '../../../lib/number.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Sign } from '../../../ui/State.tsx';
import { actOnChannel, STOCK } from '../api.ts';
import { text as said } from '../itemText.ts';
import type { Channel } from '../shapes.ts';
import { text } from '../shopText.ts';
import { HoldDialog } from './HoldDialog.tsx';
import { Decide, Refused } from './Shared.tsx';
import { useChannelAct } from './ShopsCard.tsx';
import classes from './stock.module.css';

export function ChannelSign({ state }: Pick<Channel, 'state'>) {
  const [shape, colour] = state === 'on' ? (['pulse', 'ok'] as const) : state === 'held' ? (['shield', 'warn'] as const) : (['slashed', 'ink3'] as const);
  return <Sign shape={shape} colour={colour}>{text.states[state]}</Sign>;
}

/** What can be done at a shop as it stands; switching on says first what that means. */
export function ChannelActs({ channel, filled = false }: { channel: Channel; filled?: boolean }) {
  const act = useChannelAct();
  const [turning, setTurning] = useState(false);
  const [holding, setHolding] = useState(false);
  const { account_id: id, name, state } = channel;
  const size = filled ? 'sm' : 'xs';
  const named = (verb: string) => `${verb}, ${name}`;
  return (
    <span className={classes.buttons}>
      {state === 'off' && <Button size={size} variant={filled ? 'filled' : 'default'} aria-label={named(text.on)} onClick={() => setTurning(true)}>{text.on}</Button>}
      {state === 'on' && <Button size={size} leftSection={<Icon name="upload" />} aria-label={named(text.push)} onClick={() => act(id, 'push', said.pushed(name))}>{text.push}</Button>}
      {state === 'on' && <Button size={size} leftSection={<Icon name="stop" />} aria-label={named(text.hold)} onClick={() => setHolding(true)}>{text.hold}</Button>}
      {state === 'held' && <Button size={size} variant={filled ? 'filled' : 'default'} leftSection={<Icon name="play" />} aria-label={named(text.resume)} onClick={() => act(id, 'resume', said.resumed(name))}>{text.resume}</Button>}
      {state !== 'off' && filled && <Button size={size} aria-label={named(text.off)} onClick={() => act(id, 'off', text.offDone(name), { act: 'on', said: text.onDone(name) })}>{text.off}</Button>}
      <TurnOn channel={channel} open={turning} onClose={() => setTurning(false)} />
      <HoldDialog shops={holding ? [channel] : null} onClose={() => setHolding(false)} />
    </span>
  );
}

function TurnOn({ channel, open, onClose }: { channel: Channel; open: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const { busy, refused, act } = useAct();
  const id = `on-${channel.account_id}`;
  const turn = () => act(async () => {
    await actOnChannel(channel.account_id, 'on');
    await client.invalidateQueries({ queryKey: STOCK });
    toast(text.onDone(channel.name));
    onClose();
  });
  return (
    <Dialog open={open} onClose={onClose} labelledBy={id}>
      <DialogHead id={id} title={text.onTitle(channel.name)} onClose={onClose} />
      <div className={`card-body ${classes.stack}`}>
        <Refused refused={refused} />
        <p>{text.onMore}</p>
        <p className="muted">{text.onFirst}</p>
        {channel.waiting > 0 && <p className="warn">{text.onWaits(number(channel.waiting))}</p>}
        <Decide busy={busy} verb={text.on} back={text.keep} onBack={onClose} onDo={() => void turn()} />
      </div>
    </Dialog>
  );
}
