import { Button } from '@mantine/core';
import { useState } from 'react';
import { Copyable } from '../../ui/Copyable.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogHead } from '../../ui/DialogHead.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Thumbnail } from '../../ui/Thumbnail.tsx';
import { Toggle } from '../../ui/Toggle.tsx';
import classes from './Gallery.module.css';

/** What stands beside other things: facts, a switch, a text to take along, a window with a head. */
export function Small() {
  const [on, setOn] = useState(true);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <div className={classes.stack}>
      <Facts facts={[['Made', '20 Nov 2026'], ['Prefix', <code key="prefix">hak_9fK2mQ7x</code>]]} />
      <Toggle label="Single keys" help="Such as G for going somewhere" on={on} onChange={setOn} />
      <Copyable value="https://hub.example/join#hin_4fK2mQ7x9fK2mQ7x9fK2mQ7x9fK2mQ7x" label="Link" act="Copy the link" />
      <div className="row wrap"><Thumbnail digest={null} alt="" /><Thumbnail digest={null} alt="" small /></div>
      <div><Button onClick={() => setOpen(true)}>Open a window</Button></div>
      <Dialog open={open} onClose={close} labelledBy="gallery-window">
        <DialogHead id="gallery-window" title="A window" onClose={close} />
        <p className="pad">Its head has a title and a way out.</p>
      </Dialog>
    </div>
  );
}
