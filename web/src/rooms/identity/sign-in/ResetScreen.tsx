import { useState } from 'react';
import { Form } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Link } from '../../../ui/Link.tsx';
import { reset } from './api.ts';
import { PASSWORD_CHARS_MIN } from './model.ts';
import { Frame } from './parts/Frame.tsx';
import { Go } from './parts/Go.tsx';
import { OfLink } from './parts/OfLink.tsx';
import classes from './parts/parts.module.css';
import { Secret } from './parts/Secret.tsx';
import { told, words } from './refusals.ts';
import { text } from './text.ts';
import { titles } from './titles.ts';

/** The link of a forgotten password. */
export default function ResetScreen() {
  const [done, setDone] = useState(false);
  if (done) {
    return (
      <Frame name={titles.reset} title={text.resetDone} lead={text.resetDoneMore}>
        <Link to="/sign-in" className={`button filled ${classes.big}`}>{text.signIn}</Link>
      </Frame>
    );
  }
  return (
    <OfLink name={titles.reset} again="/sign-in/forgot">
      {(token) => (
        <Frame name={titles.reset} title={text.resetTitle} lead={text.resetLead}>
          <ResetForm token={token} onDone={() => setDone(true)} />
        </Frame>
      )}
    </OfLink>
  );
}

function ResetForm({ token, onDone }: { token: string; onDone: () => void }) {
  const form = useForm({
    name: 'reset',
    initial: { password: '' },
    secrets: ['password'],
    checks: { password: (value) => (value.length >= PASSWORD_CHARS_MIN ? '' : words('password_short')) },
    submit: ({ password }) => told(reset(token, password)),
    onDone,
  });
  return (
    <>
      <Form form={form} label={text.resetTitle}>
        <Secret form={form} name="password" label={text.newPassword} help={text.passwordHelp} autoComplete="new-password" autoFocus />
        <Go form={form}>{text.resetButton}</Go>
      </Form>
      {form.refused?.code === 'link_over' && (
        <p className={classes.foot}><Link to="/sign-in/forgot" className="link">{text.newLink}</Link></p>
      )}
    </>
  );
}
