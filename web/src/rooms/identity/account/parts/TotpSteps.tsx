import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Form, Submit } from '../../../../ui/form/Form.tsx';
import { TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { isCode } from '../../sign-in/model.ts';
import { told, words } from '../../sign-in/refusals.ts';
import { useFirst } from '../../sign-in/useFirst.ts';
import { useWait } from '../../sign-in/useWait.ts';
import { text as signInText } from '../../sign-in/text.ts';
import { type Added, beginTotp, confirmTotp } from '../api.ts';
import { text } from '../factorText.ts';
import { grouped } from '../model.ts';
import { text as common } from '../text.ts';
import classes from './account.module.css';
import { QrCode } from './QrCode.tsx';

type Begun = { id: string; secret: string; uri: string };
type Props = { onAdded: (added: Added) => void; onLeave: () => void };

/** A name, then the secret for the app and a first code that shows it works. */
export function TotpSteps({ onAdded, onLeave }: Props) {
  const [begun, setBegun] = useState<Begun | null>(null);
  const leave = <Button onClick={onLeave}>{common.cancel}</Button>;
  return begun ? <Second begun={begun} onAdded={onAdded} leave={leave} /> : <First onBegun={setBegun} leave={leave} />;
}

function First({ onBegun, leave }: { onBegun: (begun: Begun) => void; leave: ReactNode }) {
  const ref = useFirst<HTMLDivElement>();
  const form = useForm({
    name: 'totp-name',
    initial: { name: text.phone },
    checks: { name: (value) => (value.trim() ? '' : words('name_wrong')) },
    submit: async ({ name }) => onBegun(await told(beginTotp(name))),
  });
  return (
    <div className={classes.dialog} ref={ref} tabIndex={-1}>
      <p className="muted">{text.appFirst}</p>
      <Form form={form} label={text.addApp}>
        <TextField form={form} name="name" label={text.name} help={text.nameHelp} autoComplete="off" autoFocus />
        <div className={classes.buttons}>{leave}<Submit form={form}>{text.goOn}</Submit></div>
      </Form>
    </div>
  );
}

function Second({ begun, onAdded, leave }: { begun: Begun; onAdded: (added: Added) => void; leave: ReactNode }) {
  const ref = useFirst<HTMLDivElement>();
  const wait = useWait();
  const form = useForm({
    name: 'totp-code',
    initial: { code: '' },
    secrets: ['code'],
    checks: { code: (value) => (isCode(value) ? '' : words('code_wrong')) },
    submit: async ({ code }) =>
      onAdded(await wait.heed(told(confirmTotp(begun.id, code), { at: 'code', as: { rejected: 'code_wrong' } }))),
  });
  return (
    <div className={classes.dialog} ref={ref} tabIndex={-1}>
      <div className={classes.qr}>
        <QrCode words={begun.uri} label={text.scanAlt} />
        <div>
          <b>{text.scan}</b>
          <p className="muted">{text.cannotScan}</p>
          <code className={classes.secret}>{grouped(begun.secret)}</code>
          <p><a className="link small" href={begun.uri}>{text.openHere}</a></p>
        </div>
      </div>
      <Form form={form} label={text.confirm}>
        <TextField form={form} name="code" label={text.code} autoComplete="one-time-code" inputMode="numeric" autoFocus />
        <div className={classes.buttons}>
          {leave}
          <Submit form={form} why={wait.left_s > 0 ? signInText.nextTry(wait.left_s) : ''}>{text.confirm}</Submit>
        </div>
      </Form>
    </div>
  );
}
