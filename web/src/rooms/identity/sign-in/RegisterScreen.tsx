import { useQuery } from '@tanstack/react-query';
import { useAddress, wordOf } from '../../../lib/address.ts';
import { Form } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Link } from '../../../ui/Link.tsx';
import { register, welcomeQuery } from './api.ts';
import { looksLikeEmail, PASSWORD_CHARS_MIN } from './model.ts';
import { Frame } from './parts/Frame.tsx';
import { Go } from './parts/Go.tsx';
import { MailSent } from './parts/MailSent.tsx';
import classes from './parts/parts.module.css';
import { Secret } from './parts/Secret.tsx';
import { told, words } from './refusals.ts';
import { text } from './text.ts';
import { titles } from './titles.ts';
import { useMailWay } from './useMailWay.ts';
import { useWait } from './useWait.ts';

export default function RegisterScreen() {
  const { search } = useAddress();
  const { data: welcome, isPending, failureCount } = useQuery(welcomeQuery);
  const way = useMailWay();
  const name = titles.register;
  // For a moment nothing: a form that turns into a sentence would jump.
  if (isPending && failureCount === 0) return null;
  if (wordOf(search, 'sent')) {
    return (
      <Frame name={name} title={way === 'operator' ? text.noMailTitle : text.sentTitle}>
        <MailSent way={way} sent={text.sentRegister} kind="confirm" />
      </Frame>
    );
  }
  if (welcome?.registration === 'invited') {
    return (
      <Frame name={name} title={text.closedTitle} lead={text.closedMore}>
        <p className={classes.foot}><Link to="/sign-in" className="link">{text.backToSignIn}</Link></p>
      </Frame>
    );
  }
  return (
    <Frame name={name} title={text.registerTitle} lead={text.registerLead} keeps>
      <RegisterForm />
      <p className={classes.foot}>
        <span className="faint">{text.haveOne} <Link to="/sign-in" className="link">{text.signIn}</Link></span>
      </p>
    </Frame>
  );
}

function RegisterForm() {
  const { change } = useAddress();
  const wait = useWait();
  const form = useForm({
    name: 'register',
    initial: { name: '', email: '', password: '' },
    secrets: ['password'],
    checks: {
      name: (value) => (value.trim() ? '' : words('name_missing')),
      email: (value) => (looksLikeEmail(value) ? '' : words('email_wrong')),
      password: (value) => (value.length >= PASSWORD_CHARS_MIN ? '' : words('password_short')),
    },
    submit: (who) => wait.heed(told(register(who))),
    onDone: () => change({ sent: '1' }, { replace: false }),
  });
  return (
    <Form form={form} label={text.registerTitle}>
      <TextField form={form} name="name" label={text.name} help={text.nameHelp} autoComplete="name" autoFocus large />
      <TextField form={form} name="email" label={text.email} type="email" inputMode="email" autoComplete="username" large />
      <Secret form={form} name="password" label={text.newPassword} help={text.passwordHelp} autoComplete="new-password" />
      <Go form={form} left_s={wait.left_s}>{text.registerButton}</Go>
    </Form>
  );
}
