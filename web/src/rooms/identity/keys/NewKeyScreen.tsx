import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useGo } from '../../../lib/address.ts';
import { useMe } from '../../../lib/me.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { PageHead, Stack } from '../../../ui/PageHead.tsx';
import { type KeyMade, KEYS, rolesQuery } from './api.ts';
import { grouped } from './model.ts';
import { KeyForm } from './parts/KeyForm.tsx';
import { SecretOnce } from './parts/SecretOnce.tsx';
import { text } from './text.ts';

/** Makes a key; then, once, its secret. */
export default function NewKeyScreen() {
  const roles = useQuery(rolesQuery);
  const me = useMe();
  const go = useGo();
  const client = useQueryClient();
  // Held by this page alone: who leaves it has seen the secret for the last time.
  const [made, setMade] = useState<KeyMade | null>(null);

  async function done(): Promise<void> {
    await client.invalidateQueries({ queryKey: KEYS });
    go('/settings/keys');
  }
  if (!roles.data || !me) {
    return (
      <>
        <PageHead title={text.newTitle} facts={text.newSub} />
        {roles.error ? <ErrorState error={roles.error} retry={() => void roles.refetch()} /> : <Loading />}
      </>
    );
  }
  return (
    <>
      <PageHead title={made ? text.madeTitle(made.name) : text.newTitle} facts={made ? undefined : text.newSub} />
      <Stack narrow>
        {made ? (
          <SecretOnce made={made} onDone={() => void done()} />
        ) : (
          <KeyForm groups={grouped(roles.data, me.permissions)} onMade={setMade} />
        )}
      </Stack>
    </>
  );
}
