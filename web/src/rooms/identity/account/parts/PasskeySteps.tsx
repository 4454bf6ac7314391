import { Button } from '@mantine/core';
import { Form, Submit } from '../../../../ui/form/Form.tsx';
import { TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { makePasskey } from '../../sign-in/passkeys.ts';
import { told, words } from '../../sign-in/refusals.ts';
import { type Added, addPasskey, beginPasskey } from '../api.ts';
import { text } from '../factorText.ts';
import { text as common } from '../text.ts';
import classes from './account.module.css';

type Props = { onAdded: (added: Added) => void; onLeave: () => void };

export function PasskeySteps({ onAdded, onLeave }: Props) {
  const form = useForm({
    name: 'passkey-name',
    initial: { name: text.laptop },
    checks: { name: (value) => (value.trim() ? '' : words('name_wrong')) },
    submit: async ({ name }) => {
      const { options } = await told(beginPasskey());
      onAdded(await told(addPasskey(name, await makePasskey(options))));
    },
  });
  return (
    <div className={classes.dialog}>
      <p className="muted">{text.passkeyFirst}</p>
      <Form form={form} label={text.addPasskey}>
        <TextField form={form} name="name" label={text.name} help={text.nameHelp} autoComplete="off" autoFocus />
        <div className={classes.buttons}>
          <Button onClick={onLeave}>{common.cancel}</Button>
          <Submit form={form}>{text.makePasskey}</Submit>
        </div>
      </Form>
    </div>
  );
}
