import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { DialogHead } from '../../../../ui/DialogHead.tsx';
import { Form, Submit } from '../../../../ui/form/Form.tsx';
import { TextField } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import type { Schemas } from '../../../../lib/api.ts';
import { changeEndpoint, type Endpoint, ENDPOINTS, makeEndpoint } from '../api.ts';
import { addressWrong } from '../model.ts';
import { text } from '../text.ts';
import classes from './dialogs.module.css';
import { KindsField } from './KindsField.tsx';

type Props = {
  open: boolean;
  onClose: () => void;
  /** The one that is changed; without it one is made. */
  endpoint?: Endpoint;
  onMade?: (made: Schemas['MadeOut']) => void;
};

export function EndpointDialog({ open, onClose, ...rest }: Props) {
  const title = rest.endpoint ? text.editTitle : text.add;
  return (
    <Dialog open={open} onClose={onClose} labelledBy="endpoint-title" wide>
      <DialogHead id="endpoint-title" title={title} onClose={onClose} />
      <Fields {...rest} title={title} onClose={onClose} />
    </Dialog>
  );
}

function Fields({ endpoint, onMade, onClose, title }: Omit<Props, 'open'> & { title: string }) {
  const client = useQueryClient();
  const form = useForm({
    name: `webhook ${endpoint?.id ?? 'new'}`,
    initial: {
      name: endpoint?.name ?? '',
      url: endpoint?.url ?? '',
      everything: (endpoint?.kinds.length ?? 0) === 0,
      kinds: endpoint?.kinds ?? ([] as readonly string[]),
    },
    checks: {
      name: (value) => (value.trim() ? '' : text.nameMissing),
      url: addressWrong,
      kinds: (value, all) => (all.everything || value.length > 0 ? '' : text.noKind),
    },
    submit: async ({ name, url, everything, kinds }, key) => {
      const body = { name: name.trim(), url: url.trim(), kinds: everything ? [] : [...kinds] };
      if (endpoint) await changeEndpoint(endpoint, body);
      else onMade?.(await makeEndpoint(body, key));
      await client.invalidateQueries({ queryKey: ENDPOINTS });
    },
    onDone: onClose,
  });
  return (
    <Form form={form} label={title} className={classes.form ?? ''}>
      <TextField form={form} name="name" label={text.name} help={text.nameHelp} most={100} autoComplete="off" autoFocus />
      <TextField form={form} name="url" label={text.address} help={text.addressHelp} type="url" placeholder="https://" autoComplete="off" />
      <KindsField
        everything={form.values.everything}
        kinds={form.values.kinds}
        error={form.errors['kinds']}
        onEverything={(value) => form.set('everything', value)}
        onKinds={(value) => form.set('kinds', value)}
      />
      <div className={classes.acts}>
        <Button onClick={onClose}>{text.keep}</Button>
        <Submit form={form}>{endpoint ? text.save : text.make}</Submit>
      </div>
    </Form>
  );
}
