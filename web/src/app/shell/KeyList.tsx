import { useState } from 'react';
import { activeKeys, type Key, keysOff, shownKeys, switchKeys } from '../../lib/keys.ts';
import { useSignal } from '../../lib/signal.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { DialogHead } from '../../ui/DialogHead.tsx';
import { Keys } from '../../ui/Keys.tsx';
import { Toggle } from '../../ui/Toggle.tsx';
import classes from './KeyList.module.css';
import { keyListOpen } from './open.ts';
import { text } from './text.ts';

const close = () => keyListOpen.set(false);

/** Every key that can be pressed on this page, behind `?`. */
export function KeyList() {
  const open = useSignal(keyListOpen);
  return (
    <Dialog open={open} onClose={close} labelledBy="key-list">
      <DialogHead id="key-list" title={text.keys} onClose={close} />
      <List />
    </Dialog>
  );
}

function List() {
  const [keys] = useState<Key[]>(activeKeys);
  const off = useSignal(keysOff);
  return (
    <>
      <dl className={classes.list}>
        {keys.map((key) => (
          <div key={key.keys}>
            <dt>{key.label}</dt>
            <dd><Keys keys={shownKeys(key.keys)} apart /></dd>
          </div>
        ))}
        <div>
          <dt>{text.keyMenu}</dt>
          <dd><Keys keys={['Esc']} apart /></dd>
        </div>
      </dl>
      <div className={classes.foot}>
        <Toggle label={text.singleKeys} help={off ? text.keysOff : text.keysOn} on={!off} onChange={(on) => switchKeys(!on)} />
      </div>
    </>
  );
}
