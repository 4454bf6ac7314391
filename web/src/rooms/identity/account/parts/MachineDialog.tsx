import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { DialogHead } from '../../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../../ui/form/Form.tsx';
import { TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { Icon } from '../../../../ui/Icon.tsx';
import { told, words } from '../../sign-in/refusals.ts';
import { SESSIONS, signMachineIn, type Tokens } from '../api.ts';
import { text } from '../text.ts';
import classes from './account.module.css';
import { CopyButton } from './CopyButton.tsx';

/** Signs a program in that acts as this person; its tokens are shown once. */
export function MachineDialog() {
  const [open, setOpen] = useState(false);
  const [tokens, setTokens] = useState<Tokens | null>(null);
  const close = () => {
    setOpen(false);
    setTokens(null);
  };
  return (
    <>
      <Button leftSection={<Icon name="plus" />} onClick={() => setOpen(true)}>{text.machineAdd}</Button>
      <Dialog open={open} onClose={close} labelledBy="machine-title">
        <DialogHead id="machine-title" title={tokens ? text.machineTokens : text.machineAdd} onClose={close} />
        {tokens ? <Shown tokens={tokens} close={close} /> : <Asked onDone={setTokens} close={close} />}
      </Dialog>
    </>
  );
}

function Asked({ onDone, close }: { onDone: (tokens: Tokens) => void; close: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    name: 'machine',
    initial: { name: '' },
    checks: { name: (value) => (value.trim() ? '' : words('name_wrong')) },
    submit: async ({ name }) => {
      const tokens = await told(signMachineIn(name));
      void client.invalidateQueries({ queryKey: SESSIONS });
      onDone(tokens);
    },
  });
  return (
    <div className={classes.dialog}>
      <Form form={form} label={text.machineAdd}>
        <TextField form={form} name="name" label={text.machineName} help={text.machineHelp} autoComplete="off" autoFocus />
        <div className={classes.buttons}>
          <Button onClick={close}>{text.cancel}</Button>
          <Submit form={form}>{text.machineAdd}</Submit>
        </div>
      </Form>
    </div>
  );
}

function Shown({ tokens, close }: { tokens: Tokens; close: () => void }) {
  const both = [
    { label: text.access, token: tokens.access_token },
    { label: text.refresh, token: tokens.refresh_token },
  ];
  return (
    <div className={classes.dialog}>
      <p className="muted">{text.machineTokensMore(Math.round(tokens.expires_in / 60))}</p>
      {both.map(({ label, token }) => (
        <div key={label} className={classes.token}>
          <span>{label}</span>
          <div><code title={token}>{token}</code><CopyButton words={token} label={`${text.copy}: ${label}`} /></div>
        </div>
      ))}
      <div className={classes.buttons}><Button variant="filled" onClick={close}>{text.done}</Button></div>
    </div>
  );
}
