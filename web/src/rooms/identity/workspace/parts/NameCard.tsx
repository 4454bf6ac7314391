import { Card } from '../../../../ui/Card.tsx';
import { Form, SaveBar } from '../../../../ui/form/Form.tsx';
import { TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import type { Workspace } from '../api.ts';
import { text } from '../text.ts';
import { useSave } from '../useSave.ts';

type Props = { workspace: Workspace; may: boolean };

export function NameCard({ workspace, may }: Props) {
  const save = useSave();
  const form = useForm({
    name: 'workspace name',
    initial: { name: workspace.name },
    checks: { name: (value) => (value.trim() ? '' : text.nameMissing) },
    submit: ({ name }) => save(workspace, { name }),
  });
  return (
    <Card title={text.nameCard} padded>
      <Form form={form} label={text.nameCard}>
        <TextField form={form} name="name" label={text.name} help={text.nameHelp} most={100} width="middle" autoComplete="organization" disabled={!may} />
        <SaveBar form={form} />
      </Form>
    </Card>
  );
}
