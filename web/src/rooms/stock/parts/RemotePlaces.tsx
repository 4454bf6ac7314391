import { Button, NativeSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../lib/me.ts';
import { toast } from '../../../lib/toasts.ts';
import { useAct } from '../../../lib/useAct.ts';
import { Card } from '../../../ui/Card.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { placesQuery, remotePlacesQuery, setRemotePlaces, STOCK } from '../api.ts';
import type { RemotePlace } from '../shapes.ts';
import { text } from '../shopText.ts';
import { Refused } from './Shared.tsx';
import classes from './stock.module.css';

/** Where the platform knows several places: which of ours each is. Absent where it knows one. */
export function RemotePlaces({ id }: { id: string }) {
  const remote = useQuery(remotePlacesQuery(id));
  if (remote.error) return <Card title={text.remote}><ErrorState error={remote.error} retry={() => void remote.refetch()} /></Card>;
  if (!remote.data || remote.data.length === 0) return null;
  return <Known key={JSON.stringify(remote.data)} id={id} remote={remote.data} />;
}

function Known({ id, remote }: { id: string; remote: readonly RemotePlace[] }) {
  const client = useQueryClient();
  const may = useMay()('stock.channel.write');
  const { busy, refused, act } = useAct();
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>(() => Object.fromEntries(remote.map((one) => [one.remote_id, one.place_id ?? ''])));
  const own = (useQuery(placesQuery).data ?? []).filter(({ kind, state }) => kind === 'own' && state === 'active');
  const changed = remote.some((one) => (one.place_id ?? '') !== chosen[one.remote_id]);
  const keep = () => act(async () => {
    await setRemotePlaces(id, remote.map(({ remote_id: each }) => ({ remote_id: each, place_id: chosen[each] || null })));
    await client.invalidateQueries({ queryKey: STOCK });
    toast(text.remoteKept);
  });
  return (
    <Card title={text.remote} sub={text.remoteSub}>
      <ul className={classes.options}>
        {remote.map((one) => (
          <li key={one.remote_id}>
            <div><b><bdi>{one.name || one.remote_id}</bdi></b>{!one.active && <small>{text.inactive}</small>}</div>
            <NativeSelect
              size="xs"
              className={classes.select}
              aria-label={one.name || one.remote_id}
              disabled={!may}
              data={[{ value: '', label: text.nobody }, ...own.map((place) => ({ value: place.id, label: place.name }))]}
              value={chosen[one.remote_id] ?? ''}
              rightSection={<Icon name="down" size={12} />}
              onChange={(event) => setChosen({ ...chosen, [one.remote_id]: event.currentTarget.value })}
            />
          </li>
        ))}
      </ul>
      <div className={classes.foot}>
        <div className={classes.stack}>
          <Refused refused={refused} />
          <div className={classes.buttons}><span>{text.remoteMore}</span>{changed && <Button size="xs" variant="filled" loading={busy} onClick={() => void keep()}>{text.saveRemote}</Button>}</div>
        </div>
      </div>
    </Card>
  );
}
