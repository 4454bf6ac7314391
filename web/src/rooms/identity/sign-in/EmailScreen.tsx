import { useState } from 'react';
import { Form } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Link } from '../../../ui/Link.tsx';
import { confirmEmail } from './api.ts';
import { Frame } from './parts/Frame.tsx';
import { Go } from './parts/Go.tsx';
import { OfLink } from './parts/OfLink.tsx';
import classes from './parts/parts.module.css';
import { told } from './refusals.ts';
import { text } from './text.ts';
import { titles } from './titles.ts';

/** The link that was sent to a new address. A press is asked for: scanners of mail open links too. */
export default function EmailScreen() {
  const [done, setDone] = useState(false);
  if (done) {
    return (
      <Frame name={titles.email} title={text.emailDone} lead={text.emailDoneMore}>
        <Link to="/" className={`button filled ${classes.big}`}>{text.toHanse}</Link>
      </Frame>
    );
  }
  return (
    <OfLink name={titles.email} again="/me">
      {(token) => (
        <Frame name={titles.email} title={text.emailTitle} lead={text.emailLead}>
          <EmailForm token={token} onDone={() => setDone(true)} />
        </Frame>
      )}
    </OfLink>
  );
}

function EmailForm({ token, onDone }: { token: string; onDone: () => void }) {
  const form = useForm({ name: 'email-confirm', initial: {}, submit: () => told(confirmEmail(token)), onDone });
  return <Form form={form} label={text.emailTitle}><Go form={form}>{text.emailButton}</Go></Form>;
}
