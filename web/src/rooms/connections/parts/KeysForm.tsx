import { Button } from '@mantine/core';
import { useState } from 'react';
import { offlineSince } from '../../../lib/reach.ts';
import { useSignal } from '../../../lib/signal.ts';
import { Form } from '../../../ui/form/Form.tsx';
import { AreaField, SecretField, TextField } from '../../../ui/form/fields.tsx';
import type { FormOf } from '../../../ui/form/useForm.ts';
import { Note } from '../../../ui/Note.tsx';
import type { Account, Platform, SignIn, WantedKey } from '../api.ts';
import { text } from '../connectText.ts';
import { keysFor } from '../model.ts';
import { text as common } from '../text.ts';
import { NAME, useConnecting } from '../useConnecting.ts';
import classes from './KeysForm.module.css';
import { Looked } from './Looked.tsx';

type Props = { platform: Platform; way: SignIn; account?: Account };

/** The form that the card of the platform asks for; first it tests, then it connects. */
export function KeysForm({ platform, way, account }: Props) {
  const { form, looked, changed, next, testAgain } = useConnecting({ platform, way, account: account ?? null });
  const keys = keysFor(platform, way);
  const offline = useSignal(offlineSince) !== null;
  const verb = { test: looked ? text.testAgain : text.test, connect: account ? text.connectAgain : text.connect, go: text.go }[next];
  const askName = !account && (next === 'go' || looked !== null);
  return (
    <Form form={form} label={text.way}>
      {keys.filter((key) => !key.lines).map((key) => <KeyField key={key.name} form={form} wanted={key} />)}
      <Seldom form={form} keys={keys.filter((key) => key.lines)} kept={account?.own_authority ?? false} />
      {looked && (
        <section className={classes.looked} aria-label={text.found}>
          <h2>{text.found}</h2>
          {changed ? <Note tone="warn" icon="history">{text.changed}</Note> : <Looked look={looked} platform={platform} />}
        </section>
      )}
      {askName && <TextField form={form} name={NAME} label={text.name} help={text.nameHelp} most={80} width="middle" autoComplete="off" placeholder={looked?.name ?? ''} />}
      <div className={classes.acts}>
        <Button type="submit" variant="filled" loading={form.busy} disabled={offline}>{verb}</Button>
        {next === 'connect' && <Button disabled={form.busy || offline} onClick={testAgain}>{text.testAgain}</Button>}
        <span className="faint small">{offline ? common.offline : next === 'go' ? text.goMore : next === 'test' ? text.testing : ''}</span>
      </div>
    </Form>
  );
}

/** What few shops need; open where something is in it, for there it may be wrong. */
function Seldom({ form, keys, kept }: { form: FormOf<Record<string, string>>; keys: readonly WantedKey[]; kept: boolean }) {
  const [open, setOpen] = useState(false);
  if (keys.length === 0) return null;
  const filled = keys.some(({ name }) => (form.values[name] ?? '') !== '');
  return (
    <details className={classes.seldom} open={open || filled} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.seldom}</summary>
      {keys.map((key) => <AreaField key={key.name} form={form} name={key.name} label={text.optional(key.label)} help={kept ? text.keptAuthority : key.hint} rows={6} />)}
    </details>
  );
}

function KeyField({ form, wanted }: { form: FormOf<Record<string, string>>; wanted: WantedKey }) {
  const label = wanted.needed ? wanted.label : text.optional(wanted.label);
  if (wanted.hidden) return <SecretField form={form} name={wanted.name} label={label} help={wanted.hint} autoComplete="off" />;
  return <TextField form={form} name={wanted.name} label={label} help={wanted.hint} autoComplete="off" required={wanted.needed} />;
}
