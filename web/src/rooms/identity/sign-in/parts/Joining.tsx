import { Button } from '@mantine/core';
import { useGo } from '../../../../lib/address.ts';
import { useSignOut } from '../../../../lib/signing.ts';
import { Form } from '../../../../ui/form/Form.tsx';
import { TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { Time } from '../../../../ui/Time.tsx';
import { type Invitation, join, type Joined } from '../api.ts';
import { text } from '../joinText.ts';
import { PASSWORD_CHARS_MIN } from '../model.ts';
import { told, words } from '../refusals.ts';
import { text as common } from '../text.ts';
import { Go } from './Go.tsx';
import classes from './parts.module.css';
import { Secret } from './Secret.tsx';

export function Facts({ shown }: { shown: Invitation }) {
  return (
    <dl className={classes.facts}>
      <dt>{text.inviter}</dt>
      <dd><bdi>{shown.inviter || text.operator}</bdi></dd>
      <dt>{text.role}</dt>
      <dd>{text.roles[shown.role] ?? shown.role}</dd>
      <dt>{text.email}</dt>
      <dd>{shown.email}</dd>
      <dt>{text.until}</dt>
      <dd><Time at={shown.expires_at} as="when" /></dd>
    </dl>
  );
}

/** Signed in as the one who is invited: one press. */
export function AcceptForm({ shown, accept }: { shown: Invitation; accept: () => Promise<void> }) {
  const form = useForm({ name: 'join-accept', initial: {}, submit: accept });
  return <Form form={form} label={text.join}><Go form={form}>{text.accept(shown.workspace)}</Go></Form>;
}

type NewcomerProps = { token: string; email: string; onDone: (joined: Joined) => Promise<void> };

/** Nobody has this address yet: an account is made on the way. */
export function NewcomerForm({ token, email, onDone }: NewcomerProps) {
  const form = useForm({
    name: 'join',
    initial: { name: '', email, password: '' },
    secrets: ['email', 'password'],
    checks: {
      name: (value) => (value.trim() ? '' : words('name_missing')),
      password: (value) => (value.length >= PASSWORD_CHARS_MIN ? '' : words('password_short')),
    },
    submit: async ({ name, password }) => onDone(await told(join(token, { name, password }))),
  });
  return (
    <Form form={form} label={text.join}>
      <TextField form={form} name="name" label={common.name} help={common.nameHelp} autoComplete="name" autoFocus large />
      {/* For whatever keeps passwords: it has to know whose this one is. */}
      <input className="sr" type="email" name="username" autoComplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
      <Secret form={form} name="password" label={common.newPassword} help={common.passwordHelp} autoComplete="new-password" />
      <Go form={form}>{text.join}</Go>
    </Form>
  );
}

/** Signed in as another: nothing is accepted by mistake, and either way leads on. */
export function WrongPerson({ email }: { email: string }) {
  const signOut = useSignOut();
  const go = useGo();
  const form = useForm({ name: 'join-other', initial: {}, submit: () => signOut('/join') });
  return (
    <Form form={form} label={text.wrongTitle}>
      <Go form={form}>{text.other(email)}</Go>
      <Button size="lg" fullWidth onClick={() => go('/')}>{text.stay}</Button>
    </Form>
  );
}
