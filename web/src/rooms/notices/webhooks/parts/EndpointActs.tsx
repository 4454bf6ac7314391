import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useGo } from '../../../../lib/address.ts';
import { offlineSince } from '../../../../lib/reach.ts';
import { useSignal } from '../../../../lib/signal.ts';
import { toast } from '../../../../lib/toasts.ts';
import { attempt } from '../../../../lib/useAct.ts';
import { ConfirmTyped } from '../../../../ui/ConfirmTyped.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { Menu } from '../../../../ui/Menu.tsx';
import { changeEndpoint, DELIVERIES, type Endpoint, ENDPOINTS, ping, removeEndpoint } from '../api.ts';
import { text } from '../text.ts';
import { EndpointDialog } from './EndpointDialog.tsx';

/** Test, switch, edit, remove. */
export function EndpointActs({ endpoint }: { endpoint: Endpoint }) {
  const client = useQueryClient();
  const go = useGo();
  const offline = useSignal(offlineSince) !== null;
  const isOn = endpoint.state === 'active';
  const [asked, setAsked] = useState<'edit' | 'remove' | null>(null);
  const close = () => setAsked(null);

  async function test(): Promise<void> {
    await ping(endpoint.id);
    await client.invalidateQueries({ queryKey: DELIVERIES });
    toast(text.tested);
  }

  async function turn(active: boolean, version = endpoint.version): Promise<void> {
    const now = await changeEndpoint({ id: endpoint.id, version }, { active });
    await client.invalidateQueries({ queryKey: ENDPOINTS });
    await client.invalidateQueries({ queryKey: DELIVERIES });
    toast(active ? text.isOn : text.isOff, { act: { label: text.undo, icon: 'undo', run: () => attempt(() => turn(!active, now.version)) } });
  }

  async function remove(): Promise<void> {
    await removeEndpoint(endpoint);
    go('/settings/webhooks', { replace: true });
    client.removeQueries({ queryKey: [...ENDPOINTS, endpoint.id] });
    await client.invalidateQueries({ queryKey: ENDPOINTS });
    toast(text.removed(endpoint.name));
  }

  return (
    <>
      <Button leftSection={<Icon name="play" />} disabled={offline} onClick={() => attempt(test)}>{text.test}</Button>
      <Button variant={isOn ? 'default' : 'filled'} disabled={offline} onClick={() => attempt(() => turn(!isOn))}>
        {isOn ? text.switchOff : text.switchOn}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target><IconButton icon="more" label={text.more} /></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="edit" />} onClick={() => setAsked('edit')}>{text.edit}</Menu.Item>
          <Menu.Item leftSection={<Icon name="trash" />} disabled={offline} onClick={() => setAsked('remove')}>{text.remove}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <EndpointDialog endpoint={endpoint} open={asked === 'edit'} onClose={close} />
      <ConfirmTyped
        open={asked === 'remove'}
        onClose={close}
        title={text.removeTitle(endpoint.name)}
        ends={text.removeEnds}
        stays={text.removeStays}
        name={endpoint.name}
        verb={text.remove}
        onConfirm={remove}
      />
    </>
  );
}
