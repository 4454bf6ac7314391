import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '../../../../lib/toasts.ts';
import { useAct } from '../../../../lib/useAct.ts';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { DialogHead } from '../../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../../ui/form/Form.tsx';
import { TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { Icon } from '../../../../ui/Icon.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { told, words } from '../../sign-in/refusals.ts';
import { type Added, type Factor, FACTORS, removeFactor, renameFactor, renewCodes } from '../api.ts';
import { text } from '../factorText.ts';
import { text as common } from '../text.ts';
import classes from './account.module.css';
import { Codes } from './Codes.tsx';
import { PasskeySteps } from './PasskeySteps.tsx';
import { TotpSteps } from './TotpSteps.tsx';

export type Opened =
  | null
  | { kind: 'totp' | 'passkey' | 'codes' }
  | { kind: 'rename'; factor: Factor }
  | { kind: 'remove'; factor: Factor; last: boolean };

const TITLE = 'factor-title';

export function FactorDialogs({ opened, close }: { opened: Opened; close: () => void }) {
  const client = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const read = () => void client.invalidateQueries({ queryKey: FACTORS });
  function leave(): void {
    setCodes(null);
    close();
    read();
  }
  function added({ factor, recovery_codes: given }: Added): void {
    toast(text.counts(factor.name));
    if (given.length === 0) return leave();
    read();
    setCodes(given);
  }
  return (
    <Dialog open={opened !== null} onClose={codes ? () => {} : leave} labelledBy={TITLE}>
      <DialogHead id={TITLE} title={codes ? text.codesTitle : titleOf(opened)} onClose={leave} />
      {codes && <Codes codes={codes} onKept={leave} />}
      {!codes && opened?.kind === 'totp' && <TotpSteps onAdded={added} onLeave={leave} />}
      {!codes && opened?.kind === 'passkey' && <PasskeySteps onAdded={added} onLeave={leave} />}
      {!codes && opened?.kind === 'codes' && <Renew onMade={setCodes} onLeave={leave} />}
      {opened?.kind === 'rename' && <Rename factor={opened.factor} onLeave={leave} />}
      {opened?.kind === 'remove' && <Remove factor={opened.factor} last={opened.last} onLeave={leave} />}
    </Dialog>
  );
}

function titleOf(opened: Opened): string {
  if (opened?.kind === 'rename') return text.renameNamed(opened.factor.name);
  if (opened?.kind === 'remove') return text.removeTitle(opened.factor.name);
  return { totp: text.addApp, passkey: text.addPasskey, codes: text.renew }[opened?.kind ?? 'codes'];
}

function Rename({ factor, onLeave }: { factor: Factor; onLeave: () => void }) {
  const form = useForm({
    name: `factor-${factor.id}`,
    initial: { name: factor.name },
    checks: { name: (value) => (value.trim() ? '' : words('name_wrong')) },
    submit: ({ name }) => told(renameFactor(factor.id, name)),
    onDone: onLeave,
  });
  return (
    <div className={classes.dialog}>
      <Form form={form} label={text.rename}>
        <TextField form={form} name="name" label={text.name} help={text.nameHelp} autoComplete="off" autoFocus />
        <div className={classes.buttons}>
          <Button onClick={onLeave}>{common.cancel}</Button>
          <Submit form={form}>{text.save}</Submit>
        </div>
      </Form>
    </div>
  );
}

/** What ends and what stays; the safe button comes first. */
function Remove({ factor, last, onLeave }: { factor: Factor; last: boolean; onLeave: () => void }) {
  const { busy, refused, act } = useAct();
  async function remove(): Promise<void> {
    if (!(await act(() => told(removeFactor(factor.id))))) return;
    toast(text.removed(factor.name));
    onLeave();
  }
  return (
    <div className={classes.dialog}>
      <ul className={classes.ends}>
        <li><Icon name="x" className="bad" />{last ? text.removeLast : text.removeEnds}</li>
        <li><Icon name="check" className="ok" />{text.removeStays}</li>
      </ul>
      {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      <div className={classes.buttons}>
        <Button onClick={onLeave} data-autofocus>{text.keep}</Button>
        <Button variant="filled" className="danger" loading={busy} onClick={() => void remove()}>{text.remove}</Button>
      </div>
    </div>
  );
}

function Renew({ onMade, onLeave }: { onMade: (codes: readonly string[]) => void; onLeave: () => void }) {
  const { busy, refused, act } = useAct();
  const renew = () => act(async () => onMade((await told(renewCodes())).recovery_codes));
  return (
    <div className={classes.dialog}>
      <p className="muted">{text.renewMore}</p>
      {refused && <Note tone="bad" icon="warn" role="alert"><b>{refused.message}</b> {refused.nextStep}</Note>}
      <div className={classes.buttons}>
        <Button onClick={onLeave}>{common.cancel}</Button>
        <Button variant="filled" loading={busy} onClick={() => void renew()} data-autofocus>{text.renew}</Button>
      </div>
    </div>
  );
}
