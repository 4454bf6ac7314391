import { useState } from 'react';
import { Form } from '../../../ui/form/Form.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { confirm, type SignIn } from './api.ts';
import { useCome } from './coming.ts';
import { Frame } from './parts/Frame.tsx';
import { Go } from './parts/Go.tsx';
import { OfLink } from './parts/OfLink.tsx';
import { SecondFactor } from './parts/SecondFactor.tsx';
import { Secret } from './parts/Secret.tsx';
import { told } from './refusals.ts';
import { text } from './text.ts';
import { titles } from './titles.ts';
import { useWait } from './useWait.ts';

/** The link of a registration: with the password that was chosen it confirms and signs in. */
export default function ConfirmScreen() {
  const [half, setHalf] = useState<SignIn | null>(null);
  const come = useCome();
  if (half) {
    return (
      <Frame name={titles.confirm} title={text.factorTitle} lead={text.factorLead} keeps>
        <SecondFactor half={half} onDone={() => come('/')} onAnew={() => setHalf(null)} />
      </Frame>
    );
  }
  return (
    <OfLink name={titles.confirm} again="/register">
      {(token) => (
        <Frame name={titles.confirm} title={text.confirmTitle} lead={text.confirmLead} keeps>
          <ConfirmForm token={token} onHalf={setHalf} onDone={() => come('/')} />
        </Frame>
      )}
    </OfLink>
  );
}

type Props = { token: string; onHalf: (half: SignIn) => void; onDone: () => Promise<void> };

function ConfirmForm({ token, onHalf, onDone }: Props) {
  const wait = useWait();
  const form = useForm({
    name: 'confirm',
    initial: { password: '' },
    secrets: ['password'],
    submit: async ({ password }) => {
      const answer = await wait.heed(told(confirm(token, password), { at: 'password' }));
      if (answer.state === 'second_factor') onHalf(answer);
      else await onDone();
    },
  });
  return (
    <Form form={form} label={text.confirmTitle}>
      <Secret form={form} name="password" label={text.password} autoComplete="current-password" autoFocus last />
      <Go form={form} left_s={wait.left_s}>{text.confirmButton}</Go>
    </Form>
  );
}
