import { Form } from '../../../../ui/form/Form.tsx';
import { TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { signIn, type SignIn } from '../api.ts';
import { looksLikeEmail } from '../model.ts';
import { told, words } from '../refusals.ts';
import { text } from '../text.ts';
import { useWait } from '../useWait.ts';
import { Go } from './Go.tsx';
import { Secret } from './Secret.tsx';

type Props = {
  /** Whose sign-in it must be; else it is asked for. */
  email?: string;
  onHalf: (half: SignIn) => void;
  onDone: () => Promise<void>;
};

/** Address and password. What is refused says the same for every address. */
export function SignInForm({ email = '', onHalf, onDone }: Props) {
  const wait = useWait();
  const form = useForm({
    name: 'sign-in',
    initial: { email, password: '' },
    secrets: ['email', 'password'],
    checks: { email: (value) => (looksLikeEmail(value) ? '' : words('email_wrong')) },
    submit: async (asked) => {
      const answer = await wait.heed(told(signIn(asked), { at: 'password' }));
      if (answer.state === 'second_factor') onHalf(answer);
      else await onDone();
    },
  });
  return (
    <Form form={form} label={text.signIn}>
      <TextField
        form={form}
        name="email"
        label={text.email}
        type="email"
        inputMode="email"
        autoComplete="username"
        disabled={email !== ''}
        autoFocus={email === ''}
        large
      />
      <Secret form={form} name="password" label={text.password} autoComplete="current-password" autoFocus={email !== ''} last />
      <Go form={form} left_s={wait.left_s}>{text.signIn}</Go>
    </Form>
  );
}
