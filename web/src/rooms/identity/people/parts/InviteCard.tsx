import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useAddress, wordOf } from '../../../../lib/address.ts';
import { useMe } from '../../../../lib/me.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Form, Submit } from '../../../../ui/form/Form.tsx';
import { ChoiceField, TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { INVITATIONS, invite, type Invited, type Role } from '../api.ts';
import { givable } from '../model.ts';
import { text } from '../text.ts';
import { LinkOnce } from './LinkOnce.tsx';

type Props = {
  /** A link that was just made; it takes the place of the form until it was taken down. */
  made: Invited | null;
  onMade: (made: Invited | null) => void;
};

export function InviteCard({ made, onMade }: Props) {
  // A form of its own for each invitation: the address is empty again after one was sent.
  const [round, setRound] = useState(0);
  function done(): void {
    onMade(null);
    setRound(round + 1);
  }
  return (
    <Card title={made ? text.linkTitle(made.email) : text.inviteTitle} padded>
      {made ? <LinkOnce link={made.link} onDone={done} /> : <InviteForm key={round} onMade={onMade} />}
    </Card>
  );
}

function InviteForm({ onMade }: { onMade: (made: Invited) => void }) {
  const client = useQueryClient();
  const own = useMe()?.workspace?.role ?? null;
  const form = useForm({
    name: 'invite',
    initial: { email: '', role: 'viewer' },
    checks: { email: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? '' : text.emailWrong) },
    submit: async (values, key) => {
      const made = await invite(values.email.trim(), values.role as Role, key);
      await client.invalidateQueries({ queryKey: INVITATIONS });
      onMade(made);
    },
  });
  const { search } = useAddress();
  const wanted = wordOf(search, 'new') !== '';
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wanted) box.current?.querySelector('input')?.focus();
  }, [wanted]);
  const choices = givable(own, null).map((role) => ({ value: role, label: text.names[role] }));
  return (
    <div ref={box}>
      <Form form={form} label={text.inviteTitle}>
        <TextField form={form} name="email" label={text.email} type="email" inputMode="email" autoComplete="off" />
        <ChoiceField form={form} name="role" label={text.role} choices={choices} help={text.about[form.values.role as Role]} />
        <Submit form={form}>{text.send}</Submit>
        <p className="faint small">{text.inviteHelp}</p>
      </Form>
    </div>
  );
}
