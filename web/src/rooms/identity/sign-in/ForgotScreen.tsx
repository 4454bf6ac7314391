import { useAddress, wordOf } from '../../../lib/address.ts';
import { Form } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Link } from '../../../ui/Link.tsx';
import { forgot } from './api.ts';
import { looksLikeEmail } from './model.ts';
import { Frame } from './parts/Frame.tsx';
import { Go } from './parts/Go.tsx';
import { MailSent } from './parts/MailSent.tsx';
import classes from './parts/parts.module.css';
import { told, words } from './refusals.ts';
import { text } from './text.ts';
import { titles } from './titles.ts';
import { useMailWay } from './useMailWay.ts';
import { useWait } from './useWait.ts';

export default function ForgotScreen() {
  const { search } = useAddress();
  const way = useMailWay();
  if (wordOf(search, 'sent')) {
    return (
      <Frame name={titles.forgot} title={way === 'operator' ? text.noMailTitle : text.sentTitle}>
        <MailSent way={way} sent={text.sentForgot} kind="reset" />
      </Frame>
    );
  }
  return (
    <Frame name={titles.forgot} title={text.forgotTitle} lead={text.forgotLead}>
      <ForgotForm />
      <p className={classes.foot}><Link to="/sign-in" className="link">{text.backToSignIn}</Link></p>
    </Frame>
  );
}

function ForgotForm() {
  const { change } = useAddress();
  const wait = useWait();
  const form = useForm({
    name: 'forgot',
    initial: { email: '' },
    checks: { email: (value) => (looksLikeEmail(value) ? '' : words('email_wrong')) },
    submit: ({ email }) => wait.heed(told(forgot(email), { at: 'email' })),
    onDone: () => change({ sent: '1' }, { replace: false }),
  });
  return (
    <Form form={form} label={text.forgotTitle}>
      <TextField form={form} name="email" label={text.email} type="email" inputMode="email" autoComplete="username" autoFocus large />
      <Go form={form} left_s={wait.left_s}>{text.forgotButton}</Go>
    </Form>
  );
}
