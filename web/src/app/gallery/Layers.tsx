import { Button } from '@mantine/core';
import { useState } from 'react';
import { Refusal } from '../../lib/problem.ts';
import { toast } from '../../lib/toasts.ts';
import { Card } from '../../ui/Card.tsx';
import { Asked, ConfirmTyped } from '../../ui/ConfirmTyped.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Menu, Popover } from '../../ui/Menu.tsx';
import { Note } from '../../ui/Note.tsx';
import { Card as ToastCard } from '../../ui/Toaster.tsx';
import classes from './Gallery.module.css';

const CONFIRM = {
  title: 'Disconnect Shopee ID?',
  ends: ['208 listings stop being kept right', 'Keys and webhooks are erased, at Shopee too'],
  stays: ['Orders, history and receipts stay', 'Mappings stay for 90 days, reconnecting restores them'],
  name: 'kopikain',
  verb: 'Disconnect',
};

const done = async () => void toast('Disconnected', { tone: 'plain' });

export function Confirms() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className={classes.stage}><Asked {...CONFIRM} id="gallery-confirm" onConfirm={done} onClose={() => setOpen(false)} /></div>
      <div className={classes.wrap}><Button onClick={() => setOpen(true)}>Open it</Button></div>
      <ConfirmTyped {...CONFIRM} open={open} onClose={() => setOpen(false)} onConfirm={done} />
    </>
  );
}

export function Toasts() {
  const act = { label: 'Undo', icon: 'undo' as const, run: () => {} };
  return (
    <div className={classes.stack}>
      <ToastCard stays toast={{ id: -1, tone: 'proven', words: 'Title proven at 2 shops', act }} />
      <ToastCard stays toast={{ id: -2, tone: 'bad', words: 'Shopee refused 1 of 5: in a promotion until 26 Nov', act: { label: 'Look', run: () => {} } }} />
      <Button onClick={() => toast('Saved', { act })}>Show one</Button>
    </div>
  );
}

export function Menus() {
  return (
    <div className="row wrap">
      <Menu position="bottom-start">
        <Menu.Target><Button rightSection={<Icon name="down" size={12} />}>Menu</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Do</Menu.Label>
          <Menu.Item leftSection={<Icon name="edit" />}>Edit</Menu.Item>
          <Menu.Item leftSection={<Icon name="undo" />}>Undo</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Popover position="bottom-start" width={260}>
        <Popover.Target><Button>Popover</Button></Popover.Target>
        <Popover.Dropdown>No write of ours changed it. Most likely a person in the seller centre.</Popover.Dropdown>
      </Popover>
    </div>
  );
}

export function Empties() {
  const outage = new Refusal(0, 'Lazada SG does not answer', 'You see what we read at 14:19. The next try is in 40 s, nothing is lost.');
  return (
    <>
      <Card title="Empty">
        <Empty title="No change waits" more="When a rule, a person or an advisor wants something outside, it comes here first.">
          <Button leftSection={<Icon name="pricing" />}>Price rules</Button>
        </Empty>
      </Card>
      <Card title="Loading" sub="after 300 ms, in the shape of what comes"><Loading /></Card>
      <Card title="Cannot be read"><ErrorState error={outage} retry={() => {}} /></Card>
      <Card title="Notes" padded>
        <div className={classes.stack}>
          <Note icon="help">Quiet words that explain.</Note>
          <Note tone="accent" icon="history"><b>This is what you typed before.</b></Note>
          <Note tone="ok" icon="check"><b>6 of 6 invariants hold.</b></Note>
          <Note tone="warn" icon="warn"><b>3 are held by the guard.</b> Release them one by one.</Note>
          <Note tone="bad" icon="warn"><b>Shopee refuses price changes</b> during Payday Sale, to 26 Nov.</Note>
          <Note tone="unknown" icon="help"><b>No answer since 14:29.</b> Reading again in 20 s.</Note>
        </div>
      </Card>
    </>
  );
}
