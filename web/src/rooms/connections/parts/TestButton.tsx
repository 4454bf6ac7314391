import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { DialogHead } from '../../../ui/DialogHead.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Note } from '../../../ui/Note.tsx';
import { text } from '../accountText.ts';
import { type Account, ACCOUNTS, HEALTH, type Look, testAccount } from '../api.ts';
import { useCard } from '../useCard.ts';
import { Looked } from './Looked.tsx';
import classes from './TestButton.module.css';

/** Looks at the shop as if for the first time, and tells in words what the keys open. */
export function TestButton({ account }: { account: Account }) {
  const client = useQueryClient();
  const card = useCard(account);
  const offline = useSignal(offlineSince) !== null;
  const { busy, refused, act, clear } = useAct();
  const [look, setLook] = useState<Look | null>(null);
  const open = look !== null || refused !== null;

  async function test(): Promise<void> {
    try {
      setLook(await testAccount(account.id));
    } finally {
      // What was met stands at the account, also where there was no answer.
      await Promise.all([ACCOUNTS, HEALTH].map((queryKey) => client.invalidateQueries({ queryKey })));
    }
  }
  function close(): void {
    setLook(null);
    clear();
  }
  return (
    <>
      <Button leftSection={<Icon name="refresh" />} loading={busy} disabled={offline} onClick={() => void act(test)}>{text.test}</Button>
      <Dialog open={open} onClose={close} labelledBy="tested-title" wide>
        <DialogHead id="tested-title" title={text.tested} onClose={close} />
        <div className={classes.body}>
          {refused && <Note tone="bad" icon="warn" role="alert"><span lang="en"><b>{refused.message}</b> {refused.nextStep}</span></Note>}
          {look && <Looked look={look} platform={card} />}
          <div className={classes.acts}><Button onClick={close} data-autofocus>{text.close}</Button></div>
        </div>
      </Dialog>
    </>
  );
}
