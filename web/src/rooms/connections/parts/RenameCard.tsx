import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../../lib/toasts.ts';
import { attempt } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { Form, SaveBar } from '../../../ui/form/Form.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { useForm } from '../../../ui/form/useForm.ts';
import { text } from '../accountText.ts';
import { type Account, accountQuery, ACCOUNTS, rename } from '../api.ts';
import { text as common } from '../text.ts';

/** How the shop is called here. */
export function RenameCard({ account, may }: { account: Account; may: boolean }) {
  const client = useQueryClient();

  async function call(before: Account, name: string): Promise<Account> {
    const after = await rename(before, name);
    client.setQueryData(accountQuery(account.id).queryKey, after);
    await client.invalidateQueries({ queryKey: ACCOUNTS });
    return after;
  }
  const form = useForm({
    name: `connection name ${account.id}`,
    initial: { name: account.name },
    checks: { name: (value) => (value.trim() ? '' : text.nameMissing) },
    submit: async ({ name }) => {
      const after = await call(account, name.trim());
      toast(text.renamed(after.name), { act: { label: common.undo, icon: 'undo', run: () => attempt(() => call(after, account.name)) } });
    },
  });
  return (
    <Card title={text.rename} padded>
      <Form form={form} label={text.rename}>
        <TextField form={form} name="name" label={text.name} help={text.nameHelp} most={80} width="middle" autoComplete="off" disabled={!may} />
        <SaveBar form={form} />
      </Form>
    </Card>
  );
}
