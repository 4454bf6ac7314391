import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Card } from '../../../../ui/Card.tsx';
import { Form, Submit } from '../../../../ui/form/Form.tsx';
import { TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { Note } from '../../../../ui/Note.tsx';
import { welcomeQuery } from '../../sign-in/api.ts';
import { looksLikeEmail } from '../../sign-in/model.ts';
import { Command } from '../../sign-in/parts/MailSent.tsx';
import { Secret } from '../../sign-in/parts/Secret.tsx';
import { told, words } from '../../sign-in/refusals.ts';
import { useFirst } from '../../sign-in/useFirst.ts';
import { useWait } from '../../sign-in/useWait.ts';
import { text as signInText } from '../../sign-in/text.ts';
import { changeEmail } from '../api.ts';
import { text } from '../text.ts';
import classes from './account.module.css';

/** The address: a new one counts when the link that was sent to it is opened. */
export function EmailCard({ email }: { email: string }) {
  const [open, setOpen] = useState(false);
  const [sentTo, setSentTo] = useState('');
  const mailReady = useQuery(welcomeQuery).data?.mail_ready ?? true;
  return (
    <Card title={text.email} sub={email} padded end={!open && <Button onClick={() => setOpen(true)}>{text.emailChange}</Button>}>
      <div className={classes.dialogless}>
        {sentTo ? (
          <>
            <Note tone="accent" icon="clock" role="status">{text.emailSent(sentTo)}</Note>
            {!mailReady && <><p className="muted">{text.emailNoMail}</p><Command>hanse mail list</Command></>}
          </>
        ) : (
          <p className="muted">{text.emailNow}</p>
        )}
        {open && (
          <EmailForm
            close={() => setOpen(false)}
            onSent={(address) => {
              setSentTo(address);
              setOpen(false);
            }}
          />
        )}
      </div>
    </Card>
  );
}

function EmailForm({ close, onSent }: { close: () => void; onSent: (address: string) => void }) {
  const wait = useWait();
  const ref = useFirst<HTMLDivElement>();
  const form = useForm({
    name: 'email',
    initial: { email: '', password: '' },
    secrets: ['password'],
    checks: { email: (value) => (looksLikeEmail(value) ? '' : words('email_wrong')) },
    submit: ({ email, password }) => wait.heed(told(changeEmail(email, password), { at: 'password' })),
    onDone: ({ email }) => onSent(email),
  });
  return (
    <div ref={ref}>
      <Form form={form} label={text.emailChange} className={classes.middle ?? ''}>
        <TextField form={form} name="email" label={text.emailNew} type="email" inputMode="email" autoComplete="email" autoFocus />
        <Secret form={form} name="password" label={text.emailPassword} autoComplete="current-password" large={false} />
        <div className={classes.pair}>
          <Submit form={form} why={wait.left_s > 0 ? signInText.nextTry(wait.left_s) : ''}>{text.emailSend}</Submit>
          <Button onClick={close}>{text.cancel}</Button>
        </div>
      </Form>
    </div>
  );
}
