import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { attempt, useAct } from '../../../../lib/useAct.ts';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { type Endpoint, ENDPOINTS, readSecret, renewSecret } from '../api.ts';
import { text } from '../text.ts';
import classes from './dialogs.module.css';
import { SecretDialog } from './SecretDialog.tsx';

/** The secret of an endpoint: looked at, or made anew after a question. */
export function useSecret(endpoint: Endpoint): { show: () => void; renew: () => void; busy: boolean; dialogs: ReactNode } {
  const client = useQueryClient();
  const [secret, setSecret] = useState('');
  const [asking, setAsking] = useState(false);
  const { busy, refused, act, clear } = useAct();

  async function renew(): Promise<void> {
    const done = await act(async () => {
      const made = await renewSecret(endpoint);
      await client.invalidateQueries({ queryKey: ENDPOINTS });
      setSecret(made.secret);
    });
    if (done) setAsking(false);
  }
  const close = () => {
    setAsking(false);
    clear();
  };

  return {
    busy,
    show: () => attempt(async () => setSecret(await readSecret(endpoint.id))),
    renew: () => setAsking(true),
    dialogs: (
      <>
        <Dialog open={asking} onClose={close} labelledBy="renew-title">
          <div className={classes.body}>
            <h2 id="renew-title">{text.renewTitle}</h2>
            <ul className={classes.points}>
              {text.renewMore.map((words) => <li key={words}><Icon name="check" className="ok" />{words}</li>)}
            </ul>
            {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
            <div className={classes.acts}>
              <Button data-autofocus onClick={close}>{text.keep}</Button>
              <Button variant="filled" loading={busy} onClick={() => void renew()}>{text.renewDo}</Button>
            </div>
          </div>
        </Dialog>
        <SecretDialog secret={secret} onClose={() => setSecret('')} />
      </>
    ),
  };
}
