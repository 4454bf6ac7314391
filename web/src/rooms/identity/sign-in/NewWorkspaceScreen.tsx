import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useGo } from '../../../lib/address.ts';
import { meQuery } from '../../../lib/me.ts';
import { enterWorkspace } from '../../../lib/place.ts';
import { Refusal } from '../../../lib/problem.ts';
import { Form } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { Link } from '../../../ui/Link.tsx';
import { makeWorkspace } from './api.ts';
import { useCome } from './coming.ts';
import { NAME_CHARS_MAX } from './model.ts';
import { Frame } from './parts/Frame.tsx';
import { Go } from './parts/Go.tsx';
import classes from './parts/parts.module.css';
import { told, words } from './refusals.ts';
import { text } from './setUpText.ts';
import { titles } from './titles.ts';

/** A workspace of one's own, for whoever has an account. */
export default function NewWorkspaceScreen() {
  const me = useQuery(meQuery);
  const go = useGo();
  const gone = me.error instanceof Refusal && me.error.status === 401;
  useEffect(() => {
    if (gone) go('/sign-in?next=%2Fworkspaces%2Fnew', { replace: true });
  }, [gone, go]);
  const some = (me.data?.memberships.length ?? 0) > 0;
  return (
    <Frame name={titles.workspace} title={titles.workspace} lead={text.placeLead}>
      <WorkspaceForm />
      {some && <p className={classes.foot}><Link to="/" className="link">{text.back}</Link></p>}
    </Frame>
  );
}

function WorkspaceForm() {
  const come = useCome();
  const form = useForm({
    name: 'new workspace',
    initial: { name: '' },
    checks: { name: (value) => (value.trim() ? (value.length <= NAME_CHARS_MAX ? '' : words('name_too_long')) : text.workspaceMissing) },
    submit: async ({ name }, key) => {
      const { id } = await told(makeWorkspace(name.trim(), key));
      enterWorkspace(id);
      await come('/');
    },
  });
  return (
    <Form form={form} label={titles.workspace}>
      <TextField form={form} name="name" label={text.workspace} help={text.workspaceHelp} autoComplete="organization" autoFocus large />
      <Go form={form}>{text.make}</Go>
    </Form>
  );
}
