import { Button } from '@mantine/core';
import { useState } from 'react';
import { Refusal } from '../../../../lib/problem.ts';
import { Form } from '../../../../ui/form/Form.tsx';
import { TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { Icon } from '../../../../ui/Icon.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { question, secondFactor, type Shown, type SignIn } from '../api.ts';
import { isCode } from '../model.ts';
import { knowsPasskeys, showPasskey } from '../passkeys.ts';
import { told, words } from '../refusals.ts';
import { text } from '../text.ts';
import { useFirst } from '../useFirst.ts';
import { useWait } from '../useWait.ts';
import { Go } from './Go.tsx';
import classes from './parts.module.css';

type Props = { half: SignIn; onDone: () => Promise<void>; onAnew: () => void };
type Way = 'code' | 'recovery';

/** The second half of a sign-in: a passkey, a code of the app, or a code that was kept for the worst. */
export function SecondFactor({ half, onDone, onAnew }: Props) {
  const hasApp = half.ways.includes('totp');
  const hasPasskey = half.ways.includes('passkey');
  const [way, setWay] = useState<Way | null>(hasApp ? 'code' : null);
  const [over, setOver] = useState<Refusal | null>(null);

  async function show(shown: Shown): Promise<void> {
    try {
      await secondFactor(half.challenge, shown);
    } catch (error) {
      if (error instanceof Refusal && error.status === 410) setOver(error);
      throw error;
    }
    await onDone();
  }

  if (over) {
    return (
      <div className={classes.stack}>
        <Note tone="warn" icon="clock" role="alert">{words('challenge_over')}</Note>
        <Button variant="filled" size="lg" fullWidth onClick={onAnew}>{text.anew}</Button>
      </div>
    );
  }
  return (
    <div className={classes.stack}>
      {hasPasskey && <PasskeyWay half={half} show={show} first={way === null} />}
      {hasPasskey && way && <div className={classes.or}><span>{text.or}</span></div>}
      {way && <CodeWay key={way} way={way} show={show} />}
      <p className={classes.foot}>
        <button type="button" className="link" onClick={onAnew}>{text.backToSignIn}</button>
        {half.ways.includes('recovery') && way !== 'recovery' && (
          <button type="button" className="link" onClick={() => setWay('recovery')}>{text.byRecovery}</button>
        )}
        {hasApp && way === 'recovery' && (
          <button type="button" className="link" onClick={() => setWay('code')}>{text.byCode}</button>
        )}
      </p>
    </div>
  );
}

function CodeWay({ way, show }: { way: Way; show: (shown: Shown) => Promise<void> }) {
  const wait = useWait();
  const ref = useFirst<HTMLDivElement>();
  const isApp = way === 'code';
  const wrong = isApp ? 'code_wrong' : 'recovery_wrong';
  const form = useForm({
    name: `second-factor-${way}`,
    initial: { code: '' },
    secrets: ['code'],
    checks: { code: (code) => (isApp ? isCode(code) : code.trim() !== '') ? '' : words(wrong) },
    submit: ({ code }) =>
      wait.heed(told(show(isApp ? { code } : { recovery: code }), { at: 'code', as: { rejected: wrong } })),
  });
  return (
    <div ref={ref}>
      <Form form={form} label={text.factorTitle}>
        <TextField
          form={form}
          name="code"
          label={isApp ? text.code : text.recovery}
          help={isApp ? text.codeHelp : text.recoveryHelp}
          autoComplete={isApp ? 'one-time-code' : 'off'}
          inputMode={isApp ? 'numeric' : 'text'}
          autoFocus
          large
        />
        <Go form={form} left_s={wait.left_s}>{text.goOnButton}</Go>
      </Form>
    </div>
  );
}

function PasskeyWay({ half, show, first }: { half: SignIn; show: (shown: Shown) => Promise<void>; first: boolean }) {
  const form = useForm({
    name: 'second-factor-passkey',
    initial: {},
    submit: () =>
      told((async () => show({ passkey: await showPasskey((await question(half.challenge)).options) }))()),
  });
  if (!knowsPasskeys()) return <Note icon="key">{text.noPasskeyHere}</Note>;
  return (
    <Form form={form} label={text.byPasskey}>
      <Button
        type="submit"
        size="lg"
        fullWidth
        variant={first ? 'filled' : 'default'}
        loading={form.busy}
        leftSection={<Icon name="key" />}
      >
        {text.byPasskey}
      </Button>
    </Form>
  );
}
