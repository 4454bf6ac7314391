import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Card } from '../../../../ui/Card.tsx';
import { Form, SaveBar } from '../../../../ui/form/Form.tsx';
import { FieldError } from '../../../../ui/form/fields.tsx';
import { useForm } from '../../../../ui/form/useForm.ts';
import { Icon } from '../../../../ui/Icon.tsx';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { Note } from '../../../../ui/Note.tsx';
import { addressQuery, type Workspace } from '../api.ts';
import { covers, isNetwork, NETWORKS_MAX, readNetworks } from '../model.ts';
import { text } from '../text.ts';
import { useSave } from '../useSave.ts';
import classes from './NetworksCard.module.css';

type Props = { workspace: Workspace; may: boolean };

/** From where alone people may come: a list that grows by typing or pasting. */
export function NetworksCard({ workspace, may }: Props) {
  const save = useSave();
  const form = useForm<{ networks: readonly string[] }>({
    name: 'workspace networks',
    initial: { networks: workspace.networks },
    submit: ({ networks }) => save(workspace, { networks: [...networks] }),
  });
  const { networks } = form.values;
  const error = form.errors['networks'];
  const known = new Set(workspace.networks);
  const set = (next: readonly string[]) => form.set('networks', next);
  return (
    <Card title={text.networksCard} sub={text.networksSub} padded>
      <Form form={form} label={text.networksCard}>
        <Yours networks={networks} {...(may && { onAdd: (address: string) => set([...networks, address]) })} />
        {networks.length === 0 ? (
          <p className="muted">{text.anywhere}</p>
        ) : (
          <ul className={classes.list} aria-label={text.networkList}>
            {networks.map((network) => (
              <li key={network}>
                <code>{network}</code>
                {!known.has(network) && <span className="accent small">{text.added}</span>}
                {may && <IconButton icon="x" label={text.remove(network)} onClick={() => set(networks.filter((one) => one !== network))} />}
              </li>
            ))}
          </ul>
        )}
        {error !== undefined && <div className={`${classes.error} bad`} role="alert"><FieldError>{error}</FieldError></div>}
        {may && <Adder networks={networks} onAdd={(more) => set([...new Set([...networks, ...more])])} />}
        <SaveBar form={form} />
      </Form>
    </Card>
  );
}

/** The address of this very browser, so that nobody leaves it out. */
function Yours({ networks, onAdd }: { networks: readonly string[]; onAdd?: (address: string) => void }) {
  const { data: address } = useQuery(addressQuery);
  if (!address) return null;
  const covered = covers(networks, address);
  const add = onAdd && (networks.length === 0 || !covered) && (
    <Button size="xs" leftSection={<Icon name="plus" />} onClick={() => onAdd(address)}>{text.addYours}</Button>
  );
  return (
    <Note tone={covered ? 'plain' : 'warn'} icon={covered ? 'pin' : 'warn'} role="status" end={add}>
      <b>{text.yours(address)}</b> {networks.length === 0 ? text.yoursFree : covered ? text.yoursIn : text.yoursOut}
    </Note>
  );
}

function Adder({ networks, onAdd }: { networks: readonly string[]; onAdd: (more: readonly string[]) => void }) {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState('');
  const input = useRef<HTMLInputElement>(null);

  function add(): void {
    const found = readNetworks(typed);
    const bad = found.find((one) => !isNetwork(one));
    const trouble = bad !== undefined ? text.networkWrong(bad) : networks.length + found.length > NETWORKS_MAX ? text.networksFull(NETWORKS_MAX) : '';
    setWrong(trouble);
    if (!trouble && found.length > 0) {
      onAdd(found);
      setTyped('');
    }
    input.current?.focus();
  }

  return (
    <div className={classes.adder}>
      <TextInput
        ref={input}
        label={text.network}
        description={text.networkHelp}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        error={wrong ? <FieldError>{wrong}</FieldError> : undefined}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setWrong('');
        }}
        onPaste={(event) => {
          // Lines of a paste would run together in a field of one line.
          const pasted = event.clipboardData.getData('text');
          if (!pasted.includes('\n')) return;
          event.preventDefault();
          setTyped(`${typed} ${pasted}`.trim().replace(/\s+/g, ' '));
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || typed.trim() === '') return;
          event.preventDefault();
          add();
        }}
      />
      <Button leftSection={<Icon name="plus" />} onClick={add}>{text.add}</Button>
    </div>
  );
}
