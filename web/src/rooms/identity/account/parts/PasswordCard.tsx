import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMe } from '../../../../lib/me.ts';
import { toast } from '../../../../lib/toasts.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Form, Submit } from '../../../../ui/form/Form.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { PASSWORD_CHARS_MIN } from '../../sign-in/model.ts';
import { Secret } from '../../sign-in/parts/Secret.tsx';
import { told, words } from '../../sign-in/refusals.ts';
import { text as signInText } from '../../sign-in/text.ts';
import { useFirst } from '../../sign-in/useFirst.ts';
import { useWait } from '../../sign-in/useWait.ts';
import { changePassword, SESSIONS } from '../api.ts';
import { text } from '../text.ts';
import classes from './account.module.css';

type Props = { open: boolean; setOpen: (open: boolean) => void };

export function PasswordCard({ open, setOpen }: Props) {
  return (
    <Card title={text.password} padded end={!open && <Button onClick={() => setOpen(true)}>{text.passwordButton}</Button>}>
      <p className={`muted ${open ? classes.above : ''}`}>{text.passwordMore}</p>
      {open && <PasswordForm close={() => setOpen(false)} />}
    </Card>
  );
}

function PasswordForm({ close }: { close: () => void }) {
  const client = useQueryClient();
  const me = useMe();
  const wait = useWait();
  const ref = useFirst<HTMLDivElement>();
  const form = useForm({
    name: 'password',
    initial: { current: '', password: '' },
    secrets: ['current', 'password'],
    checks: { password: (value) => (value.length >= PASSWORD_CHARS_MIN ? '' : words('password_short')) },
    submit: ({ current, password }) => wait.heed(told(changePassword(current, password), { at: 'current' })),
    onDone: () => {
      toast(text.passwordDone);
      void client.invalidateQueries({ queryKey: SESSIONS });
      close();
    },
  });
  return (
    <div ref={ref}>
      <Form form={form} label={text.password} className={classes.middle ?? ''}>
        <input className="sr" type="email" name="username" autoComplete="username" value={me?.person.email ?? ''} readOnly tabIndex={-1} aria-hidden="true" />
        <Secret form={form} name="current" label={text.passwordNow} autoComplete="current-password" autoFocus large={false} />
        <Secret form={form} name="password" label={text.passwordNew} help={signInText.passwordHelp} autoComplete="new-password" large={false} />
        <div className={classes.pair}>
          <Submit form={form} why={wait.left_s > 0 ? signInText.nextTry(wait.left_s) : ''}>{text.passwordButton}</Submit>
          <Button onClick={close}>{text.cancel}</Button>
        </div>
      </Form>
    </div>
  );
}
