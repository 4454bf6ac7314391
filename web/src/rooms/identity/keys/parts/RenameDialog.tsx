import { toast } from '../../../../lib/toasts.ts';
import { attempt } from '../../../../lib/useAct.ts';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { DialogHead } from '../../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../../ui/form/Form.tsx';
import { TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { type Key, renameKey } from '../api.ts';
import { text } from '../text.ts';
import classes from './RenameDialog.module.css';

type Props = { apiKey: Key | null; onClose: () => void; onChanged: () => Promise<unknown> };

export function RenameDialog({ apiKey, onClose, onChanged }: Props) {
  return (
    <Dialog open={apiKey !== null} onClose={onClose} labelledBy="rename-key">
      {apiKey && (
        <>
          <DialogHead id="rename-key" title={text.renameTitle(apiKey.name)} onClose={onClose} />
          <div className={classes.body}><Fields apiKey={apiKey} onClose={onClose} onChanged={onChanged} /></div>
        </>
      )}
    </Dialog>
  );
}

function Fields({ apiKey, onClose, onChanged }: Props & { apiKey: Key }) {
  const form = useForm({
    name: `key ${apiKey.id}`,
    initial: { name: apiKey.name },
    checks: { name: (value) => (value.trim() ? '' : text.nameMissing) },
    submit: async ({ name }) => {
      const after = await renameKey(apiKey, name);
      await onChanged();
      const undo = () => attempt(() => renameKey(after, apiKey.name).then(onChanged));
      toast(text.renamed(after.name), { act: { label: text.undo, icon: 'undo', run: undo } });
    },
    onDone: onClose,
  });
  return (
    <Form form={form}>
      <TextField form={form} name="name" label={text.name} help={text.nameHelp} most={100} autoFocus autoComplete="off" />
      <Submit form={form}>{text.save}</Submit>
    </Form>
  );
}
